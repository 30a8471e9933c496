import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Item, isReadable, type UnreadableItem } from '../../../runtime/domain/item/item';
import { inspectItem } from '../../../runtime/domain/item/item-inspection';
import { ItemReader, readItem } from '../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS, type ItemSettings } from '../../../runtime/domain/item/item-settings';
import { generateMail } from '../item/generated-mail';
import { brokenRules, sha256 } from '../item/item-rules';
import { MAIL_DICTIONARY } from '../item/mutation';
import type { RandomSource } from '../item/random-source';
import type { FuzzTarget } from './fuzz-target';
import { brokenRequestRules } from './request-rules';

const GENERATED = 150;
const LONGEST_SEED_BYTES = 3_000;
const SETTINGS = { ...DEFAULT_ITEM_SETTINGS, ownerHeaders: ['X-Owner'] };

function seeds(random: RandomSource): readonly Buffer[] {
  const folder = join(process.cwd(), 'test/fixtures/items');
  const odd = readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => readFileSync(join(folder, name)));
  const generated = Array.from({ length: GENERATED }, () => generateMail(random).bytes);
  return [...odd, ...generated].filter((bytes) => bytes.length < LONGEST_SEED_BYTES);
}

/** Read in chunks of any size, as a stream brings them. */
export function inChunks(bytes: Buffer, random: RandomSource, settings: ItemSettings): Item | UnreadableItem {
  const reader = new ItemReader(settings);
  const most = random.pick([1, 2, 7, 50, 500]);
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + random.between(1, most));
    const chunk = Buffer.from(bytes.subarray(at, end));
    reader.write(chunk);
    chunk.fill(0x2a); // a reader must not keep what is not its own
    at = end;
  }
  return reader.end();
}

/** The reader of items: cleaned, complete, the same in any chunks; and the request made from the item is clean too. */
export const itemTarget: FuzzTarget = {
  name: 'item',
  dictionary: MAIL_DICTIONARY,
  seeds: async (random) => seeds(random),
  check: async (bytes, random) => {
    const item = readItem(bytes, SETTINGS);
    const broken: string[] = [];
    if (item.itemId !== sha256(bytes) || item.byteLength !== bytes.length) broken.push('other bytes than it was given');
    if (!JSON.stringify(inspectItem('x.eml', item)).isWellFormed()) broken.push('lone surrogates');
    if (random.chance(0.05) && !isDeepStrictEqual(inChunks(bytes, random, SETTINGS), item)) broken.push('other chunks, other item');
    if (isReadable(item)) broken.push(...brokenRules(item, bytes), ...brokenRequestRules(item, bytes));
    return broken;
  },
  roundTrip: async (random) => {
    const mail = generateMail(random);
    const item = readItem(mail.bytes, SETTINGS);
    if (!isReadable(item)) return ['an ordinary mail is unreadable'];
    const read = [item.subject, item.from, item.to, item.cc, item.date, item.messageId, item.text.trimEnd()];
    const written = [mail.subject, mail.from, mail.to, mail.cc, mail.date, mail.messageId, mail.text.trimEnd()];
    const attachments = item.attachments.map(({ name, sha256: hash }) => `${name} ${hash}`);
    const isSame =
      isDeepStrictEqual(read, written) &&
      isDeepStrictEqual(
        attachments,
        mail.attachments.map(({ name, bytes }) => `${name} ${sha256(bytes)}`),
      );
    return isSame ? [] : [`read another mail than was written: ${JSON.stringify({ read, written, attachments })}`];
  },
};
