import { headersVerb } from './headers';
import { heldVerb } from './held';
import { inspectVerb } from './inspect';
import { localVerb } from './local';
import { mappingCheckVerb } from './mapping-check';
import { packageCheckVerb } from './package-check';
import { reportVerb } from './report';
import { runsVerb } from './runs';
import type { Verb } from './verb';
import { verifyVerb } from './verify';

/** In the order in which they are listed. */
export const VERBS: readonly Verb[] = [
  localVerb,
  inspectVerb,
  headersVerb,
  packageCheckVerb,
  mappingCheckVerb,
  runsVerb,
  heldVerb,
  reportVerb,
  verifyVerb,
];
