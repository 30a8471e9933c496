import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accessTokens, type RunAzureCli } from '../../runtime/cli/remote/access-token';
import { ApiClient } from '../../runtime/cli/remote/api-client';
import { readConnectorAddress } from '../../runtime/cli/remote/connector-address';
import { VERBS } from '../../runtime/cli/verbs';
import { runVerb } from './run-verb';

const CLIENT_ID = '44444444-4444-4444-4444-444444444444';

describe('the address of a connector', () => {
  it.each([
    ['https://func-contoso.azurewebsites.net', 'https://func-contoso.azurewebsites.net', false],
    ['https://connector.contoso.example/', 'https://connector.contoso.example', false],
    ['http://localhost:7071', 'http://localhost:7071', true],
    ['http://127.0.0.1:7071/', 'http://127.0.0.1:7071', true],
    ['http://[::1]:7071', 'http://[::1]:7071', true],
  ])('may be %s', (text, origin, isLoopback) => {
    expect(readConnectorAddress(text)).toEqual({ origin, isLoopback });
  });

  it.each([
    'http://func-contoso.azurewebsites.net',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://localhost:7071@evil.example',
    'ftp://localhost',
    'func-contoso.azurewebsites.net',
    'https://func-contoso.azurewebsites.net/api',
    'https://user:password@func-contoso.azurewebsites.net',
    'https://func-contoso.azurewebsites.net?x',
  ])('must not be "%s", and nothing is sent there', async (text) => {
    const { code, err } = await runVerb(['status', '--connector', text], VERBS);

    expect(code).toBe(64);
    expect(err[0]).toContain('--connector must');
  });

  it('is not given together with a data folder', async () => {
    expect((await runVerb(['runs', '--connector', 'http://localhost:1', '--data', 'x'], VERBS)).code).toBe(64);
  });
});

describe('the token', () => {
  const cli =
    (answer: string, asked: string[][] = []): RunAzureCli =>
    async (args) => {
      asked.push([...args]);
      return answer;
    };

  it('is the one of the environment, wherever the connector is', async () => {
    for (const isLoopback of [true, false]) {
      const tokens = accessTokens({ env: { SIGNAL_ARCHIVE_TOKEN: 'given' }, isLoopback, clientId: undefined, runAzureCli: cli('other') });

      expect([await tokens.current(), tokens.forget()]).toEqual(['given', false]);
    }
  });

  it('comes from the Azure command line, for the app registration of the connector, once', async () => {
    const asked: string[][] = [];
    const tokens = accessTokens({ env: {}, isLoopback: false, clientId: CLIENT_ID, runAzureCli: cli('fresh\n', asked) });

    expect([await tokens.current(), await tokens.current()]).toEqual(['fresh', 'fresh']);
    expect(asked).toEqual([
      ['account', 'get-access-token', '--resource', `api://${CLIENT_ID}`, '--query', 'accessToken', '--output', 'tsv'],
    ]);
    expect(tokens.forget()).toBe(true);
    await tokens.current();
    expect(asked).toHaveLength(2);
  });

  it('is not needed on this machine', async () => {
    const asked: string[][] = [];
    const tokens = accessTokens({ env: {}, isLoopback: true, clientId: CLIENT_ID, runAzureCli: cli('fresh', asked) });

    expect([await tokens.current(), tokens.forget(), asked]).toEqual([undefined, false, []]);
  });

  it.each([undefined, '', 'https://management.azure.com', `${CLIENT_ID}/x`])(
    'is never asked for another resource: %s',
    async (clientId) => {
      const asked: string[][] = [];
      const tokens = accessTokens({ env: {}, isLoopback: false, clientId, runAzureCli: cli('fresh', asked) });

      await expect(tokens.current()).rejects.toThrow('--client-id');
      expect(asked).toEqual([]);
    },
  );

  it('says what the Azure command line said when there is none', async () => {
    const runAzureCli: RunAzureCli = () =>
      Promise.reject(Object.assign(new Error('Command failed'), { stderr: 'ERROR: Please run az login' }));
    const tokens = accessTokens({ env: { SIGNAL_ARCHIVE_CLIENT_ID: CLIENT_ID }, isLoopback: false, clientId: undefined, runAzureCli });

    await expect(tokens.current()).rejects.toThrow(/no token for api:\/\/4444.*Please run az login/);
  });
});

describe('the API of a connector', () => {
  let server: Server;
  let origin: string;
  let seen: { readonly method: string; readonly url: string; readonly token: string }[];
  let answers: { readonly status: number; readonly headers?: Record<string, string>; readonly body?: object }[];

  beforeEach(async () => {
    seen = [];
    answers = [];
    server = createServer((request: IncomingMessage, response) => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', token: request.headers.authorization ?? '' });
      const { status, headers = {}, body = {} } = answers.shift() ?? { status: 500 };
      request.resume();
      response.writeHead(status, headers).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const api = (tokens = ['one', 'two']): ApiClient => {
    let index = 0;
    return new ApiClient(
      { origin, isLoopback: true },
      {
        current: async () => tokens[index],
        forget: () => {
          index += 1;
          return index < tokens.length;
        },
      },
    );
  };

  it('gets the token, and a new one once when it is refused', async () => {
    answers = [{ status: 401 }, { status: 200, body: { name: 'x' } }];

    expect(await api().json('/api/me')).toEqual({ name: 'x' });
    expect(seen.map(({ token }) => token)).toEqual(['Bearer one', 'Bearer two']);
  });

  it('is refused in plain words when no token fits', async () => {
    answers = [{ status: 401 }, { status: 401 }];

    await expect(api().get('/api/me')).rejects.toThrow('takes no such sign-in');
  });

  it('is never followed to another place', async () => {
    answers = [{ status: 302, headers: { location: `${origin}/elsewhere` } }];

    await expect(api().get('/api/me')).rejects.toThrow('takes no such sign-in');
    expect(seen.map(({ url }) => url)).toEqual(['/api/me']);
  });

  it('tells problems in its own words', async () => {
    answers = [{ status: 409, body: { code: 'nothing-to-do', detail: 'Nothing of this selection can be taken up.', status: 409 } }];

    await expect(api().postJson('/api/held/replay', {})).rejects.toMatchObject({
      code: 'nothing-to-do',
      message: 'Nothing of this selection can be taken up.',
    });
  });

  it('is read again while something is not reachable, and an act is sent once', async () => {
    const busy = { status: 503, headers: { 'retry-after': '0.01' } };
    answers = [busy, busy, { status: 200 }, busy];

    await api().get('/api/me');
    await expect(api().postJson('/api/pause', {})).rejects.toThrow('HTTP 503');

    expect(seen.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'POST']);
  });
});
