import { AUDIT_OPERATIONS } from './audit-operations';
import type { Operation } from './call';
import { HELD_OPERATIONS } from './held-operations';
import { MAILBOX_OPERATIONS } from './mailbox-operations';
import { MAPPING_OPERATIONS } from './mapping-operations';
import { NUMBER_OPERATIONS } from './number-operations';
import { RUN_OPERATIONS } from './run-operations';
import { SETUP_OPERATIONS } from './setup-operations';
import { STATUS_OPERATIONS } from './status-operations';

/** Every operation of the API, with the role it needs. docs/openapi.yaml describes exactly these. */
export const OPERATIONS: readonly Operation[] = [
  ...STATUS_OPERATIONS,
  ...RUN_OPERATIONS,
  ...HELD_OPERATIONS,
  ...NUMBER_OPERATIONS,
  ...MAPPING_OPERATIONS,
  ...MAILBOX_OPERATIONS,
  ...SETUP_OPERATIONS,
  ...AUDIT_OPERATIONS,
];
