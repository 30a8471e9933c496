import type { ComponentChildren } from 'preact';
import type { ActInputs, ActName } from '../acts/act-inputs';

interface ActProps<Name extends ActName> {
  readonly name: Name;
  readonly input: ActInputs[Name];
  readonly look?: 'primary' | 'small' | 'plain';
  /** Id of what the act is about, where several buttons have the same name. */
  readonly about?: string;
  readonly children: ComponentChildren;
}

const CLASSES = { primary: 'button primary', small: 'button small', plain: 'button' } as const;

/** A button that acts: a script of the page asks for what is missing and calls the API. Shown only to those who may. */
export function Act<Name extends ActName>({ name, input, look = 'plain', about, children }: ActProps<Name>) {
  return (
    <button class={CLASSES[look]} type="button" data-act={name} data-input={JSON.stringify(input)} aria-describedby={about}>
      {children}
    </button>
  );
}
