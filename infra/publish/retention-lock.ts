import { type HttpAnswer, jsonOf, shownAnswer } from './http';
import { PublishError } from './publish-error';
import type { ResourceManager } from './resource-manager';

const API_VERSION = '2024-01-01';
/** Somebody else changed the policy between our reading and our writing: read again. */
const PRECONDITION_FAILED = 412;
const MAX_READINGS = 5;

interface Policy {
  readonly isLocked: boolean;
  readonly days: number;
  readonly etag: string;
}

/**
 * Locks the immutability policy of one container at the given days, or makes a locked one longer.
 *
 * The provider knows neither lock nor extension, so each write names the ETag that was read before. Throws `PublishError` when the
 * policy is locked for longer than is wanted, which nothing can change.
 */
export async function lockRetention(
  containerId: string,
  days: number,
  manager: ResourceManager,
): Promise<'locked' | 'extended' | 'unchanged'> {
  for (let reading = 0; reading < MAX_READINGS; reading += 1) {
    const result = await lockOnce(containerId, days, manager);
    if (result !== 'read-again') return result;
  }
  throw new PublishError(`The immutability policy of ${containerId} changes all the time: nothing was locked by this update`);
}

async function lockOnce(
  containerId: string,
  days: number,
  manager: ResourceManager,
): Promise<'locked' | 'extended' | 'unchanged' | 'read-again'> {
  const path = `${containerId}/immutabilityPolicies/default`;
  const policy = readPolicy(await manager.call({ method: 'GET', path, apiVersion: API_VERSION }), path);
  const period = { properties: { immutabilityPeriodSinceCreationInDays: days } };
  if (policy.isLocked) {
    if (policy.days === days) return 'unchanged';
    if (policy.days > days)
      throw new PublishError(
        `${containerId} is locked for ${policy.days} days, which cannot be made ${days}: set retentionDays to ${policy.days} or more`,
      );
    const extended = await manager.call({
      method: 'POST',
      path: `${path}/extend`,
      apiVersion: API_VERSION,
      ifMatch: policy.etag,
      body: period,
    });
    return succeeded(extended, path) ? 'extended' : 'read-again';
  }
  if (policy.days !== days) {
    // Still open: the period may be set freely, and must be right before it is locked for good.
    const set = await manager.call({ method: 'PUT', path, apiVersion: API_VERSION, ifMatch: policy.etag, body: period });
    succeeded(set, path);
    return 'read-again';
  }
  const locked = await manager.call({ method: 'POST', path: `${path}/lock`, apiVersion: API_VERSION, ifMatch: policy.etag });
  return succeeded(locked, path) ? 'locked' : 'read-again';
}

function succeeded(answer: HttpAnswer, path: string): boolean {
  if (answer.status === PRECONDITION_FAILED) return false;
  if (answer.status >= 200 && answer.status < 300) return true;
  throw new PublishError(`${path} was not changed: ${shownAnswer(answer)}`);
}

function readPolicy(answer: HttpAnswer, path: string): Policy {
  const body = jsonOf(answer) as
    | { etag?: unknown; properties?: { state?: unknown; immutabilityPeriodSinceCreationInDays?: unknown } }
    | undefined;
  const etag = answer.header('etag') ?? body?.etag;
  const days = body?.properties?.immutabilityPeriodSinceCreationInDays;
  if (answer.status !== 200 || typeof etag !== 'string' || typeof days !== 'number')
    throw new PublishError(`${path} could not be read: ${shownAnswer(answer)}`);
  return { isLocked: body?.properties?.state === 'Locked', days, etag };
}
