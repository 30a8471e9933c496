import { verifyAuditEvents } from '../../domain/evidence/audit-event';
import { verifyChain } from '../../domain/evidence/chain';
import { EVENTS_PARTITION, eventOfRow } from '../audit/audit-events';
import type { ConnectorPorts } from '../connector-ports';
import { openRunIds, readRun } from '../runs/read-run';
import { chainHead } from '../settle/closing-decision';
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

/** The chain of administrators' acts. */
export async function verifyEvents(ports: Pick<ConnectorPorts, 'stores'>, findings: Finding[]): Promise<number> {
  let events = 0;
  const read = async function* () {
    for await (const { row } of ports.stores.events.list(EVENTS_PARTITION)) {
      events += 1;
      yield eventOfRow(row);
    }
  };
  for (const { code, sequence, detail } of await verifyAuditEvents(read()))
    findings.push({ check: 'events', code, where: `event ${sequence}`, detail });
  return events;
}
