import { type AuditAction, type AuditEvent, chainAuditEvent } from '../../domain/evidence/audit-event';
import { RowExistsError } from '../../ports/storage-errors';
import type { ConnectorPorts, Stores } from '../connector-ports';
import type { AuditEventRow } from '../rows/audit-event-row';

export const EVENTS_PARTITION = 'events';
const SEQUENCE_DIGITS = 12;
const MAX_TRIES = 20;

/** Appends an act to the chain of acts. Two at the same moment: the second reads the first and follows it. */
export async function recordAct(
  action: Omit<AuditAction, 'at'>,
  ports: Pick<ConnectorPorts, 'stores' | 'storageTime'>,
): Promise<AuditEvent> {
  const at = (await ports.storageTime.now()).toISOString();
  for (let tries = 1; ; tries += 1) {
    const event = chainAuditEvent({ ...action, at }, await lastEvent(ports.stores));
    try {
      await ports.stores.events.insert(rowOfEvent(event));
      await ports.stores.events.upsert({ ...rowOfEvent(event), partition: 'last', key: 'event' });
      return event;
    } catch (error) {
      if (!(error instanceof RowExistsError) || tries === MAX_TRIES) throw error;
    }
  }
}

/** Writes an act again that the table has lost, and keeps the mark at the last one. Answers whether it was not there. */
export async function restoreEvent(event: AuditEvent, { stores }: Pick<ConnectorPorts, 'stores'>): Promise<boolean> {
  const marked = await stores.events.get('last', 'event');
  if (marked === undefined || marked.row.sequence < event.sequence)
    await stores.events.upsert({ ...rowOfEvent(event), partition: 'last', key: 'event' });
  try {
    await stores.events.insert(rowOfEvent(event));
    return true;
  } catch (error) {
    if (error instanceof RowExistsError) return false;
    throw error;
  }
}

/** The mark `last` may be behind when a process died between its two writes: the rows after it are read. */
async function lastEvent(stores: Pick<Stores, 'events'>): Promise<AuditEvent | undefined> {
  const marked = await stores.events.get('last', 'event');
  const from = marked === undefined ? undefined : { from: eventKey(marked.row.sequence) };
  let last: AuditEvent | undefined;
  for await (const { row } of stores.events.list(EVENTS_PARTITION, from)) last = eventOfRow(row);
  return last;
}

export const eventKey = (sequence: number): string => String(sequence).padStart(SEQUENCE_DIGITS, '0');

function rowOfEvent(event: AuditEvent): AuditEventRow {
  return { ...event, partition: EVENTS_PARTITION, key: eventKey(event.sequence), v: 1 };
}

export function eventOfRow(row: AuditEventRow): AuditEvent {
  const { at, actor, role, act, target, beforeHash, afterHash, reason, approver, sequence, previous, hash } = row;
  return { at, actor, role, act: act as AuditEvent['act'], target, beforeHash, afterHash, reason, approver, sequence, previous, hash };
}
