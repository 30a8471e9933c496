import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { activateMapping } from '../../../infra/publish/activate-mapping';
import type { SendHttp } from '../../../infra/publish/http';
import type { ConnectorFacts } from '../../../runtime/pipeline/admin/admin-ports';
import { answerApi } from '../../../runtime/web/api/api';
import { adminPorts } from '../../pipeline/admin/admin-world';
import { World } from '../../pipeline/world/world';
import { aPrincipal, PROVEN } from '../../web/support/a-principal';
import { VirtualTime } from '../support/virtual-time';

const ROWS = Array.from({ length: 20 }, (_none, index) => `+4477009001${String(index).padStart(2, '0')},person${index}@contoso.example`);
const csvOf = (rows: readonly string[]): string => ['phone,mailbox', ...rows, ''].join('\n');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What the platform says of a deploying identity: an application has an object id and roles, and no name. */
const DEPLOYER = aPrincipal('Admin', [], ['name', 'preferred_username']);
const DEPLOYER_ID = '55555555-5555-5555-5555-555555555555';

/** The publish client in front of the connector's own API, without a network between them. */
function connector(facts: Partial<ConnectorFacts> = {}) {
  const world = new World();
  const ports = adminPorts(world.process(), facts);
  const folder = mkdtempSync(path.join(tmpdir(), 'signal-archive-by-api-'));
  const send: SendHttp = async ({ method, url, headers = {}, body = '' }) => {
    const sent = new Map(Object.entries({ ...headers, ...DEPLOYER }).map(([name, value]) => [name.toLowerCase(), value]));
    const request = { method, url: new URL(url), headers: sent, body: async () => Buffer.from(body) };
    const answer = await world.clock.runUntil(answerApi(request, { ports, proof: PROVEN, description: '' }));
    return { status: answer.status, text: String(answer.body ?? ''), header: (name) => answer.headers[name] };
  };
  const activate = (csv: string, isConfirmed = false): Promise<void> => {
    writeFileSync(path.join(folder, 'mapping.csv'), csv);
    const order = { api: 'https://connector.example', file: 'mapping.csv', version: sha256(csv), isConfirmed, reason: 'Commit abc' };
    return activateMapping(order, folder, { send, waiting: new VirtualTime(), getToken: async () => 'a-token', say: () => undefined });
  };
  const acts = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const { row } of world.stores.events.list('events')) found.push([row.act, row.actor, row.reason, row.target].join(' '));
    return found;
  };
  return { world, activate, acts };
}

describe("the mapping of a stack, by the connector's own API", () => {
  it('becomes the current one, recorded as an act of the deploying identity', async () => {
    const { activate, acts } = connector({ mappingOwnedBy: sha256(csvOf(ROWS)) });

    await activate(csvOf(ROWS));

    expect(await acts()).toEqual([`activate-mapping ${DEPLOYER_ID} Commit abc ${sha256(csvOf(ROWS))}`]);
  });

  it('stays the current one when the update runs again, and nothing more is recorded', async () => {
    const { activate, acts } = connector();

    await activate(csvOf(ROWS));
    await activate(csvOf(ROWS));

    expect(await acts()).toHaveLength(1);
  });

  it('is asked to be confirmed when much of it goes, and taken when the configuration names this very file', async () => {
    const { activate, acts } = connector();
    await activate(csvOf(ROWS));
    const few = csvOf(ROWS.slice(0, 3));

    await expect(activate(few)).rejects.toThrow(/17 of 20 rows go.*set mappingConfirm to the SHA-256/);
    await activate(few, true);

    expect(await acts()).toHaveLength(2);
  });

  it('is not activated while the app still thinks that another file is the one of the stack', async () => {
    const { activate, acts } = connector({ mappingOwnedBy: 'ab'.repeat(32) });

    await expect(activate(csvOf(ROWS))).rejects.toThrow(/did not take the mapping: HTTP 409.*owns the mapping/);

    expect(await acts()).toEqual([]);
  });

  it('is refused with the lines of its problems, and none of its numbers is said', async () => {
    const refusal = await connector()
      .activate('phone,mailbox\n+447700900123,anna\n')
      .catch((error: unknown) => String(error));

    expect(refusal).toMatch(/refused the mapping: HTTP 422/);
    expect(refusal).not.toContain('447700900123');
  });
});
