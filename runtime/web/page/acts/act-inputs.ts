/** Which entries an act on Held is about, as the API takes it: ids, or all that a filter names. */
export interface HeldChoice {
  readonly ids?: readonly string[];
  readonly filter?: { readonly reason?: string; readonly number?: string; readonly mailbox?: string; readonly run?: string };
}

export interface HeldActInput extends HeldChoice {
  /** Entries that it is about. */
  readonly count: number;
  /** What they are, for the question: `held entries of 447700900184`. */
  readonly what: string;
}

/** Every act that a button of the page may ask for, with what the server says about it. Names are those of the buttons' `data-act`. */
export interface ActInputs {
  readonly 'run-now': object;
  /** Takes window and reason out of the form with this id. */
  readonly 'run-window': { readonly form: string };
  readonly pause: object;
  readonly resume: object;
  readonly 'stop-run': { readonly runId: string; readonly name: string };
  readonly 'resume-run': { readonly runId: string; readonly name: string };
  /** `takesSelection`: the ticked entries, when there are any. `name`: radio buttons that say which mailbox was chosen. */
  readonly replay: HeldActInput & { readonly takesSelection?: boolean; readonly waitForRelease?: number; readonly choice?: string };
  readonly release: HeldActInput & { readonly detail: string };
  readonly leave: HeldActInput;
  readonly map: { readonly number: string };
  readonly 'not-ours': { readonly number: string };
  readonly correct: { readonly number: string };
  readonly 'roll-back': { readonly version: string; readonly number: number; readonly rows: number; readonly etag: string };
  readonly accept: { readonly sha256: string };
  readonly 'test-source': object;
  readonly 'check-scope': object;
  readonly probe: { readonly field: string };
  readonly attest: object;
  readonly 'send-test': { readonly recipients: string };
  readonly roster: { readonly field: string };
  readonly finish: object;
  readonly export: { readonly filter: Readonly<Record<string, string>>; readonly events: number };
  readonly evidence: object;
}

export type ActName = keyof ActInputs;
