import type { ActDefinitions } from './act';
import { CONNECTOR_ACTS } from './connector-acts';
import { HELD_ACTS } from './held-acts';
import { MAPPING_ACTS } from './mapping-acts';
import { NUMBER_ACTS } from './number-acts';

export const ACTS: Partial<ActDefinitions> = { ...CONNECTOR_ACTS, ...HELD_ACTS, ...NUMBER_ACTS, ...MAPPING_ACTS };
