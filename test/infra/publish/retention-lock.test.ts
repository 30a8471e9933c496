import { sendHttp } from '../../../infra/publish/http';
import { resourceManager } from '../../../infra/publish/resource-manager';
import { lockRetention } from '../../../infra/publish/retention-lock';
import { Loopback } from '../support/loopback';

const CONTAINER =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a/blobServices/default/containers/packages';
const POLICY = `${CONTAINER}/immutabilityPolicies/default`;
const policy = (state: 'Locked' | 'Unlocked', days: number, etag: string) => ({
  status: 200,
  headers: { etag },
  body: { properties: { state, immutabilityPeriodSinceCreationInDays: days } },
});

describe('locking the retention of a container', () => {
  let arm: Loopback;
  beforeEach(async () => {
    arm = await Loopback.start();
  });
  afterEach(() => arm.stop());

  const lock = (days: number): Promise<string> =>
    lockRetention(
      CONTAINER,
      days,
      resourceManager({ resourceManager: arm.url }, async () => 'a-token', sendHttp),
    );
  const writes = (): string[] =>
    arm.seen
      .filter(({ method }) => method !== 'GET')
      .map(({ method, url, header }) => `${method} ${url.replace(POLICY, '').split('?')[0]} ${header('if-match')}`);

  it('reads the ETag and locks with it', async () => {
    arm.expect('GET', POLICY, policy('Unlocked', 30, '"1"')).expect('POST', `${POLICY}/lock`, { status: 200 });

    expect(await lock(30)).toBe('locked');
    expect(writes()).toEqual(['POST /lock "1"']);
  });

  it('does nothing when it is locked for the wanted time: locking again is harmless', async () => {
    arm.expect('GET', POLICY, policy('Locked', 30, '"2"'));

    expect(await lock(30)).toBe('unchanged');
    expect(writes()).toEqual([]);
  });

  it('makes a locked period longer', async () => {
    arm.expect('GET', POLICY, policy('Locked', 30, '"2"')).expect('POST', `${POLICY}/extend`, { status: 200 });

    expect(await lock(60)).toBe('extended');
    expect(writes()).toEqual(['POST /extend "2"']);
    expect(JSON.parse(String(arm.seen.at(-1)?.body))).toEqual({ properties: { immutabilityPeriodSinceCreationInDays: 60 } });
  });

  it('refuses to make a locked period shorter, and says what to set', async () => {
    arm.expect('GET', POLICY, policy('Locked', 90, '"2"'));

    await expect(lock(60)).rejects.toThrow(/locked for 90 days, which cannot be made 60: set retentionDays to 90 or more/);
    expect(writes()).toEqual([]);
  });

  it('sets the right period before it locks it for good', async () => {
    arm
      .expect('GET', POLICY, policy('Unlocked', 10, '"1"'), policy('Unlocked', 30, '"2"'))
      .expect('PUT', POLICY, { status: 200 })
      .expect('POST', `${POLICY}/lock`, { status: 200 });

    expect(await lock(30)).toBe('locked');
    expect(writes()).toEqual(['PUT  "1"', 'POST /lock "2"']);
  });

  it('reads again when somebody else was faster (412)', async () => {
    arm.expect('GET', POLICY, policy('Unlocked', 30, '"1"'), policy('Locked', 30, '"2"')).expect('POST', `${POLICY}/lock`, { status: 412 });

    expect(await lock(30)).toBe('unchanged');
    expect(writes()).toEqual(['POST /lock "1"']);
  });

  it('gives up when the policy changes all the time', async () => {
    arm.expect('GET', POLICY, policy('Unlocked', 30, '"1"')).expect('POST', `${POLICY}/lock`, { status: 412 });

    await expect(lock(30)).rejects.toThrow(/changes all the time/);
    expect(writes()).toHaveLength(5);
  });

  it.each([
    ['is not there', { status: 404, body: { error: { code: 'ContainerNotFound' } } }, /could not be read: HTTP 404/],
    [
      'has no ETag',
      { status: 200, body: { properties: { state: 'Unlocked', immutabilityPeriodSinceCreationInDays: 30 } } },
      /could not be read/,
    ],
  ])('says so when the policy %s', async (_case, answer, message) => {
    arm.expect('GET', POLICY, answer);
    await expect(lock(30)).rejects.toThrow(message);
  });

  it('says so when the lock is refused', async () => {
    arm.expect('GET', POLICY, policy('Unlocked', 30, '"1"')).expect('POST', `${POLICY}/lock`, { status: 403, body: 'AuthorizationFailed' });
    await expect(lock(30)).rejects.toThrow(/was not changed: HTTP 403/);
  });
});
