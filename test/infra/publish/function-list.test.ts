import { waitForFunctions } from '../../../infra/publish/function-list';
import { sendHttp } from '../../../infra/publish/http';
import { resourceManager } from '../../../infra/publish/resource-manager';
import { Loopback } from '../support/loopback';
import { VirtualTime } from '../support/virtual-time';

const SITE = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/func';
const listed = (...names: readonly string[]) => ({ status: 200, body: { value: names.map((name) => ({ name: `func/${name}` })) } });

describe('the list of functions', () => {
  let arm: Loopback;
  let time: VirtualTime;

  beforeEach(async () => {
    arm = await Loopback.start();
    time = new VirtualTime();
  });
  afterEach(() => arm.stop());

  const wait = (expected: readonly string[]): Promise<void> =>
    waitForFunctions(
      SITE,
      expected,
      resourceManager({ resourceManager: arm.url }, async () => 'a-token', sendHttp),
      time,
    );

  it('is waited for until it is the expected one', async () => {
    arm.expect('GET', `${SITE}/functions?api-version=`, listed(), { status: 503 }, listed('collect'), listed('unpack', 'collect'));

    await wait(['collect', 'unpack']);

    expect(arm.seen).toHaveLength(4);
    expect(arm.seen[0]?.header('authorization')).toBe('Bearer a-token');
  });

  it.each([
    ['lacks one', listed('collect'), /missing unpack\./],
    ['has one too many', listed('collect', 'unpack', 'debug'), /unexpected debug\./],
    ['is another release', listed('hello'), /missing collect, unpack; unexpected hello\./],
    ['cannot be read', { status: 403, body: { error: { code: 'AuthorizationFailed' } } }, /HTTP 403/],
  ])('ends the deployment when it %s for 10 minutes', async (_case, answer, message) => {
    arm.expect('GET', SITE, answer);

    await expect(wait(['collect', 'unpack'])).rejects.toThrow(message);

    expect(time.now()).toBeGreaterThan(9 * 60_000);
  });
});
