import { canonicalJson } from './canonical-json';
import { sha256Hex } from './sha256';

/** Every act of a person that the audit records; a closed list. */
export const AUDIT_ACTS = [
  'map',
  'not-ours',
  'replay',
  'release',
  'leave',
  'correct',
  'activate-mapping',
  'roll-back-mapping',
  'run-now',
  'run-window',
  'pause',
  'resume',
  'accept-terms',
  'probe',
  'test-source',
  'send-test-alert',
  'attest-hold',
  'finish-setup',
  'upload-roster',
  'view-full-numbers',
  'export-evidence',
  'refused',
] as const;
export type AuditAct = (typeof AUDIT_ACTS)[number];

/** What somebody did. */
export interface AuditAction {
  /** Object id or user name; `local` in local mode. */
  readonly actor: string;
  readonly role: string;
  readonly act: AuditAct;
  /** Ids and hashes, never content. */
  readonly target: string;
  /** SHA-256 of what was there before and after; '' when the act changes nothing that has a hash. */
  readonly beforeHash: string;
  readonly afterHash: string;
  readonly reason: string;
  /** The second person, where two are needed; '' otherwise. */
  readonly approver: string;
  /** ISO, UTC. */
  readonly at: string;
}

/** An act in the chain of acts. */
export interface AuditEvent extends AuditAction {
  /** From 1, without holes. */
  readonly sequence: number;
  /** Hash of the event before; '' in the first. */
  readonly previous: string;
  /** SHA-256 of everything above in canonical JSON. */
  readonly hash: string;
}

/** Links an act to the last event; `last` undefined = the first event. */
export function chainAuditEvent(action: AuditAction, last: Pick<AuditEvent, 'sequence' | 'hash'> | undefined): AuditEvent {
  const { actor, role, act, target, beforeHash, afterHash, reason, approver, at } = action;
  const content = {
    actor,
    role,
    act,
    target,
    beforeHash,
    afterHash,
    reason,
    approver,
    at,
    sequence: (last?.sequence ?? 0) + 1,
    previous: last?.hash ?? '',
  };
  return { ...content, hash: hashOf(content) };
}

function hashOf(content: Omit<AuditEvent, 'hash'>): string {
  return sha256Hex(canonicalJson({ v: 1, ...content }));
}

export interface AuditFinding {
  readonly code: 'changed-event' | 'missing-event' | 'wrong-order';
  readonly sequence: number;
  readonly detail: string;
}

/**
 * Checks events in their order; names each that was changed, is missing or does not follow the one before. `after`: the verified event that they
 * follow; undefined = they begin with the first.
 */
export async function verifyAuditEvents(
  events: AsyncIterable<AuditEvent> | Iterable<AuditEvent>,
  after?: AuditEvent,
): Promise<readonly AuditFinding[]> {
  const findings: AuditFinding[] = [];
  let last = after;
  for await (const event of events) {
    findings.push(...findingsOf(event, last));
    last = event;
  }
  return findings;
}

function findingsOf(event: AuditEvent, last: AuditEvent | undefined): AuditFinding[] {
  const { hash, ...content } = event;
  const { actor, role, act, target, beforeHash, afterHash, reason, approver, at, sequence, previous } = content;
  const findings: AuditFinding[] = [];
  const found = hashOf({ actor, role, act, target, beforeHash, afterHash, reason, approver, at, sequence, previous });
  if (found !== hash) findings.push({ code: 'changed-event', sequence, detail: `its content has the hash ${found}, it carries ${hash}` });
  const expected = (last?.sequence ?? 0) + 1;
  for (let missing = expected; missing < sequence && findings.length < 100; missing += 1) {
    findings.push({ code: 'missing-event', sequence: missing, detail: 'the event is not there' });
  }
  if (sequence < expected) findings.push({ code: 'wrong-order', sequence, detail: `event ${expected} should stand here` });
  else if (sequence === expected && previous !== (last?.hash ?? '')) {
    findings.push({ code: 'wrong-order', sequence, detail: 'it follows another event than the one before it' });
  }
  return findings;
}

/** One line of `events.jsonl`: the acts of a run's time, as they stand in the chain. */
export function auditEventLine(event: AuditEvent): string {
  const { sequence, at, actor, role, act, target, beforeHash, afterHash, reason, approver, previous, hash } = event;
  return `${JSON.stringify({ v: 1, sequence, at, actor, role, act, target, beforeHash, afterHash, reason, approver, previous, hash })}\n`;
}

const TEXTS = ['at', 'actor', 'role', 'target', 'beforeHash', 'afterHash', 'reason', 'approver', 'previous', 'hash'] as const;

/** Reads one line of `events.jsonl`; undefined when it is none of version 1. Says nothing about the chain. */
export function parseAuditEventLine(text: string): AuditEvent | undefined {
  let line: (Partial<AuditEvent> & { readonly v?: unknown }) | null;
  try {
    line = JSON.parse(text) as typeof line;
  } catch {
    return undefined;
  }
  if (typeof line !== 'object' || line === null || line.v !== 1) return undefined;
  const isWhole =
    TEXTS.every((name) => typeof line[name] === 'string') &&
    Number.isSafeInteger(line.sequence) &&
    AUDIT_ACTS.includes(line.act as AuditAct);
  if (!isWhole) return undefined;
  const { v: _version, ...event } = line;
  return event as AuditEvent;
}
