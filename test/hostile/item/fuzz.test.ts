import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { decodeAttachment } from '../../../runtime/domain/item/attachment-content';
import { type Attachment, type Item, isReadable, type UnreadableItem } from '../../../runtime/domain/item/item';
import { inspectItem } from '../../../runtime/domain/item/item-inspection';
import { ItemReader, readItem } from '../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS } from '../../../runtime/domain/item/item-settings';
import { generateMail } from './generated-mail';
import { mutate } from './mutation';
import { RandomSource } from './random-source';

/** 20,000 in the inner loop; `FUZZ_CASES=2000000` for a long run, `FUZZ_SEED` for another corpus. A failing case prints its seed. */
const CASES = Number(process.env['FUZZ_CASES'] ?? 20_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const LONGEST_READ_IN_MS = 5_000;
const UNSAFE_IN_A_LINE = /[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/;
const UNSAFE_IN_A_NAME = /[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069/\\]/;
const PHONE = /^[0-9]{7,15}$/;

function bases(): Buffer[] {
  const random = new RandomSource(99);
  return Array.from({ length: 200 }, () => generateMail(random).bytes).filter((bytes) => bytes.length < 2_000);
}

function inChunks(bytes: Buffer, random: RandomSource): Item | UnreadableItem {
  const reader = new ItemReader(DEFAULT_ITEM_SETTINGS);
  const most = random.pick([1, 2, 7, 50, 500]);
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + random.between(1, most));
    reader.write(Buffer.from(bytes.subarray(at, end)));
    at = end;
  }
  return reader.end();
}

/** Plain conditions: `expect` would cost more than the reader. */
function problemsOf(item: Item, bytes: Buffer): string[] {
  const lines = [item.subject, item.chat, item.messageId ?? '', item.sourceMessageId ?? '', item.otherArchiver ?? ''];
  for (const { name, address } of [...item.to, ...item.cc, ...(item.from === undefined ? [] : [item.from])]) lines.push(name, address);
  for (const { name, address } of item.participants) lines.push(name, address ?? '');
  const wrong = lines.filter((line) => UNSAFE_IN_A_LINE.test(line)).map((line) => `unsafe line ${JSON.stringify(line)}`);
  if (item.participants.some(({ phone }) => phone !== undefined && !PHONE.test(phone))) wrong.push('phone');
  if (item.participants.some(({ isAddressAmbiguous, address }) => isAddressAmbiguous && address !== undefined))
    wrong.push('ambiguous address');
  if (/[\0\r]/.test(item.text)) wrong.push('unsafe text');
  if (item.headers.some(([name, value]) => /[\0\r\n]/.test(name + value))) wrong.push('unsafe header');
  return [...wrong, ...item.attachments.flatMap((attachment) => attachmentProblems(attachment, bytes))];
}

function attachmentProblems({ name, start, end, encoding, isCleanBase64, ...expected }: Attachment, bytes: Buffer): string[] {
  const encoded = bytes.subarray(start, end);
  const decoded = decodeAttachment(encoded, encoding);
  const wrong: string[] = [];
  if (UNSAFE_IN_A_NAME.test(name) || name === '') wrong.push(`unsafe name ${JSON.stringify(name)}`);
  if (decoded.length !== expected.bytes || sha256(decoded) !== expected.sha256) wrong.push('attachment does not stand where it is said to');
  if (isCleanBase64 && encoded.toString('latin1').replace(/[\r\n]/g, '') !== decoded.toString('base64')) wrong.push('base64 is not clean');
  return wrong;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('damaged and hostile bytes', () => {
  it(`are read without an error, in time, cleaned, and the same in any chunks (${CASES} cases)`, () => {
    const corpus = bases();
    for (let index = 0; index < CASES; index++) {
      const random = new RandomSource(SEED * 1_000_003 + index);
      const bytes = mutate(random.pick(corpus), random.pick(corpus), random);
      const startedAt = performance.now();
      const found: string[] = [];
      try {
        const item = readItem(bytes, DEFAULT_ITEM_SETTINGS);
        if (isReadable(item)) found.push(...problemsOf(item, bytes));
        if (!JSON.stringify(inspectItem('x.eml', item)).isWellFormed()) found.push('lone surrogates');
        if (index % 20 === 0 && !isDeepStrictEqual(inChunks(bytes, random), item)) found.push('other chunks, other item');
        if (performance.now() - startedAt > LONGEST_READ_IN_MS) found.push('too slow');
      } catch (error) {
        found.push(String(error));
      }
      if (found.length > 0)
        throw new Error(`Case ${index} of seed ${SEED}: ${found.join('; ')}\n${JSON.stringify(bytes.toString('latin1'))}`);
    }
  });

  it('are read when they are nothing but noise', () => {
    for (let index = 0; index < CASES / 10; index++) {
      const random = new RandomSource(SEED * 7_919 + index);
      const bytes = random.bytes(random.between(0, 300));

      const item = readItem(bytes, DEFAULT_ITEM_SETTINGS);

      if (item.byteLength !== bytes.length || !isDeepStrictEqual(inChunks(bytes, random), item))
        throw new Error(`Case ${index} of seed ${SEED}`);
    }
  });
});
