import { headersVerb } from './headers';
import { inspectVerb } from './inspect';
import { localVerb } from './local';
import { mappingCheckVerb } from './mapping-check';
import { packageCheckVerb } from './package-check';
import type { Verb } from './verb';

/** In the order in which they are listed. */
export const VERBS: readonly Verb[] = [localVerb, inspectVerb, headersVerb, packageCheckVerb, mappingCheckVerb];
