import type { ComponentChildren } from 'preact';
import type { SetupStep } from '../../../pipeline/admin/setup-view';
import type { Reader } from '../format/reader';
import type { SetupView } from './setup-facts-view';

export interface StepProps {
  readonly view: SetupView;
  readonly step: SetupStep;
  readonly reader: Reader;
}

/** One row of the checklist. */
export interface StepView {
  readonly evidence: ComponentChildren;
  readonly badge: ComponentChildren;
  /** The button, where the reader may act. */
  readonly act?: ComponentChildren;
  /** Below: a command, a form, a table. */
  readonly more?: ComponentChildren;
}
