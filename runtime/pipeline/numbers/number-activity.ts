import { participantKey } from '../../domain/routing/participant-key';
import { DAY_IN_MS } from '../../domain/windows/durations';
import { changeState, readState } from '../admin/state-blob';
import type { ConnectorPorts } from '../connector-ports';
import { shortNumberKey } from '../items/item-index';

const ACTIVITY_BLOB = 'number-activity.json';
/** How many days back items are counted by number. */
export const KNOWN_DAYS = 7;
/** The day that has begun is counted beside them. */
const KEPT_DAYS = KNOWN_DAYS + 1;
/** A close that is repeated must not count its run twice. */
const REMEMBERED_RUNS = 50;

/** When a number of ours was in an item last, and in how many of the last days. */
export interface NumberActivity {
  /** `yyyy-mm-dd`, UTC. */
  readonly last: string;
  readonly days: Readonly<Record<string, number>>;
}

interface StoredActivity {
  readonly v: 1;
  readonly runs: readonly string[];
  /** By short key of the number. */
  readonly numbers: Readonly<Record<string, NumberActivity>>;
}

const NOTHING: StoredActivity = { v: 1, runs: [], numbers: {} };

/** Adds what a run showed. `day`: the UTC day that names the run. Called under the settle lease. */
export async function noteActivity(
  runId: string,
  day: string,
  items: ReadonlyMap<string, number>,
  ports: Pick<ConnectorPorts, 'stores'>,
): Promise<void> {
  if (items.size === 0) return;
  await changeState(
    ACTIVITY_BLOB,
    NOTHING,
    (stored) => (stored.runs.includes(runId) ? stored : withRun(stored, runId, day, items)),
    ports.stores,
  );
}

function withRun(stored: StoredActivity, runId: string, day: string, items: ReadonlyMap<string, number>): StoredActivity {
  const numbers: Record<string, NumberActivity> = { ...stored.numbers };
  const oldest = new Date(Date.parse(day) - (KEPT_DAYS - 1) * DAY_IN_MS).toISOString().slice(0, 10);
  for (const [key, count] of items) {
    const known = numbers[key];
    const kept = Object.entries(known?.days ?? {}).filter(([each]) => each >= oldest);
    const days = { ...Object.fromEntries(kept), [day]: (known?.days[day] ?? 0) + count };
    numbers[key] = { last: known !== undefined && known.last > day ? known.last : day, days };
  }
  return { v: 1, runs: [...stored.runs, runId].slice(-REMEMBERED_RUNS), numbers };
}

/** What is known of a phone number; undefined when no item showed it since the connector was set up. */
export type ActivityOf = (phone: string) => NumberActivity | undefined;

export async function readActivity(ports: Pick<ConnectorPorts, 'stores'>): Promise<ActivityOf> {
  const { numbers } = (await readState(ACTIVITY_BLOB, NOTHING, ports.stores)).value;
  return (phone) => numbers[shortNumberKey(participantKey({ name: '', phone, address: undefined }))];
}

/** Items of the last `days` days before `now`; further back than `KNOWN_DAYS` nothing is known. */
export function recentItems(activity: NumberActivity | undefined, now: Date, days = KNOWN_DAYS): number {
  const from = new Date(now.getTime() - days * DAY_IN_MS).toISOString().slice(0, 10);
  return Object.entries(activity?.days ?? {}).reduce((sum, [day, count]) => (day >= from ? sum + count : sum), 0);
}
