import type { ActDefinitions } from './act';
import { AUDIT_ACTS } from './audit-acts';
import { CONNECTOR_ACTS } from './connector-acts';
import { HELD_ACTS } from './held-acts';
import { MAPPING_ACTS } from './mapping-acts';
import { NUMBER_ACTS } from './number-acts';
import { SETUP_ACTS } from './setup-acts';

/** What each button with `data-act` does. */
export const ACTS: ActDefinitions = { ...CONNECTOR_ACTS, ...HELD_ACTS, ...NUMBER_ACTS, ...MAPPING_ACTS, ...SETUP_ACTS, ...AUDIT_ACTS };
