import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archived, readReport } from './support/imported';
import { type CommandResult, runCommand } from './support/run-command';
import { TinyGraph } from './support/tiny-graph';
import { vendorItem, vendorZip } from './support/vendor-files';

jest.setTimeout(300_000);

const ANNA = 'anna@contoso.example';
const BEN = 'ben@contoso.example';
const MAILBOXES = [ANNA, BEN];
const USERS = MAILBOXES.map((userPrincipalName, index) => ({ id: `0000000${index}-3333-4333-8333-333333333333`, userPrincipalName }));
const TABLES = '__azurite_db_table__.json';
const MARK = 'clean-shutdown';

function day(number: number): Promise<Buffer> {
  const items = new Map(
    Array.from({ length: 5 }, (_none, index) => {
      const id = `${number}${index}_447700900201`;
      // Nobody is there for the last one: it stays held.
      const to = index === 4 ? ['Somebody 447700900999'] : [`Ben Ray 447700900202 <${BEN}>`];
      const from = index === 4 ? 'Nobody 447700900998' : `Anna Lee 447700900201 <${ANNA}>`;
      return [`${id}.eml`, vendorItem({ id, from, to, text: `text ${id}`, attachments: [] })] as const;
    }),
  );
  return vendorZip(items);
}

describe('a data folder that has lost its tables', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lost-ledger-'));
  const storage = join(folder, '.signal-archive', 'storage');
  const report = join(folder, 'report.json');
  let graph: TinyGraph;
  let there: readonly string[];

  const start = (): Promise<CommandResult> =>
    runCommand(['local', '--once', '--source', 'in', '--graph', graph.url, '--domains', 'contoso.example', '--report', report], {
      cwd: folder,
    });

  beforeAll(async () => {
    graph = await TinyGraph.start(USERS);
    mkdirSync(join(folder, 'in'));
    writeFileSync(join(folder, 'in', '202611200000-TeleMessage_1_103000.zip'), await day(1));
    expect((await start()).code).toBe(2);
    cpSync(join(storage, TABLES), join(folder, 'older-tables.json'));
    writeFileSync(join(folder, 'in', '202611210000-TeleMessage_1_103000.zip'), await day(2));
    expect((await start()).code).toBe(2);
    there = archived(graph, MAILBOXES);
    expect(there).toHaveLength(16);
  });
  afterAll(async () => {
    await graph.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('imports nothing again when they come back from an older copy and are rebuilt', async () => {
    cpSync(join(folder, 'older-tables.json'), join(storage, TABLES));

    const { code, out } = await runCommand(['rebuild', '--json'], { cwd: folder });

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ findings: [], counts: { reports: 2, copies: 16, copiesOfOpenRuns: 0 } });
    expect((await start()).code).toBe(2);
    expect(readReport(report)).toMatchObject({ reconciled: true, counts: { imported: 0 }, heldBalance: { closing: 2 } });
    expect(archived(graph, MAILBOXES)).toEqual(there);
    expect((await runCommand(['verify', '--mailboxes'], { cwd: folder })).code).toBe(0);
  });

  it('imports nothing again when they are gone: the next start makes them again by itself', async () => {
    rmSync(join(storage, TABLES));
    rmSync(join(storage, MARK));

    const first = await start();
    const { counts, reconciled } = readReport(report);
    const second = await start();

    expect([first.code, second.code]).toEqual([2, 2]);
    expect({ reconciled, imported: counts.imported }).toEqual({ reconciled: true, imported: 0 });
    expect(readReport(report)).toMatchObject({ reconciled: true, counts: { imported: 0 }, heldBalance: { closing: 2 } });
    expect(archived(graph, MAILBOXES)).toEqual(there);
    expect((await runCommand(['verify', '--mailboxes'], { cwd: folder })).code).toBe(0);
  });

  it('is distrusted until a start has looked, whatever else opens and closes it', async () => {
    rmSync(join(storage, MARK));
    expect((await runCommand(['status'], { cwd: folder })).code).toBe(2);
    expect(existsSync(join(storage, MARK))).toBe(true);

    const refused = await runCommand(['replay', '--all'], { cwd: folder });
    const started = await start();
    const trusted = await start();

    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('was not ended cleanly') });
    expect(started.err).toContain('The last start was not ended cleanly');
    expect(trusted.err).not.toContain('not ended cleanly');
    expect(archived(graph, MAILBOXES)).toEqual(there);
  });
});
