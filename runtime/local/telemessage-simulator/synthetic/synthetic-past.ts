import { directoryUsers, type SyntheticUser } from './directory-users';
import type { ExpectedDay } from './expected-day';
import { manifestText, type SyntheticPackage, vendorZip } from './package-writer';
import { ORGANISATION_DOMAINS, type Person, personOf } from './people';
import type { Script } from './scripts/script';
import { TROUBLES } from './scripts/troubles';
import { SeededRandom } from './seeded-random';
import { drawScripts, midnightOf, ORDINARY_SCRIPTS, type SyntheticDay, syntheticDay } from './synthetic-day';
import { damagedItem, whatsAppItem } from './unusual-items';
import { zipBytes } from './zip-writer';

/** What is told about a past day; an ordinary day tells nothing. */
export type PastStory =
  | 'quiet-sunday'
  | 'other-archiver'
  | 'package-sent-again'
  | 'missed'
  | 'caught-up'
  | 'mapping-changed'
  | 'bad-package'
  | 'damaged-item'
  | 'sequence-gap';

export interface PastDay {
  readonly date: string;
  /** Everything that arrived on that day. */
  readonly packages: readonly SyntheticPackage[];
  /** The user mapping that is in force when the day is imported. */
  readonly mapping: string;
  /** When the run starts: 06:30 UTC on the next day; undefined = it was missed, and the next run takes this day along. */
  readonly runAt: Date | undefined;
  readonly stories: readonly PastStory[];
  /** What must come of the ordinary items; what the stories add is not part of it. */
  readonly expected: ExpectedDay;
}

/** The two weeks before the synthetic day, for a demo that looks lived in. */
export interface SyntheticPast {
  readonly users: readonly SyntheticUser[];
  readonly domains: readonly string[];
  /** Oldest first. */
  readonly days: readonly PastDay[];
  /** Key of the person whose phone says nothing any more in the later part. */
  readonly quietPhone: Person;
  /** The number that stands in no row until the mapping changes: what it is in is held till then. */
  readonly lateNumber: string;
}

const DAY_IN_MS = 24 * 60 * 60 * 1000;
/** Timer of the daily run: 06:30 UTC. */
const RUN_AFTER_MIDNIGHT_IN_MS = 6.5 * 60 * 60 * 1000;
const WEEKDAY_SCRIPTS = 5;
const SATURDAY_SCRIPTS = 2;
const SUNDAY = 0;
const SATURDAY = 6;

/** Days before the synthetic day on which something happens; they suit a past of 14 days and simply do not occur in a shorter one. */
const DAYS_AGO = {
  /** Until then nothing is held: the first runs are complete. */
  newcomerFrom: 9,
  sentAgain: 9,
  quietFrom: 8,
  missed: 7,
  mappingChange: 5,
  otherArchiver: 4,
  badPackage: 3,
  damagedItem: 2,
  gap: 1,
};

/** Days with conversations of somebody who has no mailbox at all. */
const TROUBLED_DAYS_AGO = [4, 2];

/** `count` small days that end on the day before `today`. The same seed gives the same bytes. */
export function syntheticDays(seed: number, count: number, today: string): SyntheticPast {
  const quietPhone = personOf('lukas');
  const newcomer = personOf('zara');
  const days: PastDay[] = [];
  for (let daysAgo = count; daysAgo >= 1; daysAgo--) days.push(pastDay(seed, today, daysAgo, days));
  return { users: directoryUsers(), domains: ORGANISATION_DOMAINS, days, quietPhone, lateNumber: newcomer.phone ?? '' };
}

function pastDay(seed: number, today: string, daysAgo: number, before: readonly PastDay[]): PastDay {
  const midnight = new Date(midnightOf(today).getTime() - daysAgo * DAY_IN_MS);
  const date = midnight.toISOString().slice(0, 10);
  const random = new SeededRandom(seed, `past/${date}`);
  const cast = castOf(daysAgo);
  const day = syntheticDay(seed, date, 'small', { troubles: false, cast, scripts: scriptsOf(midnight, daysAgo, random) });
  const { packages, stories } = tellStories(day, daysAgo, before, random);
  const runAt = daysAgo === DAYS_AGO.missed ? undefined : new Date(midnight.getTime() + DAY_IN_MS + RUN_AFTER_MIDNIGHT_IN_MS);
  return { date, packages, mapping: day.mapping, runAt, stories, expected: day.expected };
}

/** Before the mapping changed, the newcomer's number stood in no row, and the address beside it was none of the directory. */
function castOf(daysAgo: number): (key: string) => Person {
  if (daysAgo <= DAYS_AGO.mappingChange) return personOf;
  const unknown: Person = { ...personOf('zara'), address: 'z.khan@contoso.example', row: undefined, standing: { state: 'unmatched' } };
  return (key) => (key === unknown.key ? unknown : personOf(key));
}

function scriptsOf(midnight: Date, daysAgo: number, random: SeededRandom): readonly Script[] {
  const weekday = midnight.getUTCDay();
  if (weekday === SUNDAY) return [];
  const speaking = ORDINARY_SCRIPTS.filter(
    ({ members }) => (daysAgo > DAYS_AGO.quietFrom || !members.includes('lukas')) && !members.includes('zara'),
  );
  const drawn = drawScripts(speaking, weekday === SATURDAY ? SATURDAY_SCRIPTS : WEEKDAY_SCRIPTS, random);
  const hasNewcomer = daysAgo <= DAYS_AGO.newcomerFrom && weekday !== SATURDAY;
  const newcomer = hasNewcomer ? ORDINARY_SCRIPTS.filter(({ members }) => members.includes('zara')) : [];
  return [...drawn, ...newcomer, ...(TROUBLED_DAYS_AGO.includes(daysAgo) ? TROUBLES.slice(0, 2) : [])];
}

function tellStories(
  day: SyntheticDay,
  daysAgo: number,
  before: readonly PastDay[],
  random: SeededRandom,
): { readonly packages: readonly SyntheticPackage[]; readonly stories: readonly PastStory[] } {
  const { packages } = day;
  const next = new Date(midnightOf(day.date).getTime() + 23.9 * 60 * 60 * 1000);
  switch (daysAgo) {
    case DAYS_AGO.otherArchiver:
      return { packages: [...packages, vendorZip([whatsAppItem(next)], next, packages.length + 1)], stories: ['other-archiver'] };
    case DAYS_AGO.sentAgain:
      return { packages: [...packages, ...sentAgain(before, next, packages.length + 1)], stories: ['package-sent-again'] };
    case DAYS_AGO.missed:
      return { packages, stories: ['missed'] };
    case DAYS_AGO.missed - 1:
      return { packages, stories: ['caught-up'] };
    case DAYS_AGO.mappingChange:
      return { packages, stories: ['mapping-changed'] };
    case DAYS_AGO.badPackage:
      return { packages: [...packages, incompletePackage(next, packages.length + 1)], stories: ['bad-package'] };
    case DAYS_AGO.damagedItem:
      return { packages: [...packages, vendorZip([damagedItem(next, random)], next, packages.length + 1)], stories: ['damaged-item'] };
    case DAYS_AGO.gap:
      return { packages: [...packages, vendorZip([], next, packages.length + 2)], stories: ['sequence-gap'] };
    default:
      return { packages, stories: packages.length === 0 ? ['quiet-sunday'] : [] };
  }
}

/** The vendor sends an earlier package once more, under a new name: nothing new is in it. */
function sentAgain(before: readonly PastDay[], at: Date, sequence: number): SyntheticPackage[] {
  const earlier = before.findLast(({ packages }) => packages.length > 0)?.packages[0];
  return earlier === undefined ? [] : [{ name: vendorZip([], at, sequence).name, content: earlier.content, arrivedAt: at }];
}

/** The manifest promises 3 items, 2 are there: rejected as a whole. */
function incompletePackage(at: Date, sequence: number): SyntheticPackage {
  const [first, second] = [whatsAppItem(at), whatsAppItem(new Date(at.getTime() + 1000))].map(({ name, content }) => ({
    name: name.replace('-whatsapp', ''),
    content: Buffer.from(content.toString('utf8').replaceAll('WhatsApp message', 'Signal message').replace('WHATSAPP_ARCHIVER', 'SIGNAL')),
  }));
  const { name } = vendorZip([], at, sequence);
  const files = [first, second].filter((file) => file !== undefined);
  const manifest = manifestText([...files.map((file) => file.name), `${at.getTime() + 2000}_447700900143.eml`]);
  const entries = [...files, { name: name.replace(/\.zip$/, '.mf'), content: Buffer.from(manifest) }];
  return { name, content: zipBytes(entries, at), arrivedAt: at };
}
