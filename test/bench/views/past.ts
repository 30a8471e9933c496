import { createHash } from 'node:crypto';
import { type AuditEvent, chainAuditEvent } from '../../../runtime/domain/evidence/audit-event';
import { CHAIN_SCHEMA, chainEntryBytes, chainEntryName } from '../../../runtime/domain/evidence/chain-entry';
import { syntheticDay } from '../../../runtime/local/telemessage-simulator/synthetic/synthetic-day';
import { atOnce } from '../../../runtime/pipeline/at-once';
import type { Stores } from '../../../runtime/pipeline/connector-ports';
import type { BatchRow, CellsRow } from '../../../runtime/pipeline/rows/batch-row';
import { mailboxPartition } from '../../../runtime/pipeline/rows/mailbox-row';
import { closedRunKey, type RunRow } from '../../../runtime/pipeline/rows/run-row';
import type { RowKey, Table } from '../../../runtime/ports/table';
import { allOf } from '../../fakes/all-of';
import { importDay, syntheticWorld } from '../../pipeline/synthetic-world';

export interface PastSize {
  readonly deliveries: number;
  readonly held: number;
  readonly runs: number;
  readonly mailboxes: number;
  readonly numbers: number;
  readonly events: number;
}

const DAY_IN_MS = 86_400_000;
const AT_ONCE = 100;
const BATCH_DELIVERIES = 100;
const WRITES_AT_ONCE = 12;
const id = (...parts: readonly (string | number)[]): string => createHash('sha256').update(parts.join(' ')).digest('hex');
const range = (count: number): readonly number[] => Array.from({ length: count }, (_none, index) => index);

/** What a small day left in the stores, as the pattern of everything that is written. */
interface Pattern {
  readonly stores: Stores;
  readonly runId: string;
}

async function aSmallDay(): Promise<Pattern> {
  const day = syntheticDay(1, '2026-11-20', 'tiny');
  const world = syntheticWorld(day);
  const { runId } = await importDay(world, day);
  return { stores: world.stores, runId };
}

async function rowsOf<R extends RowKey>(table: Table<R>, partition: string, prefix = ''): Promise<readonly R[]> {
  const rows: R[] = [];
  for await (const { row } of table.list(partition)) if (row.key.startsWith(prefix)) rows.push(row);
  if (rows.length === 0) throw new Error(`The small day left no row in ${partition}`);
  return rows;
}

/** Writes years of a large connector into stores that are empty: rows and blobs as the pipeline leaves them, with made-up ids. Answers the last run. */
export async function writePast(stores: Stores, size: PastSize): Promise<string> {
  const pattern = await aSmallDay();
  const runIds = range(size.runs).map(
    (index) =>
      `${new Date(Date.now() - (size.runs - index) * DAY_IN_MS).toISOString().replace(/[-:]|\.\d+/g, '')}-${id(index).slice(0, 8)}`,
  );
  const last = runIds.at(-1) ?? '';
  await writeRuns(runIds, pattern, stores);
  await writeBatches(last, size, pattern, stores);
  await writeHeld(size.held, last, pattern, stores);
  await writeMailboxes(size.mailboxes, pattern, stores);
  await writeNumbers(size.numbers, pattern, stores);
  await writeEvents(size.events, stores);
  return last;
}

async function upsertAll<R extends RowKey>(rows: readonly R[], table: Table<R>): Promise<void> {
  for (const partition of Map.groupBy(rows, (row) => row.partition).values())
    for (let at = 0; at < partition.length; at += AT_ONCE)
      await table.transact(partition.slice(at, at + AT_ONCE).map((row) => ({ kind: 'upsert', row })));
}

async function writeRuns(runIds: readonly string[], { stores: from, runId: known }: Pattern, stores: Stores): Promise<void> {
  const run = (await from.runs.get(known, 'run'))?.row as RunRow | undefined;
  const [index] = await rowsOf(from.runs, 'closed');
  const packages = await rowsOf(from.packageRows, known);
  const report = (await from.reports.get(`${known}/report.json`))?.content.toString('utf8') ?? '';
  const html = (await from.reports.get(`${known}/report.html`))?.content ?? Buffer.alloc(0);
  if (run === undefined || index === undefined || !('summary' in index)) throw new Error('The small day has no run');
  await stores.runs.upsert({
    ...(await from.runs.get('chain', 'head'))?.row,
    partition: 'chain',
    key: 'head',
    sequence: runIds.length,
  } as never);
  // Signatures and links of these reports do not fit: what it takes to find that out is the same.
  await atOnce(WRITES_AT_ONCE, runIds, async (runId, position) => {
    const sequence = position + 1;
    const times = timesOf(runIds.length - position);
    const json = Buffer.from(report.replaceAll(known, runId));
    const hash = id(json.toString('utf8'));
    const closedAt = times.summary.finishedAt;
    const hashes = { reportSha256: hash, htmlSha256: hash, deliveriesSha256: hash, eventsSha256: hash, previous: hash };
    const summary = JSON.stringify({ ...(JSON.parse(index.summary) as object), ...times.summary, sequence });
    await stores.runs.upsert({ ...run, ...times.run, partition: runId, sequence });
    await stores.runs.upsert({ ...index, key: closedRunKey(sequence), runId, summary });
    await upsertAll(
      packages.map((row) => ({ ...row, partition: runId })),
      stores.packageRows,
    );
    await stores.reports.create(`${runId}/report.json`, json);
    await stores.reports.create(`${runId}/report.html`, html);
    await stores.reports.create(chainEntryName(sequence), chainEntryBytes({ schema: CHAIN_SCHEMA, sequence, runId, ...hashes, closedAt }));
    for (const part of range(3)) await stores.state.put(`items/${runId}/${id(runId, part).slice(0, 16)}-000000000`, itemLines(runId, part));
  });
}

function timesOf(daysAgo: number) {
  const at = (days: number): string => new Date(Date.now() - days * DAY_IN_MS).toISOString();
  const window = { from: at(daysAgo), to: at(daysAgo - 1) };
  return {
    run: { windowFrom: window.from, windowTo: window.to, openedAt: window.to },
    summary: { window, startedAt: window.to, finishedAt: window.to },
  };
}

const itemLines = (runId: string, part: number): Buffer =>
  Buffer.from(
    range(250)
      .map(
        (entry) =>
          `${id(runId, part, entry)} ${id('m', runId, part, entry)} ${id('s', entry).slice(0, 16)} ${entry} r ${id('b', entry % 9).slice(0, 16)} ${id('n', entry % 50).slice(0, 16)}\n`,
      )
      .join(''),
  );

async function writeBatches(
  runId: string,
  { deliveries, mailboxes }: PastSize,
  { stores: from, runId: known }: Pattern,
  stores: Stores,
): Promise<void> {
  const [batch] = (await rowsOf(from.batches, known, 'b-')) as readonly BatchRow[];
  const mailboxRow = (await rowsOf(from.mailboxes, mailboxPartition(batch?.mailboxId ?? '')))[0];
  const [delivery] = await rowsOf(from.deliveries, mailboxRow?.key ?? '');
  if (batch === undefined || delivery === undefined) throw new Error('The small day has no batch');
  const count = Math.ceil(deliveries / BATCH_DELIVERIES);
  await atOnce(WRITES_AT_ONCE, range(count), async (number) => {
    const mailboxId = mailboxIdOf(number % mailboxes);
    const batchId = `${id('p', number % mailboxes).slice(0, 16)}-${id('batch', number).slice(0, 24)}`;
    const row = {
      ...batch,
      partition: runId,
      key: `b-${batchId}`,
      mailboxId,
      address: addressOf(number % mailboxes),
      deliveries: BATCH_DELIVERIES,
      decided: BATCH_DELIVERIES,
    };
    const cells: CellsRow = { partition: runId, key: `c-${batchId}`, v: 1, cells: '[]' };
    await upsertAll([row, cells] as never, stores.batches);
    await upsertAll(
      range(BATCH_DELIVERIES).map((entry) => ({
        ...delivery,
        partition: mailboxId,
        key: id('d', number, entry),
        runId,
        batchId,
        itemId: id('i', number, entry),
      })),
      stores.deliveries,
    );
  });
}

const mailboxIdOf = (index: number): string => id('mailbox', index).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
const addressOf = (index: number): string => `person.${index}@contoso.example`;

async function writeHeld(count: number, runId: string, { stores: from }: Pattern, stores: Stores): Promise<void> {
  const patterns = await rowsOf(from.held, 'open');
  const rows = range(count).map((index) => {
    const row = patterns[index % patterns.length] as (typeof patterns)[number];
    const number = row.participant === '' ? '' : String(447_700_000_000 + (index % 300));
    return { ...row, key: id('held', index), addedIn: index % 3 === 0 ? runId : row.addedIn, packageRun: runId, participant: number };
  });
  await upsertAll(rows, stores.held);
}

async function writeMailboxes(count: number, { stores: from }: Pattern, stores: Stores): Promise<void> {
  const digits = [...'0123456789abcdef'];
  const lists = await Promise.all(digits.map(async (digit) => allOf(from.mailboxes.list(`mailbox-${digit}`))));
  const pattern = lists.flat()[0]?.row;
  if (pattern === undefined) throw new Error('The small day has no mailbox');
  const rows = range(count).map((index) => ({
    ...pattern,
    partition: mailboxPartition(mailboxIdOf(index)),
    key: mailboxIdOf(index),
    address: addressOf(index),
  }));
  await upsertAll(rows, stores.mailboxes);
}

async function writeNumbers(count: number, { stores: from }: Pattern, stores: Stores): Promise<void> {
  const digits = [...'0123456789abcdef'];
  const lists = await Promise.all(digits.map(async (digit) => allOf(from.numbers.list(`unresolved-${digit}`))));
  const pattern = lists.flat()[0]?.row;
  if (pattern === undefined) throw new Error('The small day has no number');
  const rows = range(count).map((index) => {
    const key = id('number', index);
    return { ...pattern, partition: `unresolved-${key.charAt(0)}`, key, shown: String(12_025_550_000 + index), items: count - index };
  });
  await upsertAll(rows, stores.numbers);
}

async function writeEvents(count: number, stores: Stores): Promise<void> {
  let last: AuditEvent | undefined;
  const rows = range(count).map((index) => {
    last = chainAuditEvent(
      {
        actor: 'ivo',
        role: 'DataConnector.Admin',
        act: 'replay',
        target: `entry ${index}`,
        beforeHash: '',
        afterHash: '',
        reason: '',
        approver: '',
        at: new Date(Date.now() - (count - index) * 60_000).toISOString(),
      },
      last,
    );
    return { ...last, partition: 'events', key: String(last.sequence).padStart(12, '0'), v: 1 as const };
  });
  await upsertAll(rows, stores.events);
  const newest = rows.at(-1);
  if (newest !== undefined) await stores.events.upsert({ ...newest, partition: 'last', key: 'event' });
}
