import type { ArchiveStorage } from '../../../runtime/adapters/azure-storage/archive-storage';
import type { InMemoryArchiveAccount } from '../../fakes/in-memory-archive-storage';
import { answer, refusal, type StoreAnswer, type StoreRequest } from './store-request';

const SECOND_IN_MS = 1_000;

/** The ids that clients propose, by the id of the store. */
const proposed = new WeakMap<InMemoryArchiveAccount, Map<string, { readonly proposed: string; readonly id: number }>>();

export async function leaseRequest(
  { headers }: StoreRequest,
  name: string,
  storage: ArchiveStorage,
  account: InMemoryArchiveAccount,
): Promise<StoreAnswer> {
  if ((await storage.container('state').properties(name)) === undefined) return refusal(404, 'BlobNotFound');
  const held = proposed.get(account) ?? new Map<string, { proposed: string; id: number }>();
  proposed.set(account, held);
  const lease = held.get(name);
  const isHolder = lease !== undefined && lease.proposed === headers['x-ms-lease-id'];
  switch (headers['x-ms-lease-action']) {
    case 'acquire': {
      const id = account.leases.acquire(name, Number(headers['x-ms-lease-duration']) * SECOND_IN_MS);
      if (id === undefined) return refusal(409, 'LeaseAlreadyPresent');
      held.set(name, { proposed: headers['x-ms-proposed-lease-id'] ?? '', id });
      return answer(201);
    }
    case 'renew':
      return isHolder && account.leases.renew(name, lease.id) ? answer(200) : refusal(409, 'LeaseIdMismatchWithLeaseOperation');
    case 'release':
      if (!isHolder) return refusal(409, 'LeaseIdMismatchWithLeaseOperation');
      account.leases.release(name, lease.id);
      return answer(200);
    default:
      account.leases.break(name);
      return answer(202);
  }
}
