import type { ConnectorPorts } from '../connector-ports';
import { changeState, readState } from './state-blob';

const SETUP_BLOB = 'setup.json';

/** Somebody did something at some time. */
export interface Done {
  readonly by: string;
  readonly at: string;
}

/** What came of a check that somebody asked for. */
export interface CheckResult extends Done {
  readonly isPassed: boolean;
  /** One sentence for people; no secret, no number. */
  readonly detail: string;
}

export interface RosterComparison extends Done {
  readonly users: number;
  readonly notMapped: number;
  readonly notRegistered: number;
  /** SHA-256 of the file. */
  readonly sha256: string;
}

export interface ScopeCheck extends Done {
  readonly inScope: number;
  readonly outOfScope: readonly string[];
  readonly unavailable: readonly string[];
  readonly unchecked: number;
}

/** What people did about the setup; everything else on the checklist is read from the real state. */
export interface SetupState {
  readonly v: 1;
  readonly terms?: Done & { readonly sha256: string };
  readonly sourceTest?: CheckResult;
  readonly roster?: RosterComparison;
  readonly scope?: ScopeCheck;
  readonly probe?: CheckResult & { readonly mailbox: string };
  readonly hold?: Done & { readonly statement: string };
  readonly alerts?: Done;
  /** Effective settings when setup was finished, to show what has changed since. */
  readonly finished?: Done & { readonly settings: Readonly<Record<string, string>> };
}

const NOTHING: SetupState = { v: 1 };

export async function readSetup(ports: Pick<ConnectorPorts, 'stores'>): Promise<SetupState> {
  return (await readState(SETUP_BLOB, NOTHING, ports.stores)).value;
}

export async function noteSetup(part: Partial<SetupState>, ports: Pick<ConnectorPorts, 'stores'>): Promise<SetupState> {
  return changeState(SETUP_BLOB, NOTHING, (setup) => ({ ...setup, ...part }), ports.stores);
}
