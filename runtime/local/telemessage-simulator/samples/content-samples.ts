import { contactCard } from '../synthetic/files/document';
import { mosaicJpeg } from '../synthetic/files/jpeg';
import { toneWav } from '../synthetic/files/sound';
import { plainSticker } from '../synthetic/files/sticker';
import { headerBlock, type MimePart, writeEml } from '../synthetic/mime-writer';
import type { PackageFile } from '../synthetic/package-writer';
import type { MessageFile } from '../synthetic/signal-message';
import { vendorHeaders } from '../synthetic/vendor-item';
import { item, NINE, type Sample, sampleRandom, type Told, told } from './sample';

const PAIR: Told = { from: 'nora', to: ['lukas'] };
const ID = `${NINE.getTime()}_447700900122`;
const TEXT_TYPE = 'text/plain; charset=UTF-8';

function media(name: string, contentType: string, content: Buffer): MessageFile {
  return { name, contentType, content };
}

/** An item whose body is written by hand, byte for byte. */
function handWritten(name: string, body: MimePart, changes: Readonly<Record<string, string>> = {}): PackageFile {
  const message = told(PAIR);
  const headers = vendorHeaders(message, message.sender, 1).map(([header, value]) => [header, changes[header] ?? value] as const);
  return { name: `${name}.eml`, content: writeEml(headers, body) };
}

function rawText(contentType: string, encoding: '7bit' | '8bit' | 'base64' | 'quoted-printable', content: Buffer): MimePart {
  return { contentType, encoding, content };
}

/** What stands in an item: media, odd texts, encodings. */
export const CONTENT_SAMPLES: readonly Sample[] = [
  {
    number: 12,
    name: 'media',
    what: 'JPEG under the documented name, sticker, voice note, two attachments, contact card, location, an attachment without bytes',
    files: () => {
      const random = sampleRandom('media');
      const photo = media('V1_Signal_12_345.jpg', 'image/jpeg', mosaicJpeg(random, 64, 48));
      const sticker = media(`V1_Signal_13_${ID}.webp`, 'image/webp', plainSticker(random, 128, 128));
      const voice = media(`V1_Signal_14_${ID}.wav`, 'audio/wav', toneWav(random, 0.5));
      const contact = media('Fiona_Grant.vcf', 'text/x-vcard', contactCard('Fiona', 'Grant', '447700900171'));
      const nothing = media(`V1_Signal_15_${ID}.jpg`, 'image/jpeg', Buffer.alloc(0));
      const withFiles = (name: string, files: readonly MessageFile[], text = 'See here.') =>
        item(name, { ...PAIR, files, text, context: 'multimedia-message' });
      return [
        withFiles('photo', [photo]),
        withFiles('sticker', [sticker], ''),
        withFiles('voice-note', [voice], ''),
        withFiles('two-attachments', [photo, voice]),
        withFiles('contact', [contact]),
        withFiles('location', [], 'Meet here\nhttps://maps.example/?q=57.145,-2.094'),
        withFiles('empty-attachment', [nothing]),
      ];
    },
  },
  {
    number: 15,
    name: 'odd-texts',
    what: 'timer note, link preview, mention, reply, 64 KB of text, right-to-left text with isolates, NUL and lone surrogates',
    files: () => [
      item('timer', { ...PAIR, text: 'Disappearing messages were set to 1 week.' }),
      item('link-preview', { ...PAIR, text: 'Tides today - https://tides.example/moray\n\nHigh water at three, see the link.' }),
      item('mention', { ...PAIR, text: '@Lukas Weber could you look at T07, please?' }),
      item('reply', { ...PAIR, text: '> Is the boat at seven or at half past?\nHalf past.' }),
      item('long', { ...PAIR, text: 'All work and no play makes a long text. '.repeat(1_640).trimEnd() }),
      item('right-to-left', { ...PAIR, text: 'נפגשים ב-\u20689:30\u2069 ליד השער. תודה! \u2068Nora\u2069' }),
      handWritten(
        'nul-and-surrogates',
        rawText(TEXT_TYPE, 'quoted-printable', Buffer.from('before\0after \u00e9\xed\xa0\x80 end', 'latin1')),
      ),
    ],
  },
  {
    number: 16,
    name: 'encodings',
    what: 'quoted-printable, base64, encoded subject in both forms, RFC 2231 name, raw 8 bit, ISO-8859-8, mixed line ends, byte order mark',
    files: () => {
      const german = Buffer.from('Grüße aus Köln – 100 % fertig = gut\r\nzweite Zeile');
      const hebrew = Buffer.from([0xf9, 0xec, 0xe5, 0xed, 0x20, 0x54, 0x31, 0x32]);
      const named: MimePart = {
        contentType: 'multipart/mixed',
        boundary: 'names',
        parts: [
          rawText(TEXT_TYPE, '7bit', Buffer.from('The name continues over two parameters.')),
          {
            contentType: 'image/jpeg',
            encoding: 'base64',
            content: mosaicJpeg(sampleRandom('names'), 16, 16),
            headers: [
              ['Content-Disposition', "attachment;\r\n filename*0*=UTF-8''Turm%20%C3%BCber;\r\n filename*1*=%20der%20%E2%82%AC-See.jpg"],
            ],
          },
        ],
      };
      return [
        handWritten('quoted-printable', rawText(TEXT_TYPE, 'quoted-printable', german)),
        handWritten('base64', rawText(TEXT_TYPE, 'base64', german)),
        handWritten('subject-q', rawText(TEXT_TYPE, '8bit', german), { Subject: '=?iso-8859-1?Q?Signal_message_from_J=FCrgen_to_Zo=EB?=' }),
        handWritten('subject-b', rawText(TEXT_TYPE, '8bit', german), {
          Subject: '=?UTF-8?B?U2lnbmFsIG1lc3NhZ2UgZnJvbSBKw7w=?=\r\n =?UTF-8?B?cmdlbiB0byBab8OrIPCfkYs=?=',
        }),
        handWritten('rfc-2231-name', named),
        handWritten('raw-8-bit', rawText(TEXT_TYPE, '8bit', german)),
        handWritten('iso-8859-8', rawText('text/plain; charset=ISO-8859-8', '8bit', hebrew)),
        handWritten('mixed-line-ends', rawText(TEXT_TYPE, '7bit', Buffer.from('one\r\ntwo\nthree\rfour\r\n'))),
        handWritten('no-line-end-at-the-end', rawText(TEXT_TYPE, '7bit', Buffer.from('the end'))),
        handWritten('byte-order-mark', rawText(TEXT_TYPE, '8bit', Buffer.from('\uFEFFwith a mark before it'))),
        {
          name: 'lf-only.eml',
          content: Buffer.from(
            handWritten('x', rawText(TEXT_TYPE, '7bit', Buffer.from('one\r\ntwo')))
              .content.toString('latin1')
              .replaceAll('\r\n', '\n'),
            'latin1',
          ),
        },
      ];
    },
  },
  {
    number: 22,
    name: 'opaque-body',
    what: 'the body is one block of base64, as the vendor writes encrypted bodies: imported unchanged and counted',
    files: () => [item('opaque', { ...PAIR, text: sampleRandom('opaque').bytes(384).toString('base64') })],
  },
  {
    number: 20,
    name: 'threaded-mail',
    what: 'a conversation of a day as a single mail, as the threaded delivery at 01:00 or 05:00 sends it (its form is assumed)',
    files: () => {
      const turns = [
        ['06:48:12', 'Henrik Dahl', 'Morning all. We sail at half past seven.'],
        ['06:49:30', 'Nora Byrne', 'Permits are signed.'],
        ['06:55:01', 'Marek Nowak', 'Tools are loaded.'],
        ['15:52:44', 'Nora Byrne', 'Everyone off the ladder.'],
      ];
      const text = turns.map(([time, name, words]) => `[2026-11-19 ${time} UTC] ${name}: ${words}`).join('\n');
      const at = new Date('2026-11-20T05:00:00.000Z');
      return [item('thread', { from: 'henrik', to: ['nora', 'marek'], group: 'Moray crew', at, text, id: 'thread-2026-11-19-moray' })];
    },
  },
  {
    number: 21,
    name: 'journal-wrapped',
    what: 'one item twice: as the vendor sends it by SMTP, and wrapped by journaling (report part and the original); one import',
    files: () => {
      const inner = item('plain', { ...PAIR, text: 'Logged as defect, severity 2.' });
      const report = Buffer.from(
        'Sender: archive@vendor.example\r\nSubject: Signal message\r\nMessage-Id: <journal-1@vendor.example>\r\nTo: journal@contoso.example\r\n',
      );
      const wrapped: MimePart = {
        contentType: 'multipart/mixed',
        boundary: 'journal',
        parts: [
          rawText('text/plain; charset=us-ascii', '7bit', report),
          { contentType: 'message/rfc822', encoding: '7bit', content: inner.content },
        ],
      };
      const headers = headerBlock([
        ['Date', 'Fri, 20 Nov 2026 09:00:05 +0000'],
        ['From', 'archive@vendor.example'],
        ['To', 'journal@contoso.example'],
        ['Subject', 'Journal report'],
        ['Message-ID', '<journal-1@vendor.example>'],
        ['X-MS-Journal-Report', ''],
      ]);
      const body = writeEml([], wrapped);
      return [inner, { name: 'journal.eml', content: Buffer.concat([Buffer.from(headers), body]) }];
    },
  },
];
