import { Fragment } from 'preact';
import type { Reader } from '../format/reader';
import { type Tone, toneClass } from './marks';

export interface Term {
  readonly operator: '' | '=' | '+' | '\u2212';
  readonly word: string;
  readonly value: number;
  readonly address: string;
  /** Only taken when the figure is not 0. */
  readonly tone?: Tone;
}

/** A sum as it is written on paper: the word over the figure, the operator between, each figure a link to its rows. */
export function Sum({ terms, reader }: { readonly terms: readonly Term[]; readonly reader: Reader }) {
  return (
    <p class="sum">
      {terms.map(({ operator, word, value, address, tone = 'none' }) => (
        <Fragment key={word}>
          {operator === '' ? null : <span class="op">{` ${operator} `}</span>}
          <a class={value === 0 ? undefined : toneClass(tone).trim() || undefined} href={reader.to(address)}>
            <small>{word}</small> <b>{reader.count(value)}</b>
          </a>
        </Fragment>
      ))}
    </p>
  );
}

export interface CountTerms {
  readonly deliveriesAvailable: number;
  readonly imported: number;
  readonly importedInPart: number;
  readonly skippedAsDuplicate: number;
  readonly failed: number;
  readonly held: number;
}

/** `at`: where a figure's rows are, by the name of its part. */
export function deliveryTerms(counts: CountTerms, at: (part: string) => string): readonly Term[] {
  return [
    { operator: '', word: 'Available', value: counts.deliveriesAvailable, address: at('packages') },
    { operator: '=', word: 'imported', value: counts.imported, address: at('batches') },
    { operator: '+', word: 'in part', value: counts.importedInPart, address: at('held'), tone: 'held' },
    { operator: '+', word: 'duplicates', value: counts.skippedAsDuplicate, address: at('packages') },
    { operator: '+', word: 'failed', value: counts.failed, address: at('failed'), tone: 'bad' },
    { operator: '+', word: 'held', value: counts.held, address: at('held'), tone: 'held' },
  ];
}

export interface Balance {
  readonly opening: number;
  readonly added: number;
  readonly resolved: number;
  readonly closing: number;
}

export function balanceTerms({ opening, added, resolved, closing }: Balance, at: string, now: string): readonly Term[] {
  return [
    { operator: '', word: 'opening', value: opening, address: at },
    { operator: '+', word: 'added', value: added, address: at },
    { operator: '\u2212', word: 'resolved', value: resolved, address: at },
    { operator: '=', word: 'closing', value: closing, address: now, tone: 'held' },
  ];
}
