import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatedTelemessage } from '../../runtime/local/telemessage-simulator/server/simulated-telemessage';
import { hasOpenSsh, type OpenSshServer, startOpenSsh } from '../contract/source-openssh';
import { archived, readReport } from './support/imported';
import { runCommand } from './support/run-command';
import { TinyGraph } from './support/tiny-graph';
import { vendorItem, vendorZip } from './support/vendor-files';

jest.setTimeout(240_000);

const ANNA = 'anna@contoso.example';
const items = (ids: readonly number[]) =>
  new Map(ids.map((id) => [`${id}.eml`, vendorItem({ id: `${id}_447700900401`, from: `Anna 447700900401 <${ANNA}>`, to: [], text: 'x' })]));
const subjects = (ids: readonly number[]) => ids.map((id) => `${ANNA}: Signal message ${id}_447700900401`);

describe('sources that are signed in to', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sources-'));
  let graph: TinyGraph;

  beforeAll(async () => {
    graph = await TinyGraph.start([{ id: '00000000-4444-4444-8444-111111111111', userPrincipalName: ANNA }]);
  });
  afterAll(async () => {
    await graph.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const start = (source: string, data: string, env: Readonly<Record<string, string>>) => {
    const args = ['local', '--once', '--source', source, '--graph', graph.url, '--data', join(folder, data)];
    return runCommand([...args, '--report', join(folder, 'report.json')], { env });
  };

  it('telemessage: user name and password over HTTPS; what is stored is acknowledged', async () => {
    const site = await SimulatedTelemessage.start({ username: 'archive', password: 'right' });
    const name = '202611200000-TeleMessage_1_103000.zip';
    site.shelf.put(name, await vendorZip(items([1, 2])), new Date(Date.now() - 3_600_000));
    const signIn = { LOCAL_SOURCE_USERNAME: 'archive', LOCAL_SOURCE_CA: site.certificateAuthority ?? '' };

    const refused = await start(site.url, 'telemessage', { ...signIn, LOCAL_SOURCE_PASSWORD: 'wrong' });
    const report = readReport(join(folder, 'report.json'));
    const taken = await start(site.url, 'telemessage', { ...signIn, LOCAL_SOURCE_PASSWORD: 'right' });
    await site.stop();

    expect([refused.code, report.state, report.differences.map(({ code }) => code)]).toEqual([1, 'incomplete', ['not-listed']]);
    expect(refused.out).toContain('The source could not be listed');
    expect(refused.out + refused.err + taken.out + taken.err).not.toMatch(/wrong|right/);
    expect([taken.code, archived(graph, [ANNA])]).toEqual([0, subjects([1, 2])]);
    expect(site.acknowledged).toHaveLength(1);
  });

  const itWithOpenSsh = hasOpenSsh ? it : it.skip;

  itWithOpenSsh('sftp: a key, and only a server whose host key is pinned', async () => {
    const server: OpenSshServer = await startOpenSsh();
    const name = '202611200000-TeleMessage_1_103000.zip';
    writeFileSync(join(server.folder, name), await vendorZip(items([3])));
    // A file that has just changed may still be written; it is left for the next listing.
    const old = new Date(Date.now() - 3_600_000);
    utimesSync(join(server.folder, name), old, old);
    const url = `sftp://127.0.0.1:${server.port}${server.folder}`;
    const signIn = { LOCAL_SOURCE_USERNAME: server.username, LOCAL_SOURCE_PRIVATE_KEY: server.privateKey };

    const impostor = await start(url, 'sftp', { ...signIn, SOURCE_HOST_KEYS: `SHA256:${'A'.repeat(43)}` });
    const taken = await start(url, 'sftp', { ...signIn, SOURCE_HOST_KEYS: server.hostKey });
    const log = await server.log();
    await server.stop();

    expect(impostor.code).toBe(1);
    expect([taken.code, archived(graph, [ANNA])]).toEqual([0, subjects([1, 2, 3])]);
    expect(readReport(join(folder, 'report.json')).packages.map((each) => each.name)).toEqual([name]);
    expect(log.match(/Accepted publickey/g)?.length).toBeGreaterThanOrEqual(1);
  });

  it('keeps no credential in the data folder', () => {
    const remembered = readFileSync(join(folder, 'telemessage', 'last-start.json'), 'utf8');

    expect(remembered).not.toMatch(/archive|right/);
  });
});
