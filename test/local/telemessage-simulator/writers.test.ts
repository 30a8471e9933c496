import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { fromBuffer } from 'yauzl';
import { deflateFixed } from '../../../runtime/local/telemessage-simulator/synthetic/deflate';
import { contactCard, plainPdf } from '../../../runtime/local/telemessage-simulator/synthetic/files/document';
import { mosaicJpeg } from '../../../runtime/local/telemessage-simulator/synthetic/files/jpeg';
import { toneWav } from '../../../runtime/local/telemessage-simulator/synthetic/files/sound';
import { plainSticker } from '../../../runtime/local/telemessage-simulator/synthetic/files/sticker';
import { headerText } from '../../../runtime/local/telemessage-simulator/synthetic/header-encoding';
import { wrappedBase64, writeEml } from '../../../runtime/local/telemessage-simulator/synthetic/mime-writer';
import { quotedPrintable } from '../../../runtime/local/telemessage-simulator/synthetic/quoted-printable';
import { SeededRandom } from '../../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import { zipBytes } from '../../../runtime/local/telemessage-simulator/synthetic/zip-writer';

const random = () => new SeededRandom(1, 'test');
const repetitive = fc
  .array(fc.constantFrom('abc', 'the boat ', '\n', 'zzzzzzzz', '😀'), { maxLength: 400 })
  .map((parts) => Buffer.from(parts.join('')));
const anyBytes = fc.uint8Array({ maxLength: 3_000 }).map((bytes) => Buffer.from(bytes));

describe('seeded random numbers', () => {
  it('are these numbers, on every machine', () => {
    const numbers = new SeededRandom(7, 'golden');

    expect([numbers.next(), numbers.next(), numbers.between(10, 20), numbers.hex(12)]).toEqual([
      3_790_332_249,
      2_605_143_820,
      15,
      '5d38e8e72726',
    ]);
  });

  it('differ by seed and by label, and a fork does not move its parent', () => {
    const parent = random();
    const before = random().next();
    parent.fork('child').next();

    expect(parent.next()).toBe(before);
    expect(new SeededRandom(2, 'test').next()).not.toBe(before);
    expect(random().fork('a').next()).not.toBe(random().fork('b').next());
  });

  it('are spread evenly enough for a day', () => {
    const counts = new Array<number>(10).fill(0);
    const numbers = random();
    for (let index = 0; index < 10_000; index++) counts[numbers.between(0, 10)] = (counts[numbers.between(0, 10)] ?? 0) + 1;

    expect(Math.min(...counts)).toBeGreaterThan(800);
  });
});

describe('the deflate that is the same everywhere', () => {
  it('is inflated by zlib to what it was', () => {
    fc.assert(fc.property(fc.oneof(repetitive, anyBytes), (content) => inflateRawSync(deflateFixed(content)).equals(content)));
  });

  it('makes text smaller', () => {
    const text = Buffer.from('Signal message from Maya Okafor to Tomas Lindqvist. '.repeat(100));

    expect(deflateFixed(text).length).toBeLessThan(text.length / 10);
  });
});

describe('the ZIP writer', () => {
  it('writes what yauzl reads, in every form, at a time that depends on no time zone', async () => {
    const content = Buffer.from('the boat sails at seven '.repeat(20));
    const zip = zipBytes(
      [
        { name: 'stored.eml', content, form: 'stored' },
        { name: 'größe.eml', content, form: 'deflated' },
        { name: 'java.eml', content, form: 'sizes-follow' },
        { name: 'empty.eml', content: Buffer.alloc(0) },
      ],
      new Date('2026-11-20T10:30:00Z'),
    );
    const entries = await new Promise<string[]>((resolve, reject) => {
      const seen: string[] = [];
      fromBuffer(zip, { lazyEntries: false }, (error, file) => {
        if (error !== null) return reject(error);
        file.on('entry', (entry) => seen.push(`${entry.fileName} ${entry.uncompressedSize} ${entry.lastModFileTime}`));
        file.on('end', () => resolve(seen)).on('error', reject);
      });
    });

    expect(entries).toEqual(
      ['stored.eml', 'größe.eml', 'java.eml'].map((name) => `${name} 480 ${(10 << 11) | (30 << 5)}`).concat('empty.eml 0 21440'),
    );
  });

  it('writes more than 65,535 entries, which needs ZIP64', async () => {
    const entries = (function* () {
      for (let index = 0; index < 66_000; index++) yield { name: `${index}.eml`, content: Buffer.alloc(0), form: 'stored' as const };
    })();
    const zip = zipBytes(entries, new Date('2026-11-20T10:30:00Z'));
    const count = await new Promise((resolve, reject) => {
      fromBuffer(zip, { lazyEntries: true }, (error, file) => (error === null ? resolve(file.entryCount) : reject(error)));
    });

    expect(count).toBe(66_000);
  });
});

describe('the mail writer', () => {
  it('writes text that mailparser reads back, in every encoding', async () => {
    const text = fc
      .array(fc.constantFrom('a', ' ', '=', 'ü', '😀', '.', '\n', 'From ', 'long '.repeat(30), '\t'), { maxLength: 60 })
      .map((parts) => `x${parts.join('')}x`);
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom('quoted-printable', 'base64', '8bit'), async (written, encoding) => {
        const content = Buffer.from(encoding === '8bit' ? written.replaceAll('\n', '\r\n') : written);
        const eml = writeEml([['Subject', 'x']], { contentType: 'text/plain; charset=UTF-8', encoding, content });

        return ((await simpleParser(eml)).text ?? '').trimEnd() === written.trimEnd();
      }),
      { numRuns: 60 },
    );
  });

  it('writes subjects that mailparser reads back, in words of at most 75 characters', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }), async (raw) => {
        const subject = `x${raw.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, '').replace(/ +/g, ' ')}x`;
        const encoded = headerText(subject);
        const eml = writeEml([['Subject', encoded]], { contentType: 'text/plain', encoding: '7bit', content: Buffer.from('x') });

        expect((await simpleParser(eml)).subject).toBe(subject);
        if (encoded !== subject) expect(encoded.split('\r\n ').every((word) => word.length <= 75)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps every line within 76 characters', () => {
    fc.assert(
      fc.property(anyBytes, (content) => {
        const lines = [...quotedPrintable(content).split('\r\n'), ...wrappedBase64(content).toString('latin1').split('\r\n')];
        return lines.every((line) => line.length <= 76) && Buffer.from(wrappedBase64(content).toString(), 'base64').equals(content);
      }),
    );
  });
});

describe('generated files', () => {
  it('are a JPEG with all its segments, of the size that was asked for', () => {
    const picture = mosaicJpeg(random(), 320, 240, 150_000);

    expect(picture.subarray(0, 4).toString('hex')).toBe('ffd8ffe0');
    expect(picture.subarray(-2).toString('hex')).toBe('ffd9');
    expect(picture.length).toBeGreaterThan(150_000);
    expect(segmentsOf(picture)).toEqual(['e0', 'db', 'c0', 'c4', 'c4', 'fe', 'fe', 'fe', 'da']);
  });

  it('are a WAV whose header tells its length', () => {
    const sound = toneWav(random(), 1.5);

    expect([sound.toString('latin1', 0, 4), sound.readUInt32LE(4), sound.readUInt32LE(40), sound.length]).toEqual([
      'RIFF',
      12_036,
      12_000,
      12_044,
    ]);
  });

  it('are a WebP of the given size', () => {
    const sticker = plainSticker(random(), 256, 128);
    const size = sticker.readUInt32LE(21);

    expect([sticker.toString('latin1', 8, 16), (size & 0x3fff) + 1, ((size >> 14) & 0x3fff) + 1]).toEqual(['WEBPVP8L', 256, 128]);
    expect(sticker.readUInt32LE(4) + 8).toBe(sticker.length);
  });

  it('are a PDF whose table points at its objects, and a contact card', () => {
    const pdf = plainPdf(['quotation (2)', 'Page 1 of 1']).toString('latin1');
    const table = Number(/startxref\n(\d+)/.exec(pdf)?.[1]);
    const offsets = [...pdf.slice(table).matchAll(/^(\d{10}) 00000 n/gm)].map((match) => Number(match[1]));

    expect(offsets.map((offset) => pdf.slice(offset, offset + 7))).toEqual([1, 2, 3, 4, 5].map((number) => `${number} 0 obj`));
    expect(contactCard('Fiona', 'Grant', '447700900171').toString()).toMatch(/^BEGIN:VCARD\r\nVERSION:3.0\r\n.*END:VCARD\r\n$/s);
  });
});

/** Markers of a JPEG up to the start of its scan. */
function segmentsOf(picture: Buffer): string[] {
  const markers: string[] = [];
  for (let at = 2; markers.at(-1) !== 'da'; at += 2 + picture.readUInt16BE(at + 2)) markers.push((picture[at + 1] ?? 0).toString(16));
  return markers;
}
