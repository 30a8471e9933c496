import { createHash } from 'node:crypto';
import { simpleParser } from 'mailparser';
import type { Item, UnreadableItem } from '../../../runtime/domain/item/item';
import { isReadable } from '../../../runtime/domain/item/item';
import { readItem } from '../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS } from '../../../runtime/domain/item/item-settings';
import { checkPackage } from '../../../runtime/domain/package/open-package';
import { bufferReader } from '../../../runtime/domain/package/range-reader';
import { bombPackage, itemOfBytes } from '../../../runtime/local/telemessage-simulator/samples/huge-samples';
import { goodPackage } from '../../../runtime/local/telemessage-simulator/samples/package-samples';
import { SAMPLES, sample } from '../../../runtime/local/telemessage-simulator/samples/samples';

const items = SAMPLES.filter(({ isHuge }) => isHuge !== true).flatMap((one) =>
  one
    .files()
    .filter(({ name }) => name.endsWith('.eml'))
    .map(({ name, content }) => [`${one.name}/${name}`, content] as const),
);

function read(content: Buffer): Item {
  const item: Item | UnreadableItem = readItem(content, DEFAULT_ITEM_SETTINGS);
  if (!isReadable(item)) throw new Error(`Not readable: ${item.unreadable.code}`);
  return item;
}

function itemsOf(name: string): ReadonlyMap<string, Item> {
  const emls = sample(name)
    .files()
    .filter((file) => file.name.endsWith('.eml'));
  return new Map(emls.map((file) => [file.name.replace(/\.eml$/, ''), read(file.content)]));
}

function field<T>(name: string, pick: (item: Item) => T): Readonly<Record<string, T>> {
  return Object.fromEntries([...itemsOf(name)].map(([file, item]) => [file, pick(item)]));
}

describe('a sample item', () => {
  it.each(items)('is read by the item reader and by mailparser with the same attachments: %s', async (name, content) => {
    const item = read(content);
    const parsed = await simpleParser(content);

    expect(item.itemId).toBe(createHash('sha256').update(content).digest('hex'));
    // A wrapped mail is one attachment for mailparser, and the item itself for us.
    if (name.includes('journal.eml')) return;
    expect(item.attachments.map(({ sha256 }) => sha256)).toEqual(
      parsed.attachments.map((attachment) => createHash('sha256').update(attachment.content).digest('hex')),
    );
  });
});

describe('the samples show what they say', () => {
  it('5: three captures of one message, different bytes', () => {
    const group = [...itemsOf('group-of-six').values()];

    expect(new Set(group.map(({ itemId }) => itemId)).size).toBe(3);
    expect(new Set(group.map(({ messageIdentity }) => messageIdentity)).size).toBe(1);
  });

  it('6: all 256 recipients, and a group name without its line end', () => {
    const { 'many-members': members, 'hard-name': name } = Object.fromEntries(itemsOf('large-group'));

    expect(members?.to).toHaveLength(256);
    expect(members?.participants.filter(({ phone }) => phone === undefined).length).toBe(2);
    expect(name?.subject).toContain('🚢');
    expect(name?.subject).not.toMatch(/[\r\n]/);
  });

  it('7, 8: the same people in every display format, and a warning where no number is shown', () => {
    const numbers = field('eight-formats', ({ participants }) => participants.map(({ phone }) => phone).join());
    const warned = field('eight-formats', ({ problems }) => problems.some(({ code }) => code === 'no-number'));

    for (const format of [1, 2, 3, 4, 5]) expect(numbers[`format-${format}`]).toBe('447700900101,447700900102,12025550163');
    for (const format of [6, 7, 8]) expect([numbers[`format-${format}`], warned[`format-${format}`]]).toEqual([',,', true]);
    expect(
      Object.values(field('bare-and-quoted-comma', ({ messageIdentity }) => messageIdentity)).every((id, _i, all) => id === all[0]),
    ).toBe(true);
  });

  it('9, 10, 14: the kind of every companion and call', () => {
    expect(field('deleted', ({ kind }) => kind)).toEqual({
      original: 'message',
      'for-all-read': 'deleted',
      'for-all-dash-unread': 'deleted',
      'for-me': 'deleted',
      'group-original': 'message',
      'group-unknown': 'deleted',
    });
    expect(Object.values(field('edited-twice', ({ kind }) => kind))).toEqual(['message', 'edited', 'edited']);
    expect(new Set([...itemsOf('edited-twice').values()].map(({ messageIdentity }) => messageIdentity)).size).toBe(3);
    expect(new Set(Object.values(field('calls', ({ kind }) => kind)))).toEqual(new Set(['call']));
  });

  it('12: names, types and sizes of media', () => {
    const attachments = field('media', (item) =>
      item.attachments.map(({ name, contentType, bytes }) => `${name} ${contentType} ${bytes > 0}`),
    );

    expect(attachments).toMatchObject({
      photo: ['V1_Signal_12_345.jpg image/jpeg true'],
      contact: ['Fiona_Grant.vcf text/x-vcard true'],
      location: [],
      'empty-attachment': ['V1_Signal_15_1795165200123_447700900122.jpg image/jpeg false'],
    });
    expect(attachments['two-attachments']).toHaveLength(2);
  });

  it('15, 16: the text behind every encoding', () => {
    const texts = field('encodings', ({ text }) => text);

    for (const name of ['quoted-printable', 'base64', 'raw-8-bit'])
      expect(texts[name]).toBe('Grüße aus Köln – 100 % fertig = gut\nzweite Zeile');
    expect(texts['iso-8859-8']).toBe('שלום T12');
    expect(texts['byte-order-mark']).toContain('with a mark before it');
    expect(field('encodings', ({ subject }) => subject)).toMatchObject({
      'subject-q': 'Signal message from Jürgen to Zoë',
      'subject-b': 'Signal message from Jürgen to Zoë 👋',
    });
    expect(field('encodings', ({ attachments }) => attachments[0]?.name)['rfc-2231-name']).toBe('Turm über der €-See.jpg');
    expect(field('odd-texts', ({ text }) => text)['nul-and-surrogates']).not.toContain('\0');
    expect(field('odd-texts', ({ text }) => text.length)['long']).toBeGreaterThan(65_000);
  });

  it('17, 18: what is missing is undefined, and dates are what they say', () => {
    expect(
      field('missing-and-repeated-headers', ({ subject, date, messageId, to }) => [
        subject !== '',
        date !== undefined,
        messageId !== undefined,
        to.length,
      ]),
    ).toEqual({
      'no-subject': [false, true, true, 1],
      'no-date': [true, false, true, 1],
      'no-message-id': [true, true, false, 1],
      repeated: [true, true, true, 1],
      'folded-recipients': [true, true, true, 300],
      'one-long-line': [true, true, true, 300],
    });
    expect(field('dates', ({ date }) => date?.toISOString())).toMatchObject({
      'year-1970': '1970-01-01T00:00:12.000Z',
      'clock-change-first': '2026-10-25T00:30:00.000Z',
      'clock-change-second': '2026-10-25T01:30:00.000Z',
      'half-hour-zone': '2026-11-20T09:00:00.000Z',
    });
  });

  it('21: the journal and the plain mail are one message', () => {
    expect(new Set(Object.values(field('journal-wrapped', ({ messageIdentity }) => messageIdentity))).size).toBe(1);
  });

  it('22, 29: an opaque body and other archivers are recognised', () => {
    expect(Object.values(field('opaque-body', ({ problems }) => problems.map(({ code }) => code)))).toEqual([['opaque-body']]);
    expect(field('other-archivers', ({ archiver }) => archiver)).toEqual({
      whatsapp: 'other',
      'whatsapp-subject-only': 'other',
      sms: 'other',
      signal: 'signal',
    });
  });

  it('23: a forged item never adds a recipient', () => {
    const forged = field('forged', ({ to, cc }) => [...to, ...cc].map(({ address }) => address));

    for (const recipients of Object.values(forged)) expect(recipients).toEqual(['daniel.kerr@contoso.example']);
  });

  it('24, 25: which packages are complete, and why the others are not', async () => {
    const states: Record<string, string> = {};
    for (const { name, content } of [...sample('several-packages').files(), ...sample('bad-packages').files()]) {
      const check = await checkPackage(bufferReader(content), name);
      states[name.replace(/202611(\d\d)0000-TeleMessage_/, '$1_').replace(/_\d{6}\.zip$/, '')] =
        check.problems.map(({ code }) => code).join() || check.state;
    }

    expect(states).toEqual({
      '20_1': 'complete',
      '20_2': 'complete',
      '20_3': 'complete',
      'absolute-name/20_1': 'unsafe-name',
      'count-too-high/20_1': 'count-mismatch,count-mismatch',
      'count-too-low/20_1': 'count-mismatch,count-mismatch',
      'damaged-content/20_1': 'crc-mismatch',
      'duplicate-entry/20_1': 'duplicate-name,duplicate-name,listed-twice',
      'empty-item/20_1': 'empty-item',
      'empty/21_1': 'complete',
      'encrypted/20_1': 'encrypted',
      'gap/20_1': 'complete',
      'gap/20_3': 'complete',
      'missing-item/20_1': 'count-mismatch,missing-item',
      'name-differs-in-case/20_1': 'missing-item,unlisted-item',
      'no-manifest/20_1': 'manifest-missing',
      'non-ascii-names/20_1': 'complete',
      'sent-again/20_1': 'complete',
      'sent-again/20_2': 'complete',
      'sub-folder/20_1': 'complete',
      'truncated/20_1': 'truncated',
      'two-manifests/20_1': 'manifest-several',
      'unlisted-item/20_1': 'count-mismatch,unlisted-item',
      'way-out/20_1': 'unsafe-name',
      'wrong-size/20_1': 'size-mismatch',
    });
    expect((await checkPackage(bufferReader(goodPackage().content), goodPackage().name)).state).toBe('complete');
  });

  it('25: the bomb is one', async () => {
    const { name, content } = bombPackage();

    expect(content.length).toBeLessThan(100_000);
    expect((await checkPackage(bufferReader(content), name)).problems.map(({ code }) => code)).toEqual(['ratio']);
  });

  it.each([2.9, 3.1])('13: an item of %d MB has about that size', (megabytes) => {
    const { content } = itemOfBytes('size', megabytes * 1_000_000);

    expect(Math.abs(content.length - megabytes * 1_000_000)).toBeLessThan(5_000);
  });
});
