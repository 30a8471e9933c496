import { NoAnswerError, type SendHttp, sendHttp } from '../../../infra/publish/http';
import { deployZip } from '../../../infra/publish/one-deploy';
import { PublishError } from '../../../infra/publish/publish-error';
import { Loopback } from '../support/loopback';
import { VirtualTime } from '../support/virtual-time';

const ZIP = Buffer.from('PK a release');
const PUBLISH = '/api/publish';
const LATEST = '/api/deployments/latest';
const SUCCEEDED = { status: 4, complete: true };
const STORAGE_REFUSED = {
  status: 3,
  status_text:
    'InaccessibleStorageException: Failed to access storage account for deployment: BlobUploadFailedException: 403 (This request is not authorized to perform this operation.)',
};

describe('the deployment of a release', () => {
  let site: Loopback;
  let time: VirtualTime;
  let said: string[];

  beforeEach(async () => {
    site = await Loopback.start();
    time = new VirtualTime();
    said = [];
  });
  afterEach(() => site.stop());

  const deploy = (send: SendHttp = sendHttp): Promise<void> =>
    deployZip(ZIP, site.url, { send, waiting: time, getToken: async () => 'a-token', say: (line) => said.push(line) });

  it('is done when the site says so at once', async () => {
    site.expect('POST', PUBLISH, { status: 200 });

    await deploy();

    expect(site.seen).toHaveLength(1);
    expect(site.seen[0]?.body).toEqual(ZIP);
    expect(site.seen[0]?.header('content-type')).toBe('application/zip');
    expect(site.seen[0]?.header('authorization')).toBe('Bearer a-token');
  });

  it('is followed to its end when the site only takes it', async () => {
    site
      .expect('POST', PUBLISH, { status: 202 })
      .expect('GET', LATEST, { status: 202, body: { status: 1 } }, { status: 202, body: { status: 2 } }, { status: 200, body: SUCCEEDED });

    await deploy();

    expect(site.count('GET', LATEST)).toBe(3);
  });

  it('is followed where the site says, as long as that is the site', async () => {
    site
      .expect('POST', PUBLISH, { status: 202, headers: { location: '/api/deployments/abc' } })
      .expect('GET', '/api/deployments/abc', { status: 200, body: SUCCEEDED });

    await deploy();

    expect(site.count('GET', '/api/deployments/abc')).toBe(1);
  });

  it('never carries its token to another host', async () => {
    site
      .expect('POST', PUBLISH, { status: 202, headers: { location: 'http://127.0.0.1:1/elsewhere' } })
      .expect('GET', LATEST, { status: 200, body: SUCCEEDED });

    await deploy();

    expect(site.count('GET', LATEST)).toBe(1);
  });

  it.each([
    ['busy with another deployment', { status: 409, body: 'Another deployment is in progress' }],
    ['closed to us while roles are spread', { status: 403, body: 'Ip Forbidden' }],
    ['not known yet', { status: 404 }],
    ['starting', { status: 503, body: 'Site Unavailable' }],
  ])('waits while the site is %s', async (_case, answer) => {
    site.expect('POST', PUBLISH, answer, answer, { status: 200 });

    await deploy();

    expect(site.count('POST', PUBLISH)).toBe(3);
    expect(said).toHaveLength(2);
    expect(time.now()).toBe(30_000);
  });

  it('waits while the name of the site is not known', async () => {
    site.expect('POST', PUBLISH, { status: 200 });
    let tries = 0;

    await deploy(async (request) => {
      tries += 1;
      if (tries < 3) throw new NoAnswerError('site did not answer: getaddrinfo ENOTFOUND');
      return sendHttp(request);
    });

    expect(tries).toBe(3);
  });

  it('starts again when a deployment failed because its storage was not accessible yet', async () => {
    site
      .expect('POST', PUBLISH, { status: 202 })
      .expect(
        'GET',
        LATEST,
        { status: 200, body: STORAGE_REFUSED },
        { status: 200, body: STORAGE_REFUSED },
        { status: 200, body: SUCCEEDED },
      );

    await deploy();

    expect(site.count('POST', PUBLISH)).toBe(3);
    expect(said.join('\n')).toContain('InaccessibleStorageException');
  });

  it('starts again when the site says the same at once', async () => {
    site.expect('POST', PUBLISH, { status: 400, body: STORAGE_REFUSED.status_text }, { status: 200 });

    await deploy();

    expect(site.count('POST', PUBLISH)).toBe(2);
  });

  it('gives up after 15 minutes, and says what it was told last', async () => {
    site.expect('POST', PUBLISH, { status: 403, body: 'still forbidden' });

    await expect(deploy()).rejects.toThrow(/within 15 minutes: HTTP 403: still forbidden/);

    expect(time.now()).toBeGreaterThan(14 * 60_000);
    expect(time.now()).toBeLessThanOrEqual(15 * 60_000);
  });

  it('gives up on a deployment that does not end', async () => {
    site.expect('POST', PUBLISH, { status: 202 }).expect('GET', LATEST, { status: 202, body: { status: 1 } });

    await expect(deploy()).rejects.toThrow(/did not end within 10 minutes/);
  });

  it.each([
    [
      'a deployment that failed for another reason',
      { status: 202 },
      { status: 200, body: { status: 3, status_text: 'the package has no host.json' } },
      /failed: the package has no host.json/,
    ],
    [
      'a deployment that is done in part',
      { status: 202 },
      { status: 200, body: { status: 6, status_text: 'some instances failed' } },
      /some instances failed/,
    ],
    [
      'a zip that the site cannot read',
      { status: 400, body: 'End of Central Directory record could not be found' },
      { status: 200 },
      /refused the zip: HTTP 400: End of Central Directory/,
    ],
    ['a redirect', { status: 302, headers: { location: 'https://login.example' } }, { status: 200 }, /HTTP 302/],
  ])('ends at once with %s', async (_case, published, polled, message) => {
    site.expect('POST', PUBLISH, published).expect('GET', LATEST, polled);

    const error = await deploy().catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(PublishError);
    expect(String(error)).toMatch(message);
    expect(site.count('POST', PUBLISH)).toBe(1);
  });
});
