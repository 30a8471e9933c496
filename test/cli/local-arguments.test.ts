import { localOptions } from '../../runtime/cli/local-arguments';
import { UsageError, type VerbArguments } from '../../runtime/cli/verb';

const asked = (values: VerbArguments['values']) => localOptions({ positionals: [], values });

describe('the options of a local start', () => {
  it('stays and serves on port 7071 with 16 workers and storage in memory', () => {
    expect(asked({})).toEqual({
      once: false,
      source: undefined,
      mapping: undefined,
      graph: undefined,
      data: undefined,
      domains: [],
      report: undefined,
      port: 7071,
      isPortFree: false,
      workers: 16,
      pastDaysFirst: true,
    });
  });

  it.each([
    ['ends by itself', { once: true }],
    ['has a source', { source: 'x' }],
    ['has a mapping', { mapping: 'x' }],
    ['has a Graph endpoint', { graph: 'http://127.0.0.1:9000/v1.0' }],
  ])('passes no past days first when the start %s', (_case, values) => {
    expect(asked(values).pastDaysFirst).toBe(false);
  });

  it('takes what was asked for', () => {
    const values = {
      source: 'in',
      mapping: 'm.csv',
      data: 'days',
      domains: 'Contoso.Example, b.example',
      report: 'r.json',
      port: '0',
      workers: '3',
    };

    expect(asked({ once: true, ...values })).toMatchObject({
      once: true,
      source: 'in',
      mapping: 'm.csv',
      data: 'days',
      domains: ['contoso.example', 'b.example'],
      report: 'r.json',
      port: 0,
      workers: 3,
    });
  });

  it('keeps its data beside a Graph endpoint, which outlives the process', () => {
    expect(asked({ graph: 'http://127.0.0.1:9000/v1.0' }).data).toBe('.signal-archive');
    expect(asked({ graph: 'http://127.0.0.1:9000/v1.0', data: 'days' }).data).toBe('days');
  });

  it.each([
    ['one that ends by itself and asked for no port', { once: true }, true],
    ['one that asked for this port', { once: true, port: '7071' }, false],
    ['one that serves', {}, false],
  ])('takes any free port when its own is taken: %s', (_case, values, isPortFree) => {
    expect(asked(values)).toMatchObject({ port: 7071, isPortFree });
  });

  it.each([
    ['a port that is none', { port: '65536' }],
    ['a port that is no number', { port: 'http' }],
    ['no workers', { workers: '0' }],
    ['too many workers', { workers: '257' }],
    ['an empty source', { source: '' }],
    ['an empty data folder', { data: '' }],
    ['a Graph endpoint that is no address', { graph: 'graph' }],
    ['a Graph endpoint of another kind', { graph: 'ftp://127.0.0.1/' }],
    ['a Graph endpoint on another machine', { graph: 'https://graph.microsoft.com/v1.0' }],
    ['a name that only looks like this machine', { graph: 'http://127.0.0.1.example/v1.0' }],
    ['domains with an address', { domains: 'anna@contoso.example' }],
    ['domains with a hole', { domains: 'contoso.example,,b.example' }],
  ])('refuses %s', (_case, values) => {
    expect(() => asked(values)).toThrow(UsageError);
  });

  it.each(['http://localhost:1/v1.0', 'http://[::1]:9000', 'https://127.0.0.1/v1.0'])(
    'takes a Graph endpoint of this machine: %s',
    (graph) => {
      expect(asked({ graph }).graph).toBe(graph);
    },
  );
});
