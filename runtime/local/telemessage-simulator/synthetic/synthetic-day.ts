import { type Capture, capturesOf } from './capture';
import { directoryUsers, type SyntheticUser } from './directory-users';
import { type ExpectedDay, expectedDay, type PackedCapture } from './expected-day';
import { type SyntheticPackage, vendorZip } from './package-writer';
import { ORGANISATION_DOMAINS } from './people';
import { LANGUAGES } from './scripts/languages';
import { LEADERSHIP } from './scripts/leadership';
import { OPERATIONS } from './scripts/operations';
import type { Script } from './scripts/script';
import { SERVICES } from './scripts/services';
import { TRADING } from './scripts/trading';
import { TROUBLES } from './scripts/troubles';
import { SeededRandom } from './seeded-random';
import type { SignalMessage } from './signal-message';
import { lateConversation, longRecording, withWrongClock } from './special-messages';
import { stageConversation } from './stage-conversation';
import { userMappingCsv } from './user-mapping-csv';

export interface SyntheticDay {
  /** `YYYY-MM-DD`, UTC. */
  readonly date: string;
  readonly packages: readonly SyntheticPackage[];
  /** The user mapping as CSV text. */
  readonly mapping: string;
  readonly users: readonly SyntheticUser[];
  /** Allowed mailbox domains. */
  readonly domains: readonly string[];
  readonly expected: ExpectedDay;
}

/** `tiny`: some 40 messages for tests; `small`: a quiet day; `default`: everything, about 400 messages and 1,200 deliveries. */
export type DaySize = 'tiny' | 'small' | 'default';

export interface DayOptions {
  /** People whose copies cannot be delivered, a wrong clock, a late phone; default true. Without, the day ends `complete`. */
  readonly troubles?: boolean;
  /** Conversations to use, in the place of those that `size` names. */
  readonly scripts?: readonly Script[];
}

export const ORDINARY_SCRIPTS: readonly Script[] = [...OPERATIONS, ...TRADING, ...LEADERSHIP, ...SERVICES, ...LANGUAGES];
const TINY_SCRIPT_KEYS = new Set([
  'lost-glove',
  'typo-price',
  'wrong-chat',
  'offer-review',
  'de-umspannwerk',
  'handover-call',
  'flight-delay',
]);
const SMALL_DAY_SCRIPTS = 7;
/** Hours after midnight at which the vendor zips its folder. */
const ZIP_HOURS: Readonly<Record<DaySize, readonly number[]>> = { tiny: [23.75], small: [13, 23.75], default: [10.5, 15.25, 23.75] };
const HOUR_IN_MS = 60 * 60 * 1000;

/**
 * One day of the synthetic organisation: the vendor's ZIPs, the user mapping, the directory, and what must come out.
 * The same seed, date and size give the same bytes on every machine.
 */
export function syntheticDay(seed: number, date: string, size: DaySize = 'default', options: DayOptions = {}): SyntheticDay {
  const random = new SeededRandom(seed, `day/${date}`);
  const midnight = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime())) throw new RangeError(`A synthetic day needs a date like 2026-11-20, got '${date}'`);
  const hasTroubles = options.troubles ?? true;
  const scripts = [...(options.scripts ?? scriptsOf(size, random)), ...(hasTroubles ? TROUBLES : [])];
  const messages = scripts.flatMap((script) => stageConversation(script, midnight, random.fork(script.key)));
  if (size === 'default' && hasTroubles) messages.push(longRecording(midnight, random), ...lateConversation(midnight, random));
  const users = directoryUsers();
  const { packages, packed } = packMessages(hasTroubles ? withWrongClock(messages) : messages, midnight, ZIP_HOURS[size]);
  return { date, packages, mapping: userMappingCsv(), users, domains: ORGANISATION_DOMAINS, expected: expectedDay(packed, users) };
}

function scriptsOf(size: DaySize, random: SeededRandom): readonly Script[] {
  if (size === 'default') return ORDINARY_SCRIPTS;
  if (size === 'tiny') return ORDINARY_SCRIPTS.filter((script) => TINY_SCRIPT_KEYS.has(script.key));
  const left = [...ORDINARY_SCRIPTS];
  return Array.from({ length: SMALL_DAY_SCRIPTS }, () => left.splice(random.between(0, left.length), 1)).flat();
}

/** Puts every item into the ZIP that is made next after it arrived; the last ZIP takes the rest. */
function packMessages(messages: readonly SignalMessage[], midnight: Date, hours: readonly number[]) {
  const captures = messages.flatMap((message) => capturesOf(message, 1)).sort(byArrival);
  const packages: SyntheticPackage[] = [];
  const packed: PackedCapture[] = [];
  let next = 0;
  hours.forEach((hour, index) => {
    const zippedAt = new Date(midnight.getTime() + hour * HOUR_IN_MS);
    const isLast = index === hours.length - 1;
    const end = isLast ? captures.length : captures.findIndex(({ message }) => message.arrivedAt >= zippedAt);
    const folder = captures.slice(next, end === -1 ? captures.length : end);
    next += folder.length;
    if (folder.length === 0) return;
    const zip = vendorZip(
      folder.map(({ file }) => file),
      zippedAt,
      packages.length + 1,
    );
    packages.push(zip);
    packed.push(...folder.map((capture) => ({ packageName: zip.name, arrivedAt: zip.arrivedAt, capture })));
  });
  return { packages, packed };
}

function byArrival(a: Capture, b: Capture): number {
  const byTime = a.message.arrivedAt.getTime() - b.message.arrivedAt.getTime();
  return byTime !== 0 ? byTime : a.file.name < b.file.name ? -1 : 1;
}
