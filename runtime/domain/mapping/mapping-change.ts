import { rivals } from './overlapping-rows';
import { type MappingRow, rowsByPhone } from './user-mapping';

/**
 * What a new version does to one number. `re-routed`: at some moment another mailbox has it; `changed`: only the times differ, so that at
 * each moment it is the same mailbox or nobody.
 */
export interface NumberChange {
  readonly kind: 'added' | 'removed' | 're-routed' | 'changed';
  readonly phone: string;
  readonly before: readonly MappingRow[];
  readonly after: readonly MappingRow[];
}

/** Why a second step is asked for. */
export type ConfirmationReason =
  | { readonly kind: 'empty' }
  /** More than 20 % fewer rows. */
  | { readonly kind: 'shrinks'; readonly before: number; readonly after: number }
  | { readonly kind: 're-routes'; readonly numbers: number };

export interface MappingChange {
  /** By number; the same for the same two versions. */
  readonly changes: readonly NumberChange[];
  /** Rows of numbers that the old version did not have. */
  readonly rowsAdded: number;
  /** Rows of numbers that the new version does not have. */
  readonly rowsRemoved: number;
  readonly numbersRerouted: number;
  readonly numbersChanged: number;
  readonly numbersUnchanged: number;
  readonly needsConfirmation: boolean;
  readonly reasons: readonly ConfirmationReason[];
}

/** One fifth: 20 % fewer rows pass, more are asked about. */
const SHRINKING_DIVISOR = 5;

/** Compares the active version with one that may follow it. */
export function compareMappings(before: readonly MappingRow[], after: readonly MappingRow[]): MappingChange {
  const old = rowsByPhone(before);
  const next = rowsByPhone(after);
  const phones = [...new Set([...old.keys(), ...next.keys()])].sort();
  const changes = phones.flatMap((phone) => changeOf(phone, old.get(phone) ?? [], next.get(phone) ?? []));
  const ofKind = (kind: NumberChange['kind']) => changes.filter((change) => change.kind === kind);
  const numbersRerouted = ofKind('re-routed').length;
  const reasons = reasonsToConfirm(before.length, after.length, numbersRerouted);
  return {
    changes,
    rowsAdded: ofKind('added').reduce((sum, change) => sum + change.after.length, 0),
    rowsRemoved: ofKind('removed').reduce((sum, change) => sum + change.before.length, 0),
    numbersRerouted,
    numbersChanged: ofKind('changed').length,
    numbersUnchanged: phones.length - changes.length,
    needsConfirmation: reasons.length > 0,
    reasons,
  };
}

function reasonsToConfirm(before: number, after: number, rerouted: number): readonly ConfirmationReason[] {
  const reasons: ConfirmationReason[] = [];
  if (after === 0) reasons.push({ kind: 'empty' });
  else if ((before - after) * SHRINKING_DIVISOR > before) reasons.push({ kind: 'shrinks', before, after });
  if (rerouted > 0) reasons.push({ kind: 're-routes', numbers: rerouted });
  return reasons;
}

function changeOf(phone: string, before: readonly MappingRow[], after: readonly MappingRow[]): readonly NumberChange[] {
  if (before.length === 0) return [{ kind: 'added', phone, before, after }];
  if (after.length === 0) return [{ kind: 'removed', phone, before, after }];
  if (sentences(before) === sentences(after)) return [];
  return [{ kind: isRerouted(before, after) ? 're-routed' : 'changed', phone, before, after }];
}

/** Neither version gives a number to two mailboxes at once, so two rows that do are one of each. */
function isRerouted(before: readonly MappingRow[], after: readonly MappingRow[]): boolean {
  for (const _ of rivals([...before, ...after])) return true;
  return false;
}

/** The same rows in another order, or on other lines, say the same. */
function sentences(rows: readonly MappingRow[]): string {
  return rows
    .map(({ mailbox, validFrom, validTo }) => [mailbox, validFrom?.toISOString(), validTo?.toISOString()].join(' '))
    .sort()
    .join('\n');
}
