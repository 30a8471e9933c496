import { ROUTING_REASONS } from '../../../domain/routing/routing-reasons';
import type { HeldRow } from '../../../pipeline/rows/held-row';
import type { PackageRow } from '../../../pipeline/rows/package-row';
import type { Reader } from '../format/reader';
import type { HeldSection } from './group-held';
import { type HeldFacts, packageOf } from './held-facts';

/** A command or text for whoever acts. */
export interface AdviceText {
  readonly what: string;
  readonly label: 'Copy' | 'Copy text';
  readonly text: string;
}

/** What a section says beyond the words of its reason: what happened here, and what to give to whoever acts. */
export interface Advice {
  readonly details: readonly string[];
  readonly text: AdviceText | undefined;
}

const NOTHING: Advice = { details: [], text: undefined };
const MAX_LINES = 20;

export function adviceFor(section: HeldSection, facts: HeldFacts, reader: Reader): Advice {
  switch (section.reason) {
    case 'unmatched':
      return { details: rosterDetail(section, facts, reader), text: undefined };
    case 'oversize':
      return oversize(section, reader);
    case 'quarantined':
      return quarantined(section, facts);
    case 'rejected-package':
      return rejected(section, facts, reader);
    case 'not-in-scope':
      return notInScope(section, facts);
    case 'mailbox-unavailable':
      return { details: namesOf(section).map((name) => `${name} is ${whyUnavailable(rowsOf(section, name))}.`), text: undefined };
    default:
      return NOTHING;
  }
}

/** Numbers of a section that TeleMessage knows: the phone records, only the row is missing. */
function rosterDetail({ groups }: HeldSection, { roster }: HeldFacts, reader: Reader): readonly string[] {
  if (roster === undefined) return [];
  const numbers = groups.filter(({ kind }) => kind === 'number');
  const known = numbers.filter(({ name }) => roster.numbers.has(name)).length;
  return numbers.length === 0 ? [] : [`In the TeleMessage roster: ${reader.count(known)} of ${reader.counted(numbers.length, 'number')}.`];
}

const namesOf = ({ groups }: HeldSection): readonly string[] => [
  ...new Set(groups.filter(({ kind }) => kind === 'mailbox').map(({ name }) => name)),
];
const rowsOf = ({ groups }: HeldSection, name: string): readonly HeldRow[] => groups.find((group) => group.name === name)?.rows ?? [];

const MEGABYTE = 1_000_000;
const LARGEST_MAILBOX_MB = 150;
/** Exchange counts a message in transfer encoding, a third larger; rounded up so that the next one fits too. */
const ENCODING = 1.37;
const ROUNDED_TO_MB = 10;

const bytesOf = ({ detail, bytes }: HeldRow): number => Number(/(\d+) bytes/.exec(detail)?.[1] ?? bytes);

function oversize(section: HeldSection, reader: Reader): Advice {
  const largest = new Map<string, number>();
  for (const { name, rows } of section.groups) largest.set(name, Math.max(...rows.map(bytesOf)));
  const refused = section.groups.some(({ rows }) => rows.some(({ detail }) => detail.startsWith('attach-refused')));
  const details = [...largest].slice(0, MAX_LINES).map(([name, bytes]) => `${reader.size(bytes)}, over the limit of ${name}.`);
  if (refused)
    return {
      details: ['Exchange did not let the connector attach after creation, so that what does not fit into one request became a stub.'],
      text: {
        what: 'allow attachments',
        label: 'Copy',
        text: 'Set attachAfterCreate in the stack file, and give the app Mail-Advanced.ReadWrite.All.',
      },
    };
  const needed = [...largest].map(
    ([name, bytes]) => [name, Math.ceil((bytes * ENCODING) / MEGABYTE / ROUNDED_TO_MB) * ROUNDED_TO_MB] as const,
  );
  const possible = needed.filter(([, megabytes]) => megabytes <= LARGEST_MAILBOX_MB).slice(0, MAX_LINES);
  if (possible.length < needed.length)
    details.push('Exchange Online takes 150 MB at most: larger items stay stubs, their bytes stay in the package.');
  if (possible.length === 0) return { details, text: undefined };
  const lines = possible.map(([name, megabytes]) => `Set-Mailbox ${name} -MaxReceiveSize ${megabytes}MB -MaxSendSize ${megabytes}MB`);
  return { details, text: { what: 'raise the limit', label: 'Copy', text: lines.join('\n') } };
}

function quarantined({ groups }: HeldSection, facts: HeldFacts): Advice {
  const rows = groups.flatMap((group) => group.rows).slice(0, MAX_LINES);
  const lines = rows.map(
    (row) => `Entry ${row.entry + 1} of ${packageOf(row, facts)?.name ?? row.packageId}: ${sentence(row.detail || row.why)}`,
  );
  const ask = lines.length === 1 ? 'Please send this item again.' : 'Please send these items again.';
  return { details: [], text: { what: 'text for the vendor', label: 'Copy text', text: [...lines, ask].join('\n') } };
}

function rejected({ groups }: HeldSection, facts: HeldFacts, reader: Reader): Advice {
  const packages = groups.flatMap(({ rows }) => rows.filter(({ kind }) => kind === 'package'));
  const told = packages.slice(0, MAX_LINES).map((row) => {
    const stored = packageOf(row, facts);
    return { name: stored?.name ?? row.detail, why: whyRejected(stored, row, reader) };
  });
  const lines = told.map(({ name, why }) => `Package ${name}: ${why}. Please send it again.`);
  return {
    details: told.map(({ name, why }) => `${name}: ${why}.`),
    text: lines.length === 0 ? undefined : { what: 'text for the vendor', label: 'Copy text', text: lines.join('\n') },
  };
}

/** `count 41, found 40`, or the first thing that is wrong with it. */
function whyRejected(stored: PackageRow | undefined, row: HeldRow, reader: Reader): string {
  if (stored !== undefined && stored.manifestCount >= 0 && stored.manifestCount !== stored.items)
    return `count ${reader.count(stored.manifestCount)}, found ${reader.count(Math.max(0, stored.items))}`;
  const [problem] =
    stored === undefined || stored.problems === '' ? [] : (JSON.parse(stored.problems) as { detail?: string; code?: string }[]);
  return (problem?.detail || problem?.code || row.why || 'it is not what its manifest says').replace(/[.\s]+$/, '');
}

function notInScope(section: HeldSection, { scopeGroup }: HeldFacts): Advice {
  const names = namesOf(section).slice(0, MAX_LINES);
  const isPilot = section.groups.some(({ rows }) => rows.some(({ why }) => why.includes('pilot')));
  if (isPilot) return { details: ['The stack names pilot mailboxes (pilotMailboxes), and these are none.'], text: undefined };
  if (names.length === 0) return NOTHING;
  const group = scopeGroup || '<group of the connector>';
  const lines = names.map((name) => `Add-DistributionGroupMember "${group}" -Member ${name}`);
  return { details: [], text: { what: 'add to the scope', label: 'Copy', text: lines.join('\n') } };
}

const UNAVAILABLE: Readonly<Record<string, string>> = {
  MailboxNotEnabledForRESTAPI: 'inactive, unlicensed or on-premises',
  ErrorNonExistentMailbox: 'not there',
  MailboxNotFound: 'not there',
  ErrorInvalidUser: 'not there',
  'mailbox-full': 'full',
};

function whyUnavailable([row]: readonly HeldRow[]): string {
  return row === undefined ? 'not available' : (UNAVAILABLE[row.why] ?? `not available (${row.why})`);
}

/** What exactly was missing; '' where the reason says it all. */
export function whyText(row: Pick<HeldRow, 'why'>): string {
  return Object.hasOwn(ROUTING_REASONS, row.why) ? ROUTING_REASONS[row.why as keyof typeof ROUTING_REASONS].meaning : '';
}

const sentence = (text: string): string => `${text.replace(/[.\s]+$/, '')}.`;
