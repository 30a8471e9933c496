import { type Capture, capturesOf } from './capture';
import type { PackedCapture } from './expected-day';
import { type SyntheticPackage, vendorZip } from './package-writer';
import type { SignalMessage } from './signal-message';

const HOUR_IN_MS = 60 * 60 * 1000;

export interface PackedDay {
  readonly packages: readonly SyntheticPackage[];
  readonly packed: readonly PackedCapture[];
}

/** Puts every item into the ZIP that is made next after it arrived; the last ZIP takes the rest. `zipHours`: hours after midnight. */
export function packDay(messages: readonly SignalMessage[], midnight: Date, zipHours: readonly number[]): PackedDay {
  const captures = messages.flatMap((message) => capturesOf(message, 1)).sort(byArrival);
  const packages: SyntheticPackage[] = [];
  const packed: PackedCapture[] = [];
  let next = 0;
  zipHours.forEach((hour, index) => {
    const zippedAt = new Date(midnight.getTime() + hour * HOUR_IN_MS);
    const firstLater = captures.findIndex(({ message }) => message.arrivedAt >= zippedAt);
    const end = index === zipHours.length - 1 || firstLater === -1 ? captures.length : firstLater;
    const folder = captures.slice(next, end);
    next = Math.max(next, end);
    if (folder.length === 0) return;
    const files = folder.map(({ file }) => file);
    const zip = vendorZip(files, zippedAt, packages.length + 1);
    packages.push(zip);
    packed.push(...folder.map((capture) => ({ packageName: zip.name, arrivedAt: zip.arrivedAt, capture })));
  });
  return { packages, packed };
}

function byArrival(a: Capture, b: Capture): number {
  const byTime = a.message.arrivedAt.getTime() - b.message.arrivedAt.getTime();
  return byTime !== 0 ? byTime : a.file.name < b.file.name ? -1 : 1;
}
