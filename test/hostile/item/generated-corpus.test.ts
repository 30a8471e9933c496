import { createHash } from 'node:crypto';
import { type Item, isReadable } from '../../../runtime/domain/item/item';
import { ItemReader, readItem } from '../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS } from '../../../runtime/domain/item/item-settings';
import { type GeneratedMail, generateMail } from './generated-mail';
import { RandomSource } from './random-source';

const MAILS = 200;
const MAILS_IN_CHUNKS = 30;

function generated(count: number): GeneratedMail[] {
  const random = new RandomSource(20_251_121);
  return Array.from({ length: count }, () => generateMail(random));
}

function read(bytes: Buffer): Item {
  const item = readItem(bytes, DEFAULT_ITEM_SETTINGS);
  if (!isReadable(item)) throw new Error(item.unreadable.detail);
  return item;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('a corpus of ordinary mail', () => {
  it('is read as it was meant', () => {
    for (const mail of generated(MAILS)) {
      const item = read(mail.bytes);

      expect(item).toMatchObject({
        itemId: sha256(mail.bytes),
        subject: mail.subject,
        from: mail.from,
        to: mail.to,
        cc: mail.cc,
        date: mail.date,
        messageId: mail.messageId,
      });
      expect(item.text.trimEnd()).toBe(mail.text.trimEnd());
      expect(item.attachments.map(({ name, bytes, sha256: hash }) => ({ name, bytes, hash }))).toEqual(
        mail.attachments.map(({ name, bytes }) => ({ name, bytes: bytes.length, hash: sha256(bytes) })),
      );
      expect(item.problems.filter(({ code }) => code !== 'no-number')).toEqual([]);
    }
  });

  it('is read the same whatever the chunks are', () => {
    const random = new RandomSource(7);
    for (const mail of generated(MAILS_IN_CHUNKS)) {
      const whole = read(mail.bytes);
      for (const most of [1, 17, 1_000]) {
        const reader = new ItemReader(DEFAULT_ITEM_SETTINGS);
        for (let at = 0; at < mail.bytes.length; ) {
          const end = Math.min(mail.bytes.length, at + random.between(1, most));
          const chunk = Buffer.from(mail.bytes.subarray(at, end));
          reader.write(chunk);
          chunk.fill(0x2a); // a reader must not keep what is not its own
          at = end;
        }
        expect(reader.end()).toEqual(whole);
      }
    }
  });
});
