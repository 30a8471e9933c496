import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import type { FaultRule } from '../../../runtime/local/telemessage-simulator/server/fault-script';
import { SimulatedTelemessage } from '../../../runtime/local/telemessage-simulator/server/simulated-telemessage';

const CONTRACT = join(__dirname, '../../../docs/telemessage-source.openapi.yaml');
const NOON = new Date('2026-11-20T12:00:00Z');
const DAY = 'from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z';

interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, unknown>> }>>>>;
}

const contract = parse(readFileSync(CONTRACT, 'utf8')) as Contract;
const ajv = new Ajv2020({ strict: false });
addFormats(ajv);
ajv.addSchema(contract as object, 'contract');
const schema = (name: string): ValidateFunction => ajv.compile({ $ref: `contract#/components/schemas/${name}` });

describe('the TeleMessage simulator', () => {
  let simulator: SimulatedTelemessage;
  let token: string;

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${simulator.url}${path}`, { redirect: 'manual', ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
  const signIn = (credential: unknown) => ask('/v1/session', { method: 'POST', body: JSON.stringify(credential) });

  beforeEach(async () => {
    simulator = await SimulatedTelemessage.start({ username: 'archive', password: 'right', certificate: 'none', hasControl: true });
    token = ((await (await signIn({ username: 'archive', password: 'right' })).json()) as { token: string }).token;
  });

  afterEach(() => simulator.stop());

  it('lets in who knows user name and password, with a session of the contract', async () => {
    const session = await (await signIn({ username: 'archive', password: 'right' })).json();

    expect(schema('Session')(session)).toBe(true);
    expect((await signIn({ username: 'archive', password: 'wrong' })).status).toBe(401);
    expect((await signIn({ username: 'Archive', password: 'right' })).status).toBe(401);
    expect((await signIn('x')).status).toBe(401);
    expect((await ask('/v1/session', { method: 'POST', body: '{' })).status).toBe(400);
  });

  it.each([
    ['GET', `/v1/packages?${DAY}`],
    ['GET', '/v1/packages/pkg-000001/content'],
    ['POST', '/v1/packages/pkg-000001/acknowledgement'],
  ])('answers 401 without a session: %s %s', async (method, path) => {
    simulator.shelf.put('a.zip', Buffer.from('x'), NOON);
    token = 'made-up';

    expect((await ask(path, { method })).status).toBe(401);
  });

  it('lists pages of the contract, oldest first, of the window only', async () => {
    for (let index = 0; index < 5; index++) simulator.shelf.put(`${index}.zip`, Buffer.from('x'), new Date(NOON.getTime() - index * 1000));
    simulator.shelf.put('before.zip', Buffer.from('x'), new Date('2026-11-19T23:59:59Z'));
    simulator.shelf.put('after.zip', Buffer.from('x'), new Date('2026-11-21T00:00:00Z'));
    const isPage = schema('PackagePage');
    const names: string[] = [];
    let cursor: string | null = '0';
    while (cursor !== null) {
      const page = (await (await ask(`/v1/packages?${DAY}&pageSize=2&page=${cursor}`)).json()) as {
        total: number;
        packages: { name: string }[];
        next: string | null;
      };
      expect([isPage(page), page.total]).toEqual([true, 5]);
      names.push(...page.packages.map(({ name }) => name));
      cursor = page.next;
    }

    expect(names).toEqual(['4.zip', '3.zip', '2.zip', '1.zip', '0.zip']);
  });

  it.each([
    '',
    'to=soon',
    'to=2026-11-21T00:00:00Z&pageSize=0',
    'to=2026-11-21T00:00:00Z&pageSize=1001',
    'to=2026-11-21T00:00:00Z&page=-1',
  ])('answers 400 to a listing that asks for nothing sensible: %j', async (query) => {
    expect((await ask(`/v1/packages?${query}`)).status).toBe(400);
  });

  it('sends a package whole, from an offset, and only while it is the listed one', async () => {
    const { id, etag } = simulator.shelf.put('a.zip', Buffer.from('0123456789'), NOON);
    const get = (headers: Record<string, string>) => ask(`/v1/packages/${id}/content`, { headers });
    const rest = await get({ range: 'bytes=4-', 'if-match': `"${etag}"` });

    expect(await (await get({})).text()).toBe('0123456789');
    expect([rest.status, rest.headers.get('content-range'), rest.headers.get('etag'), await rest.text()]).toEqual([
      206,
      'bytes 4-9/10',
      `"${etag}"`,
      '456789',
    ]);
    expect((await get({ range: 'bytes=10-' })).status).toBe(416);
    expect((await get({ 'if-match': '"other"' })).status).toBe(412);
    expect((await ask('/v1/packages/pkg-999999/content')).status).toBe(404);
  });

  it('keeps the id and changes the ETag when a name comes again', () => {
    const first = simulator.shelf.put('a.zip', Buffer.from('one'), NOON);
    const second = simulator.shelf.put('a.zip', Buffer.from('two'), NOON);

    expect(second.id).toBe(first.id);
    expect(second.etag).not.toBe(first.etag);
  });

  it('answers only with statuses that the contract names', async () => {
    const { id } = simulator.shelf.put('a.zip', Buffer.from('x'), NOON);
    const seen: [string, string, number][] = [
      ['/v1/session', 'post', (await signIn({})).status],
      ['/v1/packages', 'get', (await ask(`/v1/packages?${DAY}`)).status],
      ['/v1/packages/{id}/content', 'get', (await ask(`/v1/packages/${id}/content`)).status],
      ['/v1/packages/{id}/acknowledgement', 'post', (await ask(`/v1/packages/${id}/acknowledgement`, { method: 'POST' })).status],
    ];

    for (const [path, method, status] of seen)
      expect(Object.keys(contract.paths[path]?.[method]?.responses ?? {})).toContain(String(status));
    expect(seen.map(([path]) => path)).toEqual(Object.keys(contract.paths));
    expect((await ask('/v1/elsewhere')).status).toBe(404);
  });

  it('notes what was asked and acknowledged', async () => {
    const { id } = simulator.shelf.put('a.zip', Buffer.from('0123456789'), NOON);
    await (await ask(`/v1/packages/${id}/content`, { headers: { range: 'bytes=4-' } })).text();
    await ask(`/v1/packages/${id}/acknowledgement`, { method: 'POST' });
    await ask('/v1/elsewhere');

    expect(simulator.journal).toEqual([
      { operation: 'sign-in', status: 200, range: undefined },
      { operation: 'download', status: 206, range: 'bytes=4-' },
      { operation: 'acknowledgement', status: 204, range: undefined },
      { operation: 'unknown', status: 404, range: undefined },
    ]);
    expect(simulator.acknowledged).toEqual(['a.zip']);
  });

  it('lets a fault strike as often as it is told, and not before', async () => {
    simulator.faults.add({ on: 'listing', fault: { kind: 'status', status: 500 }, after: 1, times: 2 });
    const statuses: number[] = [];
    for (let index = 0; index < 5; index++) statuses.push((await ask(`/v1/packages?${DAY}`)).status);

    expect(statuses).toEqual([200, 500, 500, 200, 200]);
  });

  it('is moved from outside', async () => {
    const rule: FaultRule = { on: 'listing', fault: { kind: 'status', status: 503, retryAfter: '5' } };
    const list = () => ask(`/v1/packages?${DAY}`);
    const control = (path: string, method: string, body?: string) =>
      ask(`/_simulator/${path}`, { method, ...(body === undefined ? {} : { body }) });
    await control('packages/sub%2Fa.zip?arrivedAt=2026-11-20T12:00:00Z', 'PUT', 'content');
    expect(await (await list()).json()).toMatchObject({ total: 1, packages: [{ name: 'sub/a.zip', bytes: 7 }] });

    await control('faults', 'POST', JSON.stringify(rule));
    await control('faults', 'POST', JSON.stringify(rule));
    expect((await list()).headers.get('retry-after')).toBe('5');
    await control('faults', 'DELETE');
    expect((await list()).status).toBe(200);

    await control('packages/sub%2Fa.zip', 'DELETE');
    expect(await (await list()).json()).toMatchObject({ total: 0 });
    await control('expire-sessions', 'POST');
    expect((await list()).status).toBe(401);
    expect(await (await control('journal', 'GET')).json()).toMatchObject({ acknowledged: [], requests: { length: 6 } });
    expect((await control('nothing', 'GET')).status).toBe(404);
  });

  it('cannot be moved from outside unless it is told so', async () => {
    const closed = await SimulatedTelemessage.start({ username: 'archive', password: 'right', certificate: 'none' });

    expect((await fetch(`${closed.url}/_simulator/journal`)).status).toBe(404);
    await closed.stop();
  });
});
