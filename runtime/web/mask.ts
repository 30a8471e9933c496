import { maskNumber, maskNumbersIn } from '../domain/evidence/number-mask';
import type { Person } from '../pipeline/admin/person';
import { seesNumbers } from './sign-in';

/** How a person sees numbers and names: in full, or without what identifies somebody. */
export interface Shown {
  readonly isMasked: boolean;
  /** A number; names of people who are nobody's are left out for readers. */
  number(text: string): string;
  /** A text that may hold numbers. */
  text(text: string): string;
  name(text: string): string;
}

const HIDDEN = '\u2022\u2022';

const IN_FULL: Shown = { isMasked: false, number: (text) => text, text: (text) => text, name: (text) => text };
const MASKED: Shown = {
  isMasked: true,
  number: (text) => (text === '' || text.includes('@') ? text : /^\+?\d+$/.test(text) ? maskNumber(text) : HIDDEN),
  text: maskNumbersIn,
  name: (text) => (text === '' ? '' : HIDDEN),
};

export const shownTo = (person: Person): Shown => (seesNumbers(person) ? IN_FULL : MASKED);
