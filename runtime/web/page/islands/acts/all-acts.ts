import type { ActDefinitions } from './act';
import { CONNECTOR_ACTS } from './connector-acts';

export const ACTS: Partial<ActDefinitions> = { ...CONNECTOR_ACTS };
