import { type AuditEvent, auditEventLine } from '../../domain/evidence/audit-event';
import { EVENTS_PARTITION, eventOfRow } from '../audit/audit-events';
import type { ConnectorPorts } from '../connector-ports';
import type { RunRow } from '../rows/run-row';

/** The administrators' acts of a run's own time: from its opening until now. Every act also stands in the chain of events itself. */
export async function* eventLines(run: RunRow, ports: Pick<ConnectorPorts, 'stores'>): AsyncGenerator<string> {
  for await (const { row } of ports.stores.events.list(EVENTS_PARTITION)) {
    const event: AuditEvent = eventOfRow(row);
    if (event.at >= run.windowFrom) yield auditEventLine(event);
  }
}
