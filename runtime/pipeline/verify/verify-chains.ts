import { parseAuditEventLine, verifyAuditEvents } from '../../domain/evidence/audit-event';
import { verifyChain } from '../../domain/evidence/chain';
import { jsonLines } from '../../domain/evidence/json-lines';
import { closedRuns } from '../admin/read-reports';
import { EVENTS_PARTITION, eventOfRow } from '../audit/audit-events';
import { chainHead } from '../chain/chain-head';
import type { ConnectorPorts } from '../connector-ports';
import { openRunIds, readRun } from '../runs/read-run';
import type { Finding } from './finding';

/** The chain of reports with every hash, signature, link and sum. */
export async function verifyReports(ports: Pick<ConnectorPorts, 'stores' | 'signer'>, findings: Finding[]): Promise<number> {
  const { reports } = ports.stores;
  const head = await chainHead(ports);
  const closingRunId = await closingRun(ports);
  const files = {
    names: async function* () {
      for await (const { name } of reports.list()) yield name;
    },
    open: async (name: string) => ((await reports.properties(name)) === undefined ? undefined : reports.stream(name)),
  };
  const verdict = await verifyChain(files, (content, signature, keyId) => ports.signer.verify(content, signature, keyId), {
    ...(head === undefined ? {} : { head }),
    ...(closingRunId === undefined ? {} : { closingRunId }),
  });
  for (const { code, file, detail } of verdict.findings) findings.push({ check: 'chain', code, where: file, detail });
  return verdict.reports;
}

async function closingRun(ports: Pick<ConnectorPorts, 'stores'>): Promise<string | undefined> {
  for (const runId of await openRunIds(ports.stores)) if ((await readRun(ports.stores, runId))?.row.state === 'closing') return runId;
  return undefined;
}

/**
 * The chain of administrators' acts: each hash and link, its end against the mark of the last one, and every act that a report has taken down,
 * so that a chain that was written anew as a whole shows too.
 */
export async function verifyEvents(ports: Pick<ConnectorPorts, 'stores'>, findings: Finding[]): Promise<number> {
  // Before the rows: an act that is recorded meanwhile is in the rows and not yet known, never the other way round.
  const known: KnownEvent[] = [];
  for await (const event of knownEvents(ports)) known.push(event);
  const hashes = new Map<number, string>();
  const read = async function* () {
    for await (const { row } of ports.stores.events.list(EVENTS_PARTITION)) {
      hashes.set(row.sequence, row.hash);
      yield eventOfRow(row);
    }
  };
  for (const { code, sequence, detail } of await verifyAuditEvents(read()))
    findings.push({ check: 'events', code, where: `event ${sequence}`, detail });
  const named = new Set(findings.filter(({ check }) => check === 'events').map(({ where }) => where));
  for (const { sequence, hash, by } of known) {
    const where = `event ${sequence}`;
    if (hashes.get(sequence) === hash || named.has(where)) continue;
    named.add(where);
    const isThere = hashes.has(sequence);
    findings.push({
      check: 'events',
      code: isThere ? 'changed-event' : 'missing-event',
      where,
      detail: isThere ? `${by} knows it with the hash ${hash}` : `${by} knows it, and it is not there`,
    });
  }
  return hashes.size;
}

/** An act as others have taken it down. */
interface KnownEvent {
  readonly sequence: number;
  readonly hash: string;
  readonly by: string;
}

async function* knownEvents(ports: Pick<ConnectorPorts, 'stores'>): AsyncGenerator<KnownEvent> {
  const last = (await ports.stores.events.get('last', 'event'))?.row;
  if (last !== undefined) yield { sequence: last.sequence, hash: last.hash, by: 'the mark of the last act' };
  for await (const { runId } of closedRuns(ports)) {
    const name = `${runId}/events.jsonl`;
    if ((await ports.stores.reports.properties(name)) === undefined) continue;
    for await (const text of jsonLines(ports.stores.reports.stream(name))) {
      const event = parseAuditEventLine(text);
      if (event !== undefined) yield { sequence: event.sequence, hash: event.hash, by: name };
    }
  }
}
