import { ConnectorError } from '../../../domain/failure/connector-error';
import { describeError } from '../../describe-error';
import { ActRefusedError } from '../act-refused';
import type { AdminPorts } from '../admin-ports';

export type CheckId =
  | 'storage'
  | 'clock'
  | 'credential'
  | 'signing-key'
  | 'source'
  | 'token'
  | 'permissions'
  | 'directory'
  | 'scope-inside'
  | 'scope-outside'
  | 'probe'
  | 'terms'
  | 'mapping'
  | 'alerts';

/** `not-checked`: nobody can say without more; it is no problem by itself. */
export type CheckState = 'ok' | 'problem' | 'not-checked';

/** What was found, and for what is not fine the exact command or step that mends it. */
export interface Finding {
  readonly state: CheckState;
  readonly found: string;
  /** '' when there is nothing to mend. */
  readonly fix: string;
}

/** One precondition of the connector. */
export interface Check extends Finding {
  readonly id: CheckId;
  /** Name for people. */
  readonly name: string;
}

export const fine = (found: string): Finding => ({ state: 'ok', found, fix: '' });
export const problem = (found: string, fix: string): Finding => ({ state: 'problem', found, fix });
export const notChecked = (found: string, fix = ''): Finding => ({ state: 'not-checked', found, fix });

export interface Examined {
  readonly id: CheckId;
  readonly name: string;
  /** What mends it when the check itself fails with an error. */
  readonly fix: string;
}

const TIME_LIMIT_IN_MS = 60_000;

/** Carries out one check. It always ends with a finding: an error of one must not hide the others. */
export async function check(examined: Examined, ports: AdminPorts, examine: () => Promise<Finding>): Promise<Check> {
  const { id, name, fix } = examined;
  const ended = new AbortController();
  const overtime = ports.clock.sleep(TIME_LIMIT_IN_MS, ended.signal).then((): Finding => problem('no answer within 60 seconds', fix));
  try {
    return { id, name, ...(await Promise.race([examine(), overtime])) };
  } catch (error) {
    return { id, name, ...findingOf(error, examined, ports) };
  } finally {
    ended.abort();
  }
}

function findingOf(error: unknown, { id, fix }: Examined, ports: AdminPorts): Finding {
  if (error instanceof ConnectorError || error instanceof ActRefusedError) return problem(error.message, fix);
  ports.log.error('Check could not be carried out', { verb: 'doctor', operation: id, ...describeError(error) });
  return problem('the check failed with an error that nobody expects; the log has its class', fix);
}
