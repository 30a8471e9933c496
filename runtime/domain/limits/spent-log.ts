import { SECOND_IN_MS } from '../windows/durations';

/** Requests and bytes that count as spent at a time. */
export interface SpentEntry {
  /** Milliseconds since 1970, a multiple of the slot: never earlier than Exchange may have counted them. */
  readonly time: number;
  readonly requests: number;
  readonly bytes: number;
}

/** Entries of one slot are one entry. Short enough to cost little of a window, long enough that a row stays short. */
const SLOT_IN_MS = 5 * SECOND_IN_MS;
const VERSION = '1';
const BASE = 36;
const ENTRY = /^([0-9a-z]+)\.([0-9a-z]+)\.([0-9a-z]+)$/;

/** What was spent when, at the latest. */
export class SpentLog {
  private readonly slots = new Map<number, SpentEntry>();

  /** Times are rounded up to the slot: an entry may count for longer than it must, never for less. */
  add(time: number, requests: number, bytes: number): void {
    if (requests === 0) return;
    const slot = Math.ceil(time / SLOT_IN_MS) * SLOT_IN_MS;
    const known = this.slots.get(slot);
    this.slots.set(slot, { time: slot, requests: requests + (known?.requests ?? 0), bytes: bytes + (known?.bytes ?? 0) });
  }

  /** Oldest first. */
  entries(): readonly SpentEntry[] {
    return [...this.slots.values()].sort((a, b) => a.time - b.time);
  }

  /** Drops entries that no window reaches any more. */
  forget(before: number): void {
    for (const time of this.slots.keys()) if (time <= before) this.slots.delete(time);
  }
}

/** `1~<slot>.<requests>.<bytes>~...` in base 36; '' for no entries. */
export function formatEntries(entries: readonly SpentEntry[]): string {
  if (entries.length === 0) return '';
  const parts = entries.map(({ time, requests, bytes }) =>
    [time / SLOT_IN_MS, requests, bytes].map((value) => value.toString(BASE)).join('.'),
  );
  return [VERSION, ...parts].join('~');
}

/** Undefined when the text is not what `formatEntries` writes. */
export function parseEntries(text: string): readonly SpentEntry[] | undefined {
  if (text === '') return [];
  const [version, ...parts] = text.split('~');
  if (version !== VERSION) return undefined;
  const entries = parts.map(parseEntry);
  return entries.every((entry) => entry !== undefined) ? entries : undefined;
}

function parseEntry(text: string): SpentEntry | undefined {
  const [, slot, requests, bytes] = ENTRY.exec(text) ?? [];
  if (slot === undefined || requests === undefined || bytes === undefined) return undefined;
  return { time: Number.parseInt(slot, BASE) * SLOT_IN_MS, requests: Number.parseInt(requests, BASE), bytes: Number.parseInt(bytes, BASE) };
}
