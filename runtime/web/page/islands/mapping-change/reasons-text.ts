import { counted } from '../acts/act';
import type { ConfirmationReason } from './checked-file';

/** Why a second step is asked for. */
export function reasonsText(reasons: readonly ConfirmationReason[]): string {
  return reasons.map(reasonText).join(' and ');
}

function reasonText(reason: ConfirmationReason): string {
  switch (reason.kind) {
    case 'empty':
      return 'the file has no rows';
    case 'shrinks':
      return `${reason.before - reason.after} of ${counted(reason.before, 'row')} ${reason.before - reason.after === 1 ? 'goes' : 'go'}`;
    case 're-routes':
      return counted(reason.numbers, 'number is re-routed', 'numbers are re-routed');
  }
}
