import type { ConnectorFacts } from '../../../runtime/pipeline/admin/admin-ports';
import { answerApi } from '../../../runtime/web/api/api';
import type { WebResponse } from '../../../runtime/web/http';
import type { FaultHook } from '../../fakes/fault-gate';
import { adminPorts } from '../../pipeline/admin/admin-world';
import { World } from '../../pipeline/world/world';
import { aPrincipal, PROVEN } from '../support/a-principal';
import { aRequest } from '../support/a-request';

interface Asked {
  readonly role?: string;
  /** A text is sent as CSV, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A connector in memory whose API can be asked. */
function connector(hook?: FaultHook, facts: Partial<ConnectorFacts> = {}) {
  const world = new World();
  const process = world.process(hook);
  const parts = { ports: adminPorts(process, facts), proof: PROVEN, description: 'openapi: 3.1.0' };
  const ask = async (method: string, path: string, { role = 'Admin', body, headers = {} }: Asked = {}): Promise<WebResponse> => {
    const isFile = typeof body === 'string';
    const type = body === undefined ? {} : { 'content-type': isFile ? 'text/csv' : 'application/json' };
    const text = isFile ? body : body === undefined ? '' : JSON.stringify(body);
    const request = aRequest(method, path, { ...aPrincipal(role), ...type, ...headers }, text);
    return world.clock.runUntil(answerApi(request, parts));
  };
  const acts = async (): Promise<readonly string[]> => {
    const listed = jsonOf(await ask('GET', '/api/audit'));
    return (listed['events'] as { act: string; target: string; actor: string }[]).map(
      ({ act, target, actor }) => `${act} ${target} ${actor}`,
    );
  };
  return { world, ask, acts };
}

const jsonOf = ({ body }: WebResponse): Record<string, unknown> => JSON.parse(String(body)) as Record<string, unknown>;

describe('the API', () => {
  it('records who tried what they may not do, once an hour and operation', async () => {
    const { world, ask, acts } = connector();

    await ask('POST', '/api/pause', { role: 'Reader' });
    await ask('POST', '/api/pause', { role: 'Reader' });
    await ask('POST', '/api/runs', { role: 'Reader' });
    await ask('POST', '/api/audit/export', { role: 'Reader' });
    const first = await acts();
    await world.clock.advance(3_600_000);
    await ask('POST', '/api/pause', { role: 'Reader' });

    expect(first).toEqual([
      'refused POST /api/audit/export rosa.marsh@contoso.example',
      'refused POST /api/runs rosa.marsh@contoso.example',
      'refused POST /api/pause rosa.marsh@contoso.example',
    ]);
    expect(await acts()).toHaveLength(4);
  });

  it('says nothing of a defect but that it is one, and logs what it was', async () => {
    const defect = () => {
      throw new TypeError('canary of a defect');
    };
    const { world, ask } = connector(({ store }) => (store === 'container/state' ? { before: defect } : 'pass'));

    const answer = await ask('GET', '/api/pause');

    expect(answer.status).toBe(500);
    expect(JSON.stringify(jsonOf(answer))).not.toContain('canary');
    expect(world.log.filter(({ level }) => level === 'error').map(({ text, fields }) => `${text} ${fields['route']}`)).toEqual([
      'API operation failed GET:pause',
    ]);
  });

  it('says that something outside does not answer, and when to try again', async () => {
    const { ask } = connector(({ store }) => (store === 'container/state' ? 'fail-before' : 'pass'));

    const answer = await ask('GET', '/api/pause');

    expect(answer).toMatchObject({ status: 503, headers: { 'Retry-After': '5' } });
    expect(jsonOf(answer)).toMatchObject({ code: 'storage-unavailable', status: 503 });
  });

  it('takes a literal path before a parameter, a slash at the end, and letters that are encoded', async () => {
    const { ask } = connector();

    expect((await ask('GET', '/api/runs/')).status).toBe(200);
    expect(jsonOf(await ask('GET', '/api/runs/estimate'))).toMatchObject({ code: 'invalid-query' });
    expect(jsonOf(await ask('GET', '/api/runs/%65stimate'))).toMatchObject({ code: 'invalid-query' });
    expect(jsonOf(await ask('GET', '/api/runs/other'))).toMatchObject({ code: 'no-such-run' });
  });

  it('asks for a second step when a mapping re-routes a number, and says why', async () => {
    const { ask, acts } = connector();
    const upload = async (mailbox: string) =>
      ask('POST', '/api/mapping/versions', { body: `mobile,mailbox\n447700900101,${mailbox}@contoso.example\n` });
    const activate = (version: unknown, body: object, etag = '') =>
      ask('POST', `/api/mapping/versions/${String(version)}/activate`, { body, headers: etag === '' ? {} : { 'if-match': etag } });
    const first = await upload('anna');
    await activate(jsonOf(first)['version'], {});
    const second = await upload('ben');
    const { version, preview } = jsonOf(second) as { version: string; preview: { rows: object[] } };

    const asked = await activate(version, {});
    const stale = await activate(version, { confirm: true }, first.headers['ETag']);
    const done = await activate(version, { confirm: true, reason: 'new owner' }, second.headers['ETag']);

    expect(preview.rows).toEqual([
      expect.objectContaining({ kind: 're-routed', before: ['anna@contoso.example'], after: ['ben@contoso.example'] }),
    ]);
    expect([asked.status, stale.status, done.status]).toEqual([409, 412, 200]);
    expect(jsonOf(asked)).toMatchObject({ code: 'confirmation-needed', detail: '1 number is re-routed. Confirm that this is meant.' });
    expect(jsonOf(done)).toEqual({ version, isUnchanged: false, rows: 1, replayRun: null });
    expect((await acts())[0]).toBe(`activate-mapping ${version} rosa.marsh@contoso.example`);
  });

  it('leaves the mapping to the configuration of the stack where that owns it', async () => {
    const { ask } = connector(undefined, { mappingOwnedBy: 'b'.repeat(64) });
    const { version } = jsonOf(await ask('POST', '/api/mapping/versions', { body: 'mobile,mailbox\n447700900101,anna@contoso.example\n' }));

    const answer = await ask('POST', `/api/mapping/versions/${String(version)}/activate`, { body: {} });

    expect(answer.status).toBe(409);
    expect(jsonOf(answer)).toMatchObject({ code: 'mapping-owned-by-stack' });
  });
});
