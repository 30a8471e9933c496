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
