import { createGraph } from '../../../runtime/adapters/graph/create-graph';
import { CachedToken, type IssuedToken } from '../../../runtime/adapters/graph/federated-token';
import { FixedToken } from '../../../runtime/adapters/graph/fixed-token';
import { GraphConnection } from '../../../runtime/adapters/graph/graph-connection';
import { GraphExchange } from '../../../runtime/adapters/graph/graph-exchange';
import { graphRoot } from '../../../runtime/adapters/graph/graph-root';
import { type GraphToken, TokenUnavailableError } from '../../../runtime/adapters/graph/graph-token';
import { ExchangeSimulator } from '../../../runtime/local/exchange-simulator/exchange-simulator';
import type { SeenRequest } from '../../../runtime/local/exchange-simulator/graph-endpoint';
import { NoGate } from '../../fakes/no-gate';

const MAILBOX = '44444444-0000-4000-8000-000000000001';
const MINUTE_IN_MS = 60_000;

describe('a fixed token', () => {
  it('is for loopback only', async () => {
    expect(() => new FixedToken('x', graphRoot('https://graph.microsoft.com/v1.0'))).toThrow('loopback only');
    expect(() => createGraph({ root: 'https://127.0.0.1.attacker.example/v1.0', token: { kind: 'fixed', token: 'x' } })).toThrow(
      'loopback only',
    );
    await expect(new FixedToken('x', graphRoot('http://127.0.0.1:1/v1.0')).get()).resolves.toBe('x');
  });
});

describe('a cached token', () => {
  let now = 0;
  let issued = 0;
  const issue = async (): Promise<IssuedToken> => {
    issued += 1;
    return { token: `token-${issued}`, expiresOnTimestamp: now + 60 * MINUTE_IN_MS };
  };
  beforeEach(() => {
    now = 1_000_000;
    issued = 0;
  });

  it('is asked for once by many that need it at the same moment', async () => {
    const tokens = new CachedToken(issue, () => now);

    expect(await Promise.all([tokens.get(), tokens.get(), tokens.get()])).toEqual(['token-1', 'token-1', 'token-1']);
  });

  it('is replaced before it ends', async () => {
    const tokens = new CachedToken(issue, () => now);
    await tokens.get();
    now += 54 * MINUTE_IN_MS;
    expect(await tokens.get()).toBe('token-1');
    now += 2 * MINUTE_IN_MS;

    expect(await tokens.get()).toBe('token-2');
  });

  it('is replaced once when many requests learn at the same moment that it is refused', async () => {
    const tokens = new CachedToken(issue, () => now);
    const first = await tokens.get();
    tokens.refused(first);
    const second = await tokens.get();
    tokens.refused(first);

    expect([second, await tokens.get()]).toEqual(['token-2', 'token-2']);
  });

  it.each([
    ['AADSTS70021: No matching federated identity record found', true, 'AADSTS70021'],
    ['AADSTS7000229: The client application is missing a service principal', true, 'AADSTS7000229'],
    ['AADSTS90033: A transient error has occurred', false, 'AADSTS90033'],
    ['getaddrinfo ENOTFOUND login.microsoftonline.com', false, 'the authority did not answer'],
  ])('that does not come: %s', async (message, isRefused, why) => {
    const tokens = new CachedToken(async () => Promise.reject(new Error(message)));

    await expect(tokens.get()).rejects.toMatchObject({ isRefused, why });
  });

  it('is asked for again after a failure', async () => {
    let isDown = true;
    const tokens = new CachedToken(
      async () => (isDown ? Promise.reject(new Error('down')) : issue()),
      () => now,
    );
    await expect(tokens.get()).rejects.toBeDefined();
    isDown = false;

    expect(await tokens.get()).toBe('token-1');
  });
});

describe('the token of a request', () => {
  let simulator: ExchangeSimulator;
  let connection: GraphConnection;
  let seen: SeenRequest[];
  afterEach(async () => {
    connection.close();
    await simulator.stop();
  });

  async function mailboxWith(token: GraphToken, accepted: readonly string[]) {
    seen = [];
    simulator = await ExchangeSimulator.start({
      users: [{ id: MAILBOX, userPrincipalName: 'anna.lee@contoso.example' }],
      switches: { tokens: accepted },
      onRequest: (request) => seen.push(request),
    });
    connection = new GraphConnection(graphRoot(simulator.url), token);
    return new GraphExchange(connection).mailbox(MAILBOX, new NoGate());
  }

  it('that has expired is replaced once, and the request is sent again', async () => {
    let count = 0;
    const token = new CachedToken(async () => ({ token: `token-${++count}`, expiresOnTimestamp: Date.now() + 60 * MINUTE_IN_MS }));
    const mailbox = await mailboxWith(token, ['token-2']);

    expect((await mailbox.openFolder('archive')).how).toBe('created');
    expect(seen.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
      'Bearer token-2',
      'Bearer token-2',
    ]);
  });

  it('that is refused also after a new one is an error, after two requests', async () => {
    const token = new CachedToken(async () => ({ token: 'wrong', expiresOnTimestamp: Date.now() + 60 * MINUTE_IN_MS }));
    const mailbox = await mailboxWith(token, ['right']);

    await expect(mailbox.probe()).rejects.toMatchObject({ code: 'TOKEN_REFUSED' });
    expect(seen).toHaveLength(2);
  });

  it.each([
    [true, 'TOKEN_REFUSED'],
    [false, 'EXCHANGE_UNAVAILABLE'],
  ])('that does not come (refused: %s) keeps the request here', async (isRefused, code) => {
    const token: GraphToken = { get: () => Promise.reject(new TokenUnavailableError(isRefused, 'x')), refused: () => {} };
    const mailbox = await mailboxWith(token, []);

    await expect(mailbox.create('inbox', Buffer.from('{}'))).rejects.toMatchObject({ code, disposition: 'retry' });
    expect(seen).toEqual([]);
  });

  it('is never sent to an upload URL', async () => {
    const mailbox = await mailboxWith(new FixedToken('secret', graphRoot('http://127.0.0.1:1/v1.0')), ['secret']);
    const folder = await mailbox.openFolder('staging');
    const { id } = await mailbox.create(folder.id, Buffer.from('{}'));
    const total = 3 * 1024 * 1024;
    const session = await mailbox.openUpload(id, { name: 'a', contentType: 'a/b', bytes: total, isInline: false, contentId: undefined });
    await mailbox.uploadState(session.url);
    await mailbox.uploadRange(session.url, 0, total, Buffer.alloc(total));

    const uploads = seen.filter(({ url }) => url.startsWith('/attachment-sessions/'));
    expect(uploads.map(({ method }) => method)).toEqual(['GET', 'PUT']);
    expect(JSON.stringify(uploads.map(({ headers }) => headers))).not.toContain('secret');
    expect(simulator.statistics.mistakes.tokenToUploadUrl).toBe(0);
  });

  it('travels with immutable ids and a request id of its own', async () => {
    const mailbox = await mailboxWith(new FixedToken('secret', graphRoot('http://127.0.0.1:1/v1.0')), ['secret']);
    await mailbox.probe();
    await mailbox.probe();

    expect(seen[0]?.headers).toMatchObject({ prefer: 'IdType="ImmutableId"', authorization: 'Bearer secret', accept: 'application/json' });
    expect(new Set(seen.map(({ headers }) => headers['client-request-id'])).size).toBe(2);
  });
});
