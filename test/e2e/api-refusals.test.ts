import { type ApiAnswer, type ApiCall, apiAt, jsonOf } from './support/api-client';
import { answerMisfits, DESCRIBED, type DescribedOperation } from './support/api-description';
import { type BareHost, startBareHost } from './support/bare-host';

jest.setTimeout(60_000);

const VERSION = 'a'.repeat(64);
const pathOf = ({ path }: DescribedOperation): string => path.replace('{version}', VERSION).replace('{runId}', 'no-such-run');
const CHANGES = DESCRIBED.filter(({ method }) => method === 'POST');
const named = (operations: readonly DescribedOperation[]) => operations.map((each) => [each.operationId, each] as const);

const seen: ApiAnswer[] = [];
let host: BareHost;
let call: ApiCall;

beforeAll(async () => {
  host = await startBareHost();
  call = apiAt(host.origin, (_request, answer) => seen.push(answer));
});
afterAll(() => host?.stop());

describe('a request that cannot be answered', () => {
  it.each(['/api', '/api/', '/api/nothing', '/api/runs/a/b/c', '/api/Runs', '/api/%zz'])('gets 404 at %s', async (path) => {
    const answers = await Promise.all(['GET', 'POST'].map((method) => call({ method, path })));

    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    expect(jsonOf(answers[0] as ApiAnswer)).toMatchObject({ status: 404, code: 'no-such-operation' });
  });

  it.each([...new Set(DESCRIBED.map(({ path }) => path))])('gets 405 by another method at %s', async (path) => {
    const operation = { path } as DescribedOperation;
    const methods = DESCRIBED.filter((each) => each.path === path).map(({ method }) => method);
    const other = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter((method) => !methods.includes(method));
    // No operation has the literal name of another one in the place of its parameter.
    const answers = await Promise.all(other.map((method) => call({ method, path: pathOf(operation) })));

    expect(answers.map(({ status, headers }) => `${status} ${headers.get('allow')}`)).toEqual(other.map(() => `405 ${methods.join(', ')}`));
  });

  it.each(named(CHANGES.filter(({ requestBody }) => requestBody !== undefined)))(
    'gets 415 for another type: %s',
    async (_name, operation) => {
      const answer = await call({ method: 'POST', path: pathOf(operation), type: 'application/xml', body: '<a/>' });

      expect(answer.status).toBe(415);
      expect(answerMisfits(operation, answer)).toEqual([]);
    },
  );

  it.each([
    ['JSON', '/api/held/replay', 'application/json', 1024 * 1024],
    ['a file', '/api/mapping/versions', 'text/csv', 32 * 1024 * 1024],
  ])('gets 413 for a body that is too large: %s', async (_name, path, type, most) => {
    const answer = await call({ method: 'POST', path, type, body: ' '.repeat(most + 1) });

    expect(answer.status).toBe(413);
    expect(jsonOf(answer)).toMatchObject({ code: 'too-large' });
  });

  it.each([
    ['no JSON', { method: 'POST', path: '/api/held/replay', body: '{' }, 'invalid-json'],
    ['neither ids nor a filter', { method: 'POST', path: '/api/held/replay', body: {} }, 'invalid-body'],
    ['both ids and a filter', { method: 'POST', path: '/api/held/replay', body: { ids: ['a'], filter: {} } }, 'invalid-body'],
    ['a limit of 0', { method: 'GET', path: '/api/runs?limit=0' }, 'invalid-query'],
    ['a state that is none', { method: 'GET', path: '/api/runs?state=fine' }, 'invalid-query'],
    ['a time that is none', { method: 'GET', path: '/api/audit?from=yesterday' }, 'invalid-query'],
    ['no window', { method: 'GET', path: '/api/runs/estimate' }, 'invalid-query'],
  ])('gets 400 for %s', async (_name, request, code) => {
    const answer = await call(request);

    expect(answer.status).toBe(400);
    expect(jsonOf(answer)).toMatchObject({ code });
  });

  it('gets 412 when somebody else was faster', async () => {
    const before = await call({ method: 'GET', path: '/api/pause' });
    const headers = { 'if-match': before.headers.get('etag') ?? '' };
    const first = await call({ method: 'POST', path: '/api/pause', body: { reason: 'one' }, headers });
    const second = await call({ method: 'POST', path: '/api/pause', body: { reason: 'two' }, headers });

    expect([first.status, second.status]).toEqual([200, 412]);
    expect(jsonOf(await call({ method: 'GET', path: '/api/pause' }))).toMatchObject({ pause: { reason: 'one' } });
  });
});

describe('a change from elsewhere', () => {
  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['another port', { origin: 'http://localhost:1' }],
    ['a cross-site request', { 'sec-fetch-site': 'cross-site' }],
    ['a cookie without an origin', { cookie: 'AppServiceAuthSession=x' }],
  ])('is refused on every operation: %s', async (_name, headers) => {
    const answers = await Promise.all(CHANGES.map((each) => call({ method: 'POST', path: pathOf(each), body: {}, headers })));

    expect(answers.map(({ status, text }) => `${status} ${JSON.parse(text).code}`)).toEqual(CHANGES.map(() => '403 foreign-origin'));
  });

  it('is taken from the page itself', async () => {
    const headers = { origin: host.origin, cookie: 'AppServiceAuthSession=x', 'sec-fetch-site': 'same-origin' };

    expect((await call({ method: 'POST', path: '/api/resume', body: {}, headers })).status).toBe(200);
  });
});

describe('a sign-in that does not fit', () => {
  const OTHER = '11111111-1111-1111-1111-111111111111';

  it.each([
    ['another issuer', `iss=https://login.microsoftonline.com/${OTHER}/v2.0`, 401],
    ['another application', `aud=${OTHER}`, 401],
    ['another tenant', `tid=${OTHER}`, 401],
    ['no role', 'roles=', 403],
    ['a role of somebody else', 'roles=Global.Admin', 403],
  ])('is refused on every operation and on the page: %s', async (_name, signIn, status) => {
    const headers = { 'x-local-sign-in': signIn };
    const answers = await Promise.all([...DESCRIBED.map((each) => call({ method: each.method, path: pathOf(each), headers }))]);
    const page = await call({ method: 'GET', path: '/', headers });

    expect([...answers, page].map((each) => each.status)).toEqual([...answers, page].map(() => status));
    expect(answers.flatMap((answer, index) => answerMisfits(DESCRIBED[index] as DescribedOperation, answer))).toEqual([]);
  });

  it('counts the highest of several roles', async () => {
    const headers = { 'x-local-sign-in': 'roles=DataConnector.Reader,DataConnector.Auditor' };

    expect(jsonOf(await call({ method: 'GET', path: '/api/me', headers }))).toMatchObject({ role: 'DataConnector.Auditor' });
  });
});

describe('the page', () => {
  it.each([
    ['GET', '/', '/'],
    ['HEAD', '/', '/'],
    ['GET', '/held?reason=unmatched', '/held?reason=unmatched'],
  ])('shows nobody the way to the sign-in: %s %s', async (method, path, back) => {
    const answer = await call({ method, path, as: 'nobody' });

    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(`/.auth/login/aad?post_login_redirect_uri=${encodeURIComponent(back)}`);
  });

  it.each([
    ['POST', '/'],
    ['GET', '/public/page.css'],
    ['GET', '/.auth/login/aad'],
  ])('refuses nobody where a sign-in leads nowhere: %s %s', async (method, path) => {
    expect((await call({ method, path, as: 'nobody' })).status).toBe(401);
  });

  it('is only read', async () => {
    const answer = await call({ method: 'POST', path: '/', body: {} });

    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
  });

  it.each(['Reader', 'Auditor', 'Admin'] as const)('is shown to a %s', async (as) => {
    const answer = await call({ method: 'GET', path: '/', as });

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  it('has no other view', async () => {
    expect((await call({ method: 'GET', path: '/nothing' })).status).toBe(404);
  });
});

it('carries the rules for the browser with every answer, and sets no cookie', () => {
  const wrong = seen.filter(({ headers }) => {
    const policy = headers.get('content-security-policy') ?? '';
    return !policy.includes("default-src 'none'") || policy.includes('unsafe') || headers.has('set-cookie');
  });

  expect(seen.length).toBeGreaterThan(100);
  expect(wrong.map(({ status, text }) => `${status} ${text.slice(0, 80)}`)).toEqual([]);
});

describe('without a sign-in of the platform', () => {
  let open: BareHost;
  beforeAll(async () => {
    open = await startBareHost('absent', false);
  });
  afterAll(() => open?.stop());

  it('a forged principal is refused on every operation, on the page and on what it loads', async () => {
    const forged = Buffer.from(JSON.stringify(FORGED)).toString('base64');
    const headers = { 'x-ms-client-principal': forged, 'x-ms-client-principal-id': 'x', 'x-ms-client-principal-idp': 'aad' };
    const paths = [...DESCRIBED.map((each) => [each.method, pathOf(each)] as const), ['GET', '/'], ['GET', '/public/page.css']] as const;

    const answers = await Promise.all(paths.map(([method, path]) => apiAt(open.origin)({ method, path, headers })));

    expect(answers.map(({ status }, index) => `${status} ${paths[index]?.join(' ')}`)).toEqual(
      paths.map((path) => `401 ${path.join(' ')}`),
    );
  });
});

/** What the platform would send for the administrator of local mode. */
const TENANT = '00000000-0000-0000-0000-000000000000';
const FORGED = {
  auth_typ: 'aad',
  role_typ: 'roles',
  claims: [
    { typ: 'iss', val: `https://login.microsoftonline.com/${TENANT}/v2.0` },
    { typ: 'aud', val: TENANT },
    { typ: 'tid', val: TENANT },
    { typ: 'oid', val: '00000000-0000-0000-0000-000000000001' },
    { typ: 'roles', val: 'DataConnector.Admin' },
  ],
};
