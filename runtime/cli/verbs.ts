import { doctorVerb } from './doctor';
import { headersVerb } from './headers';
import { heldVerb } from './held';
import { importVerb } from './import';
import { inspectVerb } from './inspect';
import { localVerb } from './local';
import { mappingActivateVerb } from './mapping-activate';
import { mappingCheckVerb } from './mapping-check';
import { mappingPreviewVerb } from './mapping-preview';
import { packageCheckVerb } from './package-check';
import { probeVerb } from './probe';
import { rebuildVerb } from './rebuild';
import { replayVerb } from './replay';
import { reportVerb } from './report';
import { resumeVerb } from './resume';
import { runsVerb } from './runs';
import { statusVerb } from './status';
import type { Verb } from './verb';
import { verifyVerb } from './verify';

/** In the order in which they are listed. */
export const VERBS: readonly Verb[] = [
  localVerb,
  inspectVerb,
  headersVerb,
  packageCheckVerb,
  mappingCheckVerb,
  mappingPreviewVerb,
  mappingActivateVerb,
  importVerb,
  replayVerb,
  resumeVerb,
  statusVerb,
  runsVerb,
  heldVerb,
  reportVerb,
  verifyVerb,
  rebuildVerb,
  doctorVerb,
  probeVerb,
];
