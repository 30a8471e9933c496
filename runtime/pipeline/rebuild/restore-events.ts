import { parseAuditEventLine } from '../../domain/evidence/audit-event';
import { jsonLines } from '../../domain/evidence/json-lines';
import { restoreEvent } from '../audit/audit-events';
import type { ConnectorPorts } from '../connector-ports';
import type { Finding } from '../verify/finding';
import { linesOf, type PublishedRun } from './published-runs';

/** The acts of a run's time, as its file has them. Answers how many were not there. */
export async function restoreEvents(published: PublishedRun, ports: ConnectorPorts, findings: Finding[]): Promise<number> {
  const chunks = await linesOf('events.jsonl', published, ports, findings);
  let restored = 0;
  if (chunks === undefined) return restored;
  for await (const text of jsonLines(chunks)) {
    const event = parseAuditEventLine(text);
    if (event !== undefined && (await restoreEvent(event, ports))) restored += 1;
  }
  return restored;
}
