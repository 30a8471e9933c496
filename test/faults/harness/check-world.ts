import { type ChainFinding, verifyChain } from '../../../runtime/domain/evidence/chain';
import type { Report } from '../../../runtime/domain/evidence/report';
import { parseReport, type VerifySignature } from '../../../runtime/domain/evidence/report-bytes';
import type { BatchRow } from '../../../runtime/pipeline/rows/batch-row';
import type { DeliveryRow } from '../../../runtime/pipeline/rows/delivery-row';
import type { HeldRow } from '../../../runtime/pipeline/rows/held-row';
import type { RunRow } from '../../../runtime/pipeline/rows/run-row';
import { QUEUE_NAMES } from '../../../runtime/ports/queues';
import type { RowKey } from '../../../runtime/ports/table';
import { allOf } from '../../fakes/all-of';
import type { HeldCopy } from '../../fakes/in-memory-exchange-store';
import type { World } from '../../pipeline/world/world';
import type { SmallDay, SmallMessage } from './small-day';

export interface Expectations {
  /** Deliveries that must not be there, because they are held: `<mailbox id> <subject>`. Default: none. */
  readonly held?: ReadonlySet<string>;
  /** Copies beyond one that are allowed because the connector lists them itself. Default: none. */
  readonly listedDuplicates?: boolean;
  /** Whether the sums of every report must add up; default true. */
  readonly reconciled?: boolean;
}

/**
 * What must be true when nothing is left to do, whatever happened before. Answers every violation in words; an empty list is a pass.
 */
export async function violationsOf(world: World, day: SmallDay, expected: Expectations = {}): Promise<string[]> {
  return [
    ...copiesViolated(world, day, expected),
    ...leftBehind(world),
    ...(await ledgerViolated(world)),
    ...(await reportsViolated(world, expected)),
    ...acknowledgementsViolated(world),
  ];
}

/** Every (message, mailbox) exactly once and equal to its message; nothing else. */
function copiesViolated(world: World, day: SmallDay, { held = new Set(), listedDuplicates = false }: Expectations): string[] {
  const found = Map.groupBy(world.exchange.archived(), (copy) => `${copy.mailboxId} ${copy.subject}`);
  const violations: string[] = [];
  for (const message of day.messages) {
    for (const mailboxId of message.mailboxIds) {
      const name = `${mailboxId} ${message.subject}`;
      const copies = found.get(name) ?? [];
      found.delete(name);
      if (held.has(name) ? copies.length > 0 : copies.length === 0) violations.push(`${held.has(name) ? 'not held' : 'lost'}: ${name}`);
      if (copies.length > 1 && !(listedDuplicates && isListed(world, copies))) violations.push(`${copies.length} copies: ${name}`);
      for (const copy of copies) violations.push(...differencesOf(copy, message).map((what) => `altered (${what}): ${name}`));
    }
  }
  for (const name of found.keys()) violations.push(`unexpected: ${name}`);
  return violations;
}

function isListed(world: World, copies: readonly HeldCopy[]): boolean {
  const ids = new Set(copies.map(({ id }) => id));
  const rows = [...world.account.table('batches').rows()] as (RowKey & { readonly copies?: string })[];
  return rows.some(({ copies: listed }) => listed !== undefined && (JSON.parse(listed) as string[]).filter((id) => ids.has(id)).length > 1);
}

function differencesOf(copy: HeldCopy, message: SmallMessage): string[] {
  const differences: string[] = [];
  const differs = (what: string, found: unknown, wanted: unknown): void => {
    if (JSON.stringify(found) !== JSON.stringify(wanted)) differences.push(what);
  };
  differs('text', copy.body.trimEnd(), message.text);
  differs('sender', copy.from, message.from.mailbox);
  differs('recipients', [...copy.to].sort(), message.to.map(({ mailbox }) => mailbox).sort());
  differs('sent time', copy.sentAt.toISOString(), message.sentAt.toISOString());
  differs('received time', copy.receivedAt.toISOString(), message.sentAt.toISOString());
  const wanted = new Map(message.attachments.map(({ name, content }) => [name, content]));
  differs('attachment names', copy.attachments.map(({ name }) => name).sort(), [...wanted.keys()].sort());
  for (const { name, content } of copy.attachments) if (wanted.get(name)?.equals(content) !== true) differences.push(`bytes of ${name}`);
  if (copy.isDraft) differences.push('a draft');
  return differences;
}

function leftBehind(world: World): string[] {
  const staged = world.exchange.staged().map((copy) => `left in staging: ${copy.mailboxId} ${copy.subject}`);
  const waiting = QUEUE_NAMES.filter((name) => name !== 'settle').flatMap((name) => {
    const size = world.account.queues.queue(name).size + world.account.queues.queue(`${name}-poison`).size;
    return size > 0 ? [`${size} messages left in ${name}`] : [];
  });
  const limits = Object.entries(world.exchange.violations).flatMap(([name, count]) =>
    count > 0 ? [`${count} times over the limit ${name}`] : [],
  );
  return [...staged, ...waiting, ...limits];
}

/** No row is left open, and every row that is held is where people see it. */
async function ledgerViolated(world: World): Promise<string[]> {
  const violations: string[] = [];
  const open = new Map((await allOf(world.stores.held.list('open'))).map(({ row }) => [row.key, row]));
  const copies = new Set(world.exchange.archived().map(({ id }) => id));
  for (const row of world.account.table('deliveries').rows() as Generator<DeliveryRow>) {
    const name = `${row.partition} ${row.key.slice(0, 8)}`;
    if (row.state === 'pending' || row.state === 'creating') violations.push(`row ${row.state} for ever: ${name}`);
    if (row.state === 'imported' && !copies.has(row.exchangeId)) violations.push(`the ledger names a copy that is not there: ${name}`);
    if (row.state === 'held' && !open.has(row.heldId)) violations.push(`held and nobody sees it: ${name}`);
  }
  for (const held of open.values()) violations.push(...heldViolated(held, world));
  for (const row of world.account.table('runs').rows() as Generator<RunRow>)
    if (row.key === 'run' && row.state !== 'closed') violations.push(`run ${row.partition} is ${row.state}`);
  for (const row of world.account.table('batches').rows() as Generator<BatchRow>)
    if (row.key.startsWith('b-') && row.state !== 'done') violations.push(`batch ${row.key} is open`);
  return violations;
}

/** An entry of a delivery stands for a row that is held (or a stub). */
function heldViolated(held: HeldRow, world: World): string[] {
  if (held.kind !== 'delivery') return [];
  const row = world.account.table('deliveries').get(held.mailboxId, held.importKey)?.row as DeliveryRow | undefined;
  const isRight = row?.state === 'held' || row?.state === 'imported-in-part';
  return isRight ? [] : [`an entry says held, the ledger ${row?.state ?? 'nothing'}: ${held.mailboxId} ${held.importKey.slice(0, 8)}`];
}

async function reportsViolated(world: World, { reconciled = true }: Expectations): Promise<string[]> {
  const violations: string[] = [];
  for (const report of await reportsOf(world))
    if (reconciled && !report.reconciled) violations.push(`report ${report.runId} does not add up: ${JSON.stringify(report.differences)}`);
  const findings = await chainFindings(world);
  return [...violations, ...findings.map(({ code, file, detail }) => `chain: ${code} ${file}: ${detail}`)];
}

export async function reportsOf(world: World): Promise<Report[]> {
  const reports: Report[] = [];
  for await (const { name } of world.stores.reports.list()) {
    if (!name.endsWith('/report.json')) continue;
    const report = parseReport((await world.stores.reports.get(name))?.content ?? Buffer.alloc(0));
    if (report !== undefined) reports.push(report);
  }
  return reports;
}

async function chainFindings(world: World): Promise<readonly ChainFinding[]> {
  const { reports, runs } = world.stores;
  const head = (await runs.get('chain', 'head'))?.row as { sequence: number; entrySha256: string } | undefined;
  const files = {
    names: async function* () {
      for await (const { name } of reports.list()) yield name;
    },
    open: async (name: string) => ((await reports.properties(name)) === undefined ? undefined : reports.stream(name)),
  };
  const verify: VerifySignature = (content, signature, keyId) => world.signer.verify(content, signature, keyId);
  return (await verifyChain(files, verify, head === undefined ? {} : { head })).findings;
}

/** What was told to the source was durable here by then; `World` notes it at the very moment. */
function acknowledgementsViolated(world: World): string[] {
  return world.site.acknowledged
    .filter((name) => !world.durableWhenAcknowledged.has(name))
    .map((name) => `acknowledged too early: ${name}`);
}
