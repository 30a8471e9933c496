import type { FaultPoint } from '../../fakes/fault-gate';
import type { Stands } from './running-handler';

export const LEDGER = 'table/deliveries';

const standsBefore =
  (isStand: (point: FaultPoint) => boolean): Stands =>
  (point) =>
    isStand(point) ? 'before' : undefined;

/** Where a handler of unpack stands still, one of replay too. */
export const standsInUnpack = standsBefore(
  ({ store, operation, key }) =>
    (store === 'container/work' && operation === 'put' && key.includes('/batches/')) ||
    (store === 'table/batches' && operation === 'transact') ||
    (store === LEDGER && operation === 'transact') ||
    (store === 'table/packages' && operation === 'replace') ||
    (store === 'queue/deliveries' && operation === 'send'),
);

/** Where a handler of deliver or poison stands still. */
export const standsInDeliver: Stands = ({ store, operation, key }) => {
  // The run is read with the row; what it says is acted upon later.
  if (store === 'table/runs') return operation === 'get' && key.endsWith('/run') ? 'after' : undefined;
  const isStand =
    (store === LEDGER && (operation === 'get' || operation === 'transact' || operation === 'replace')) ||
    (store === 'table/batches' && operation === 'transact') ||
    (store === 'exchange' && (operation === 'look' || operation === 'create'));
  return isStand ? 'before' : undefined;
};

export const standsInPoison = standsBefore(
  ({ store, operation }) =>
    (store === LEDGER && (operation === 'get' || operation === 'transact' || operation === 'replace')) ||
    (store === 'table/batches' && (operation === 'list' || operation === 'transact')) ||
    (store === 'exchange' && operation === 'look'),
);

export const standsInSettle = standsBefore(
  ({ store, operation, key }) =>
    (store === 'table/runs' && operation === 'replace' && key.endsWith('/run')) ||
    (store === 'table/packages' && operation === 'list') ||
    (store === 'table/runs' && operation === 'get' && key === 'chain/closing'),
);

/** Where an administrator's `resume` stands still: its flag is written, nothing is queued yet. */
export const standsInResume = standsBefore(({ store, operation }) => store.startsWith('queue/') && operation === 'send');
