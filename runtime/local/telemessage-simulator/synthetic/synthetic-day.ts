import { directoryUsers, type SyntheticUser } from './directory-users';
import { type ExpectedDay, expectedDay } from './expected-day';
import { packDay } from './pack-day';
import type { SyntheticPackage } from './package-writer';
import { ORGANISATION_DOMAINS, PEOPLE, personOf } from './people';
import { EVERYDAY } from './scripts/everyday';
import { LANGUAGES } from './scripts/languages';
import { LEADERSHIP } from './scripts/leadership';
import { OPERATIONS } from './scripts/operations';
import type { Script } from './scripts/script';
import { SERVICES } from './scripts/services';
import { TRADING } from './scripts/trading';
import { TROUBLES } from './scripts/troubles';
import { SeededRandom } from './seeded-random';
import { lateConversation, longRecording, withWrongClock } from './special-messages';
import { type Cast, stageConversation } from './stage-conversation';
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

/** `tiny`: some 40 messages for tests; `small`: a quiet day; `default`: everything, about 400 messages. */
export type DaySize = 'tiny' | 'small' | 'default';

export interface DayOptions {
  /** People whose copies cannot be delivered, a wrong clock, a late phone; default true. Without them the day ends `complete`. */
  readonly troubles?: boolean;
  /** Conversations to use, in the place of those that `size` names. */
  readonly scripts?: readonly Script[];
  /** Who plays whom; the mapping is made from it too. Default: the people as they are today. */
  readonly cast?: Cast;
}

export const ORDINARY_SCRIPTS: readonly Script[] = [...OPERATIONS, ...TRADING, ...LEADERSHIP, ...SERVICES, ...EVERYDAY, ...LANGUAGES];
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

/**
 * One day of the synthetic organisation: the vendor's ZIPs, the user mapping, the directory, and what must come out.
 * The same seed, date and size give the same bytes on every machine.
 */
export function syntheticDay(seed: number, date: string, size: DaySize = 'default', options: DayOptions = {}): SyntheticDay {
  const random = new SeededRandom(seed, `day/${date}`);
  const midnight = midnightOf(date);
  const cast = options.cast ?? personOf;
  const hasTroubles = options.troubles ?? true;
  const scripts = [...(options.scripts ?? pickScripts(size, random)), ...(hasTroubles ? TROUBLES : [])];
  const messages = scripts.flatMap((script) => stageConversation(script, midnight, random.fork(script.key), cast));
  if (size === 'default' && hasTroubles) messages.push(longRecording(midnight, random), ...lateConversation(midnight, random));
  const { packages, packed } = packDay(hasTroubles ? withWrongClock(messages) : messages, midnight, ZIP_HOURS[size]);
  const users = directoryUsers();
  const mapping = userMappingCsv(PEOPLE.map(({ key }) => cast(key)));
  return { date, packages, mapping, users, domains: ORGANISATION_DOMAINS, expected: expectedDay(packed, users) };
}

export function midnightOf(date: string): Date {
  const midnight = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime())) throw new RangeError(`A synthetic day needs a date like 2026-11-20, got '${date}'`);
  return midnight;
}

function pickScripts(size: DaySize, random: SeededRandom): readonly Script[] {
  if (size === 'default') return ORDINARY_SCRIPTS;
  if (size === 'tiny') return ORDINARY_SCRIPTS.filter((script) => TINY_SCRIPT_KEYS.has(script.key));
  return drawScripts(ORDINARY_SCRIPTS, SMALL_DAY_SCRIPTS, random);
}

/** Some of the scripts, each at most once. */
export function drawScripts(scripts: readonly Script[], count: number, random: SeededRandom): readonly Script[] {
  const left = [...scripts];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(random.between(0, left.length), 1)).flat();
}
