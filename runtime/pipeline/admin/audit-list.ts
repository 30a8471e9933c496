import { AUDIT_ACTS, type AuditAct, type AuditEvent, type AuditFinding, verifyAuditEvents } from '../../domain/evidence/audit-event';
import { EVENTS_PARTITION, eventKey, eventOfRow } from '../audit/audit-events';
import type { ConnectorPorts } from '../connector-ports';
import { recently } from './recently';

export interface AuditFilter {
  readonly act?: AuditAct;
  readonly person?: string;
  /** ISO, inclusive. */
  readonly from?: string;
  /** ISO, exclusive. */
  readonly to?: string;
}

export interface AuditQuery extends AuditFilter {
  /** Sequence of the last event of the page before. */
  readonly before?: number;
  readonly limit: number;
}

export interface AuditPage {
  /** The newest first. */
  readonly events: readonly AuditEvent[];
  readonly matching: number;
  readonly total: number;
  readonly next: number | undefined;
  readonly since: string;
  readonly people: readonly string[];
  readonly findings: readonly AuditFinding[];
  readonly verifiedAt: string;
}

const LIFE_IN_MS = 2_000;
/** After this time every row is read and verified again: that nobody changed it is what is to be shown. */
const WHOLE_LIFE_IN_MS = 10 * 60_000;

interface AllEvents {
  readonly events: readonly AuditEvent[];
  readonly findings: readonly AuditFinding[];
  readonly verifiedAt: string;
}

interface KeptEvents extends AllEvents {
  /** When all of them were read. */
  readonly readAt: number;
}

const kept = new WeakMap<object, KeptEvents>();

/** Every act, with the chain verified on the way. What was read a moment ago is only followed by what has come since. */
export function allEvents(ports: Pick<ConnectorPorts, 'stores' | 'clock'>): Promise<AllEvents> {
  return recently('events', LIFE_IN_MS, ports, async () => {
    const now = ports.clock.now();
    const known = kept.get(ports.stores);
    const isFresh = known !== undefined && now.getTime() - known.readAt < WHOLE_LIFE_IN_MS && known.findings.length === 0;
    const all = isFresh ? await withLater(known, now, ports) : await readAll(now, ports);
    kept.set(ports.stores, all);
    return all;
  });
}

async function readAll(now: Date, { stores }: Pick<ConnectorPorts, 'stores'>): Promise<KeptEvents> {
  const events: AuditEvent[] = [];
  for await (const { row } of stores.events.list(EVENTS_PARTITION)) events.push(eventOfRow(row));
  return { events, findings: await verifyAuditEvents(events), verifiedAt: now.toISOString(), readAt: now.getTime() };
}

async function withLater(known: KeptEvents, now: Date, { stores }: Pick<ConnectorPorts, 'stores'>): Promise<KeptEvents> {
  const last = known.events.at(-1);
  const later: AuditEvent[] = [];
  const from = last === undefined ? undefined : { from: eventKey(last.sequence + 1) };
  for await (const { row } of stores.events.list(EVENTS_PARTITION, from)) later.push(eventOfRow(row));
  const findings = await verifyAuditEvents(later, last);
  return { ...known, events: [...known.events, ...later], findings, verifiedAt: now.toISOString() };
}

export async function listAudit(query: AuditQuery, ports: Pick<ConnectorPorts, 'stores' | 'clock'>): Promise<AuditPage> {
  const { events, findings, verifiedAt } = await allEvents(ports);
  const matching = events.filter((event) => fits(event, query)).reverse();
  const rest = query.before === undefined ? matching : matching.filter(({ sequence }) => sequence < (query.before as number));
  const shown = rest.slice(0, query.limit);
  return {
    events: shown,
    matching: matching.length,
    total: events.length,
    next: rest.length > shown.length ? shown.at(-1)?.sequence : undefined,
    since: events[0]?.at ?? '',
    people: [...new Set(events.map(({ actor }) => actor))].sort(),
    findings,
    verifiedAt,
  };
}

export function fits(event: AuditEvent, { act, person, from, to }: AuditFilter): boolean {
  return (
    (act === undefined || event.act === act) &&
    (person === undefined || event.actor === person) &&
    (from === undefined || event.at >= from) &&
    (to === undefined || event.at < to)
  );
}

export const isAuditAct = (text: string): text is AuditAct => (AUDIT_ACTS as readonly string[]).includes(text);
