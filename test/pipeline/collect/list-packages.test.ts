import { listPackages } from '../../../runtime/pipeline/collect/list-packages';
import { openRun } from '../../../runtime/pipeline/collect/open-run';
import type { ConnectorPorts } from '../../../runtime/pipeline/connector-ports';
import { SourceRefusedError, SourceUnavailableError } from '../../../runtime/ports/source-errors';
import { World, type WorldOptions } from '../world/world';

async function listing(options: WorldOptions, change: (ports: ConnectorPorts) => Partial<ConnectorPorts> = () => ({})) {
  const world = new World(options);
  const own = world.process().ports;
  const ports = { ...own, ...change(own) };
  const run = await openRun({ trigger: 'local', by: 'test', replays: 'none', looksFirst: false }, ports);
  const list = () => listPackages(run.partition, ports, { deadline: new Date('2100-01-01'), signal: new AbortController().signal });
  return { world, list, row: async () => world.run(run.partition) };
}

describe('listing the source', () => {
  it('logs each kind of problem once, however many files have it, and keeps every one for the report', async () => {
    const { world, list, row } = await listing({});
    for (let file = 0; file < 50; file += 1) world.site.put(`notes-${file}.txt`, Buffer.from('x'));
    world.site.problems = [{ code: 'unreadable-file', detail: 'a.zip' }];

    await list();

    const warned = world.log
      .filter(({ text }) => text === 'Listing has a problem')
      .map(({ fields }) => [fields['code'], fields['problems']]);
    expect(warned).toEqual([
      ['ignored-file', 50],
      ['unreadable-file', 1],
    ]);
    expect(JSON.parse((await row())?.listingProblems ?? '[]')).toHaveLength(51);
  });

  it('shows holes in the numbers and files that cannot be read before files that are no packages, and counts what it leaves out', async () => {
    const { world, list, row } = await listing({});
    for (let file = 0; file < 250; file += 1) world.site.put(`notes-${file}.txt`, Buffer.from('x'));
    for (let day = 1; day <= 28; day += 1)
      world.site.put(`202610${String(day).padStart(2, '0')}0000-TeleMessage_2_030000.zip`, Buffer.from('x'));
    world.site.problems = [{ code: 'unreadable-file', detail: 'a.zip' }];

    await list();

    const problems = JSON.parse((await row())?.listingProblems ?? '[]') as { code: string; detail: string }[];
    expect(problems.slice(0, 28).map(({ code }) => code)).toEqual(Array.from({ length: 28 }, () => 'sequence-gap'));
    expect(problems[28]).toEqual({ code: 'unreadable-file', detail: 'a.zip' });
    expect(problems.slice(29)).toHaveLength(101);
    expect(problems.at(-1)).toEqual({
      code: 'problems-left-out',
      detail: '150 more problems of this listing are not shown: 150 ignored-file',
    });
  });

  it('keeps what it shows within a row, however long the names are', async () => {
    const { world, list, row } = await listing({});
    const codes = ['ignored-file', 'symbolic-link', 'not-a-file', 'unreadable-file', 'unsafe-name', 'arrival-outside-window'];
    const name = '\u0001"\\'.repeat(60).slice(0, 163);
    world.site.problems = codes.flatMap((code) => Array.from({ length: 300 }, () => ({ code, detail: `${name}: ${'x'.repeat(70)}` })));

    await list();

    expect((await row())?.listedAt).not.toBe('');
    expect((JSON.parse((await row())?.listingProblems ?? '[]') as unknown[]).length).toBe(601);
  });

  const refusing = (error: Error) => (ports: ConnectorPorts) => ({
    source: Object.assign(Object.create(ports.source) as ConnectorPorts['source'], { list: () => Promise.reject(error) }),
  });

  it.each([
    ['a refused sign-in of a start that ends by itself', new SourceRefusedError('wrong password'), 120, 'source-refused'],
    ['a source that does not answer: it is tried again', new SourceUnavailableError('a list', 'no answer'), 120, ''],
    ['a refused sign-in of a deployed connector: it is tried again later', new SourceRefusedError('wrong password'), 0, ''],
  ])('stops only for what no repetition mends: %s', async (_case, error, idleCloseInSeconds, stopped) => {
    const { list, row } = await listing({ options: { idleCloseInSeconds } }, refusing(error));

    await expect(list()).rejects.toBe(error);

    expect(await row()).toMatchObject({ state: 'open', stopped });
  });
});
