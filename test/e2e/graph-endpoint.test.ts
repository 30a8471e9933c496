import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archived, readReport } from './support/imported';
import { runCommand } from './support/run-command';
import { TinyGraph } from './support/tiny-graph';
import { noise, vendorItem, vendorZip } from './support/vendor-files';

jest.setTimeout(240_000);

const ANNA = 'anna@contoso.example';
const BEN = 'ben@contoso.example';
const CARA = 'cara@contoso.example';
const USERS = [ANNA, BEN, CARA].map((userPrincipalName, index) => ({
  id: `0000000${index}-1111-4111-8111-111111111111`,
  userPrincipalName,
}));
const from = { anna: 'Anna Lee 447700900101 <>', ben: `Ben Ray 447700900102 <${BEN}>`, cara: 'Cara Fox 447700900103 <>' };
const PHOTO = noise(60_000);
const FILM = noise(5_000_000);
const SCAN = noise(3_000_000);

/**
 * A folder of files, a mapping and somebody else's Graph endpoint: what a user has who tries the connector. Each step is a start of its own,
 * on what the starts before it have left.
 */
describe('files of a folder, into a Graph endpoint', () => {
  const folder = mkdtempSync(join(tmpdir(), 'graph-endpoint-'));
  let graph: TinyGraph;

  beforeAll(async () => {
    graph = await TinyGraph.start(USERS);
    mkdirSync(join(folder, 'in', 'november'), { recursive: true });
  });
  afterAll(async () => {
    await graph.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const put = (name: string, content: Buffer | string) => writeFileSync(join(folder, 'in', name), content);
  const start = async (report: string) => {
    const args = ['local', '--once', '--source', 'in', '--mapping', 'mapping.csv', '--domains', 'contoso.example', '--graph', graph.url];
    const { code, err } = await runCommand([...args, '--report', report], { cwd: folder });
    return { code, err, report: readReport(join(folder, report)) };
  };
  const mapping = (...rows: string[]) =>
    writeFileSync(join(folder, 'mapping.csv'), ['External User ID,Microsoft 365 User Mailbox', ...rows, ''].join('\r\n'));
  const text = (id: string, to: string[] = []) => vendorItem({ id, from: from.anna, to, text: `text of ${id}` });

  const DAY = new Map([
    ['1.eml', text('1_447700900101', [from.ben])],
    [
      '2.eml',
      vendorItem({
        id: '2_447700900102',
        from: from.ben,
        to: [from.anna],
        text: 'a photo',
        attachments: [{ name: 'photo.jpg', content: PHOTO }],
      }),
    ],
    ['3.eml', vendorItem({ id: '3_447700900103', from: from.cara, to: [], text: 'nobody knows Cara yet' })],
  ]);
  const FIRST_DAY = [
    `${ANNA}: Signal message 1_447700900101`,
    `${ANNA}: Signal message 2_447700900102 [photo.jpg]`,
    `${ANNA}: Signal message 4_447700900101 [film.mp4, scan.pdf]`,
    `${BEN}: Signal message 1_447700900101`,
    `${BEN}: Signal message 2_447700900102 [photo.jpg]`,
  ];
  const all = () => archived(graph, [ANNA, BEN, CARA]);

  it('brings every item into its mailboxes, large attachments byte for byte, and holds what it may not decide', async () => {
    mapping(`447700900101,${ANNA}`);
    put('november/202611200000-TeleMessage_1_103000.zip', await vendorZip(DAY));
    const attachments = [
      { name: 'film.mp4', content: FILM },
      { name: 'scan.pdf', content: SCAN },
    ];
    put('loose.eml', vendorItem({ id: '4_447700900101', from: from.anna, to: [], text: 'large', attachments }));
    put('notes.txt', 'no package');

    const { code, report } = await start('first.json');

    expect(code).toBe(2);
    expect(all()).toEqual(FIRST_DAY);
    const large = graph.archived(ANNA).find(({ message }) => message.subject.includes(' 4_'));
    expect(large?.attachments.map(({ name, content }) => [name, content.equals(name === 'film.mp4' ? FILM : SCAN)])).toEqual(
      expect.arrayContaining([
        ['film.mp4', true],
        ['scan.pdf', true],
      ]),
    );
    expect(report).toMatchObject({ state: 'degraded', trigger: 'local', reconciled: true, differences: [] });
    expect(report.counts).toMatchObject({ itemsAvailableFromSource: 4, itemsUnmatched: 1, deliveriesAvailable: 5, imported: 5, failed: 0 });
    expect(report.packages.map(({ name, manifestCount, items }) => [name, manifestCount, items])).toEqual(
      expect.arrayContaining([
        [expect.stringContaining('TeleMessage_1'), 3, 3],
        ['loose.eml', null, 1],
      ]),
    );
    expect(report.sourceProblems.map((problem) => problem.code)).toEqual(['ignored-file']);
    expect(existsSync(join(folder, '.signal-archive', 'storage'))).toBe(true);
  });

  it('asks for nothing that docs/graph-requests.md does not list', () => {
    expect(graph.unexpected).toEqual([]);
    expect(graph.requests.length).toBeGreaterThan(10);
  });

  it('brings what was held after the mapping is repaired, and nothing else', async () => {
    mapping(`447700900101,${ANNA}`, `447700900103,${CARA}`);

    const { code, report } = await start('repaired.json');

    expect(code).toBe(0);
    expect(all()).toEqual([...FIRST_DAY, `${CARA}: Signal message 3_447700900103`]);
    expect(report).toMatchObject({ state: 'complete', heldBalance: { opening: 1, added: 0, resolved: 1, closing: 0 } });
    expect(report.counts).toMatchObject({ itemsAvailableFromSource: 0, imported: 1 });
  });

  it('takes a package that was sent again for what its bytes are, and holds the items of a bad one', async () => {
    put('november/202611200000-TeleMessage_1_220000.zip', await vendorZip(DAY));
    put('loose.eml', text('5_447700900101'));
    const bad = new Map([
      ['6.eml', text('6_447700900101')],
      ['7.eml', text('7_447700900101')],
    ]);
    put('november/202611200000-TeleMessage_2_110000.zip', await vendorZip(bad, 3));

    const { code, report } = await start('again.json');

    expect(code).toBe(2);
    expect(all()).toEqual([
      ...FIRST_DAY.slice(0, 3),
      `${ANNA}: Signal message 5_447700900101`,
      ...FIRST_DAY.slice(3),
      `${CARA}: Signal message 3_447700900103`,
    ]);
    expect(report.packages.map(({ name, state, isKnown }) => `${name.slice(-24)} ${state}${isKnown ? ' known' : ''}`)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/_1_220000\.zip complete known$/),
        expect.stringMatching(/loose\.eml complete$/),
        expect.stringMatching(/_2_110000\.zip rejected$/),
      ]),
    );
    expect(report.counts).toMatchObject({ imported: 1, held: 2 });
  });

  it('imports all items of a rejected package when the corrected one arrives', async () => {
    const corrected = new Map([
      ['6.eml', text('6_447700900101')],
      ['7.eml', text('7_447700900101')],
      ['8.eml', text('8_447700900101', [from.cara])],
    ]);
    put('november/202611200000-TeleMessage_2_230000.zip', await vendorZip(corrected));

    const { code, report } = await start('corrected.json');

    const news = [6, 7, 8].map((id) => `${ANNA}: Signal message ${id}_447700900101`);
    expect(all().filter((line) => /message [678]_/.test(line))).toEqual([...news, `${CARA}: Signal message 8_447700900101`]);
    expect(code).toBe(0);
    expect(report).toMatchObject({ state: 'complete', heldBalance: { closing: 0 } });
    expect(all()).toHaveLength(FIRST_DAY.length + 1 + 1 + 4);
    expect(graph.unexpected).toEqual([]);
  });
});
