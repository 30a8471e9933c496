import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archived, readReport } from './support/imported';
import { RunningCommand, runCommand } from './support/run-command';
import { TinyGraph } from './support/tiny-graph';
import { noise, vendorItem, vendorZip } from './support/vendor-files';

jest.setTimeout(300_000);

const MAILBOXES = ['anna', 'ben', 'cara'].map((name) => `${name}@contoso.example`);
const [ANNA = '', BEN = '', CARA = ''] = MAILBOXES;
const USERS = MAILBOXES.map((userPrincipalName, index) => ({ id: `0000000${index}-2222-4222-8222-222222222222`, userPrincipalName }));
const FILM = noise(9_000_000);

/** 24 messages to two or three people, and one with a film. */
const ITEMS = new Map(
  Array.from({ length: 24 }, (_, index) => {
    const to = [`Ben Ray 447700900202 <${BEN}>`, ...(index % 3 === 0 ? [`Cara Fox 447700900203 <${CARA}>`] : [])];
    const attachments = index === 7 ? [{ name: 'film.mp4', content: FILM }] : [{ name: 'note.bin', content: noise(2_000 + index) }];
    const item = { id: `${index}_447700900201`, from: `Anna Lee 447700900201 <${ANNA}>`, to, text: `text ${index}`, attachments };
    return [`${index}.eml`, item] as const;
  }),
);
const EXPECTED = [...ITEMS.values()]
  .flatMap(({ id, to, attachments }) => {
    const shown = `Signal message ${id} [${attachments[0]?.name}]`;
    return [ANNA, BEN, ...(to.length > 1 ? [CARA] : [])].map((mailbox) => `${mailbox}: ${shown}`);
  })
  .sort();

/** Where a start is ended: at the nth request that fits, before it is carried out or after, with all its processes or alone. */
interface Place {
  readonly at: RegExp;
  readonly nth: number;
  readonly is: 'before' | 'after';
  readonly ends: 'everything' | 'the command';
}

const PLACES: readonly (readonly [string, Place])[] = [
  ['while the directory is read', { at: /^GET \/v1\.0\/users$/, nth: 1, is: 'before', ends: 'everything' }],
  ['after the first folder was made', { at: /^POST .*\/mailFolders$/, nth: 1, is: 'after', ends: 'everything' }],
  ['after a copy was made and nobody was told', { at: /^POST .*\/mailFolders\/[^/]+\/messages$/, nth: 9, is: 'after', ends: 'everything' }],
  [
    'before a copy was made, the command alone',
    { at: /^POST .*\/mailFolders\/[^/]+\/messages$/, nth: 6, is: 'before', ends: 'the command' },
  ],
  ['in the middle of an upload', { at: /^PUT /, nth: 2, is: 'after', ends: 'everything' }],
  ['after a whole copy was moved into its folder', { at: /\/move$/, nth: 1, is: 'after', ends: 'everything' }],
];

describe('a start that is killed, again and again, on one data folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'killed-'));
  let graph: TinyGraph;

  beforeAll(async () => {
    graph = await TinyGraph.start(USERS);
    mkdirSync(join(folder, 'in'));
    const items = new Map([...ITEMS].map(([name, item]) => [name, vendorItem(item)]));
    writeFileSync(join(folder, 'in', '202611200000-TeleMessage_1_103000.zip'), await vendorZip(items));
  });
  afterAll(async () => {
    await graph.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const arguments_ = (report: string) => ['local', '--once', '--source', 'in', '--graph', graph.url, '--report', report];

  async function startAndKill({ at, nth, is, ends }: Place): Promise<void> {
    let seen = 0;
    const command = new RunningCommand(arguments_('killed.json'), { cwd: folder });
    graph.onRequest = (line) => {
      if (at.test(line)) seen += 1;
      if (seen < nth) return 'serve';
      graph.onRequest = () => 'drop';
      if (ends === 'everything') command.killAll();
      else command.signal('SIGKILL');
      return is === 'before' ? 'drop' : 'serve-and-drop';
    };
    const { code } = await command.result;
    graph.onRequest = () => 'serve';
    expect({ code, seen }).toEqual({ code: null, seen: nth });
  }

  it.each(PLACES)('leaves nothing twice: %s', async (_case, place) => {
    await startAndKill(place);

    const there = archived(graph, MAILBOXES);
    expect(there).toEqual([...new Set(there)]);
    expect(EXPECTED).toEqual(expect.arrayContaining([...there]));
  });

  it('loses nothing: the next start brings the rest, each copy once and byte for byte', async () => {
    const { code, err } = await runCommand(arguments_('whole.json'), { cwd: folder });

    expect({ code, there: archived(graph, MAILBOXES) }).toEqual({ code: 0, there: EXPECTED });
    expect(err).toContain('The last start was not ended cleanly');
    expect(graph.staged()).toEqual([]);
    for (const { message, attachments } of graph.copies) {
      const item = [...ITEMS.values()].find(({ id }) => message.subject.endsWith(` ${id}`));
      expect(message.body.content.trim()).toBe(item?.text);
      expect(attachments.map(({ name, content }) => [name, content.equals(item?.attachments[0]?.content ?? Buffer.alloc(0))])).toEqual([
        [item?.attachments[0]?.name, true],
      ]);
    }
    expect(readReport(join(folder, 'whole.json'))).toMatchObject({ reconciled: true, counts: { failed: 0, held: 0 } });
  });

  it('has nothing left to do, and proves it', async () => {
    const before = graph.copies.length;

    const again = await runCommand(arguments_('again.json'), { cwd: folder });
    const verified = await runCommand(['verify', '--mailboxes', '--json'], { cwd: folder });

    expect([again.code, graph.copies.length, verified.code]).toEqual([0, before, 0]);
    expect(JSON.parse(verified.out)).toMatchObject({ findings: [], counts: { copies: EXPECTED.length, deliveries: EXPECTED.length } });
    expect(graph.unexpected).toEqual([]);
  });
});
