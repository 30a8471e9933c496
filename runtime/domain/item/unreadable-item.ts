import { isUtf8 } from 'node:buffer';
import type { Problem } from '../failure/problem';
import type { UnreadableItem } from './item';
import type { ItemCollector } from './item-collector';
import { ITEM_PROBLEMS } from './item-problems';

const NUL = 0;
const SAMPLE_BYTES = 16_384;
/** Control characters that text holds: tab, line ends, form feed, and the escape of Japanese mail. */
const TEXT_CONTROLS = new Set([0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1b]);
/** Text that is no UTF-8 may hold stray control bytes; rubbish holds one in eight. */
const MOST_CONTROLS = 0.02;

/** Why an item cannot be used at all; undefined when it can. Without any header it can be as long as it is readable text. */
export function unreadableReason(byteLength: number, collector: ItemCollector): Problem | undefined {
  if (byteLength === 0) return { code: 'empty-item', detail: ITEM_PROBLEMS['empty-item'].meaning };
  const hasHeader = collector.header.fields.length > 0;
  if (hasHeader || collector.bodies.some((body) => isReadableText(body.bytes))) return undefined;
  return { code: 'not-a-mail', detail: ITEM_PROBLEMS['not-a-mail'].meaning };
}

/** An item at which our own code failed. That concerns no other item, so it is held by itself. */
export function unprocessedItem(itemId: string, byteLength: number, error: unknown): UnreadableItem {
  const { meaning } = ITEM_PROBLEMS['item-not-processed'];
  return { itemId, byteLength, unreadable: { code: 'item-not-processed', detail: `${meaning} (${nameOf(error)})` } };
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

function isReadableText(bytes: Buffer): boolean {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  if (sample.includes(NUL) || !/\S/.test(sample.toString('latin1'))) return false;
  let controls = 0;
  for (const byte of sample) if (byte < 0x20 && !TEXT_CONTROLS.has(byte)) controls++;
  const isText = isUtf8(bytes) || sample.length > 0;
  return isText && controls <= sample.length * MOST_CONTROLS;
}
