import type { ActInputs, ActName } from '../../acts/act-inputs';

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'date' | 'email' | 'select' | 'checkbox';
  readonly value?: string;
  readonly isRequired?: boolean;
  readonly hint?: string;
  readonly choices?: readonly (readonly [value: string, text: string])[];
}

/** What is asked before an act: what will happen, in figures, and a reason. */
export interface Question {
  readonly title: string;
  readonly lines: readonly string[];
  readonly fields: readonly Field[];
}

export type Answers = Readonly<Record<string, string>>;

export interface Outcome {
  readonly text: string;
  readonly link?: { readonly text: string; readonly address: string };
  /** The run that the act has opened: it is followed until it is closed. */
  readonly runId?: string;
}

export interface ActDefinition<Name extends ActName> {
  /** Undefined: the act needs no question. */
  readonly question?: (input: ActInputs[Name], button: HTMLElement) => Question;
  /** Throws `ApiProblemError`. Undefined when there is nothing to say: the view says it itself. */
  readonly run: (input: ActInputs[Name], answers: Answers, button: HTMLElement) => Promise<Outcome | undefined>;
}

export type ActDefinitions = { readonly [Name in ActName]: ActDefinition<Name> };

export const REASON: Field = { name: 'reason', label: 'Reason, recorded', kind: 'text' };

/** `1 entry`, `1,244 entries`, as the reader writes numbers. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${new Intl.NumberFormat(document.documentElement.dataset['locale'] ?? 'en-GB').format(count)} ${count === 1 ? one : many}`;
}

/** An address of this page; UTC stays UTC. */
export function pageAddress(path: string): string {
  return document.documentElement.dataset['zone'] === 'utc' ? `${path}?zone=utc` : path;
}

export const runLink = (runId: string): NonNullable<Outcome['link']> => ({
  text: 'Show run',
  address: pageAddress(`/runs/${encodeURIComponent(runId)}`),
});
