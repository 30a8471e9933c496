import { userInfo } from 'node:os';
import type { Person } from '../main';

/** Whoever works on this machine is the administrator of its data folders; the record of acts names the account. */
export function localPerson(): Person {
  return { id: `local:${accountName()}`, name: 'local', role: 'DataConnector.Admin' };
}

/** Containers may run under an account that has no name. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
