import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CLOUDS } from '../../../infra/clouds';
import { readCredential } from '../../../infra/publish/credential-input';
import { chooseSignIn, type Environment, freshAssertion } from '../../../infra/publish/credentials';
import { sendHttp } from '../../../infra/publish/http';
import { resourceManager } from '../../../infra/publish/resource-manager';
import { setCredential } from '../../../infra/publish/set-credential';
import { exampleConfig } from '../support/example-stack';
import { Loopback } from '../support/loopback';

const CLOUD = CLOUDS.commercial;
const TENANT = { ARM_TENANT_ID: 't', ARM_CLIENT_ID: 'c' };

describe('who signs in to publish', () => {
  it.each<[string, Environment, string]>([
    ['the Azure command line when nothing is set', {}, 'azure-cli'],
    ['the Azure command line of a tenant', { ARM_TENANT_ID: 't' }, 'azure-cli'],
    ['the workflow, by an assertion', { ...TENANT, ARM_USE_OIDC: 'true' }, 'assertion'],
    ['the workflow even when a secret lies about', { ...TENANT, ARM_USE_OIDC: 'true', ARM_CLIENT_SECRET: 's' }, 'assertion'],
    ['a client with its secret', { ...TENANT, ARM_CLIENT_SECRET: 's' }, 'secret'],
  ])('is %s', (_case, env, kind) => {
    expect(chooseSignIn(env, CLOUD).kind).toBe(kind);
  });

  describe('by an assertion', () => {
    let workflow: Loopback;
    beforeEach(async () => {
      workflow = await Loopback.start();
    });
    afterEach(() => workflow.stop());

    const request = (): Environment => ({
      ACTIONS_ID_TOKEN_REQUEST_URL: `${workflow.url}/token?api=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'bearer',
    });

    it('asks for a fresh one every time, for the audience of the cloud', async () => {
      workflow.expect('GET', '/token', { status: 200, body: { value: 'one' } }, { status: 200, body: { value: 'two' } });

      expect(await freshAssertion(request(), CLOUD, sendHttp)).toBe('one');
      expect(await freshAssertion(request(), CLOUDS.china, sendHttp)).toBe('two');

      expect(workflow.seen.map(({ url }) => new URLSearchParams(url.split('?')[1]).get('audience'))).toEqual([
        'api://AzureADTokenExchange',
        'api://AzureADTokenExchangeChina',
      ]);
      expect(workflow.seen[0]?.header('authorization')).toBe('Bearer bearer');
    });

    it.each([
      ['refuses', { status: 403, body: 'no' }],
      ['answers something else', { status: 200, body: { token: 'x' } }],
    ])('says so when the workflow %s, without showing what it said', async (_case, answer) => {
      workflow.expect('GET', '/token', answer);
      await expect(freshAssertion(request(), CLOUD, sendHttp)).rejects.toThrow(/^The workflow gave no identity token: HTTP \d+$/);
    });

    it('reads it from a file anew each time, or takes it as it is given', async () => {
      const file = path.join(mkdtempSync(path.join(tmpdir(), 'signal-archive-oidc-')), 'token');
      writeFileSync(file, 'from-a-file\n');
      expect(await freshAssertion({ ARM_OIDC_TOKEN_FILE_PATH: file }, CLOUD, sendHttp)).toBe('from-a-file');
      expect(await freshAssertion({ ARM_OIDC_TOKEN: 'given' }, CLOUD, sendHttp)).toBe('given');
    });

    it('says what is missing when nothing proves the client', async () => {
      await expect(freshAssertion(TENANT, CLOUD, sendHttp)).rejects.toThrow(/id-token: write/);
    });
  });
});

describe('the credential of the source', () => {
  it.each([
    ['two lines', 'connector\nsecret-word\n', { username: 'connector', password: 'secret-word' }],
    ['two lines of Windows', 'connector\r\nsecret-word\r\n', { username: 'connector', password: 'secret-word' }],
    ['JSON', '{"username":"connector","password":"secret-word"}', { username: 'connector', password: 'secret-word' }],
    [
      'JSON with a key',
      '{"username":"connector","privateKey":"-----BEGIN","passphrase":"p"}',
      { username: 'connector', privateKey: '-----BEGIN', passphrase: 'p' },
    ],
  ])('is read from %s', (_case, input, credential) => {
    expect(JSON.parse(readCredential(input))).toEqual(credential);
  });

  it.each([
    ['nothing', '', /no user name/],
    ['a user name only', 'connector\n', /neither a password nor a private key/],
    ['three lines', 'a\nsecret-word\nc', /two lines/],
    ['broken JSON', '{"username":', /none/],
    ['JSON with a field that nobody reads', '{"username":"a","pass":"secret-word"}', /nobody reads/],
    ['JSON with a number', '{"username":"a","password":5}', /must be a text/],
    ['more than a vault takes', JSON.stringify({ username: 'a', password: 'secret-word'.repeat(3000) }), /25000 bytes/],
  ])('is refused when it is %s, without repeating it', (_case, input, message) => {
    expect(() => readCredential(input)).toThrow(message);
    expect(() => readCredential(input)).not.toThrow(/secret-word/);
  });

  describe('in the vault', () => {
    let arm: Loopback;
    beforeEach(async () => {
      arm = await Loopback.start();
    });
    afterEach(() => arm.stop());

    const set = (): Promise<void> =>
      setCredential(
        exampleConfig(),
        'dev',
        '{"username":"a","password":"secret-word"}',
        resourceManager({ resourceManager: arm.url }, async () => 'a-token', sendHttp),
      );

    it('is written through the resource manager, with the day it expires', async () => {
      arm.expect('PUT', '/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-signal-archive-contoso-dev-', {
        status: 201,
      });

      await set();

      expect(arm.seen[0]?.url).toMatch(/\/vaults\/kv-contoso-dev-\w{8}\/secrets\/source-credential\?api-version=/);
      expect(JSON.parse(String(arm.seen[0]?.body))).toEqual({
        properties: {
          value: '{"username":"a","password":"secret-word"}',
          contentType: 'application/json',
          attributes: { enabled: true, exp: Date.UTC(2027, 5, 30, 23, 59, 59) / 1000 },
        },
      });
    });

    it('is never repeated, not even when the answer does', async () => {
      arm.expect('PUT', '/', { status: 400, body: { error: { code: 'BadParameter', message: 'cannot take secret-word' } } });

      const error = await set().catch((thrown: unknown) => String(thrown));

      expect(error).toContain('HTTP 400 BadParameter');
      expect(error).not.toContain('secret-word');
    });
  });
});
