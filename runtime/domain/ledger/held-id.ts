import { hash } from 'node:crypto';

const ID_LENGTH = 32;

/**
 * The id of a held entry, hex: the same thing held again meets its own row. `names` say what is held, in a fixed order for each kind:
 * for a participant the item and the participant's key, for a delivery the mailbox and the import key.
 */
export function heldIdOf(kind: 'item' | 'participant' | 'delivery' | 'package', ...names: readonly string[]): string {
  return hash('sha256', [kind, ...names].join('\n')).slice(0, ID_LENGTH);
}
