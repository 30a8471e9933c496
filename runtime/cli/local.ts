import { DEFAULT_DATA_FOLDER, type LocalOptions } from '../local/start/local-options';
import { runLocal } from '../local/start/run-local';
import { interruption } from './interrupt';
import { isSet, textOf, UsageError, type Verb, type VerbArguments, wholeOf } from './verb';

const DEFAULT_PORT = 7071;
const DEFAULT_WORKERS = 16;
const MAX_WORKERS = 256;

export const localVerb: Verb = {
  name: 'local',
  summary: 'Imports a synthetic day, or real files, on this machine, and serves the connector page.',
  usage: ['local [options]'],
  options: {
    once: { type: 'boolean' },
    source: { type: 'string' },
    mapping: { type: 'string' },
    graph: { type: 'string' },
    data: { type: 'string' },
    domains: { type: 'string' },
    report: { type: 'string' },
    port: { type: 'string' },
    workers: { type: 'string' },
  },
  optionHelp: {
    once: 'import, wait until the run is closed, print the report, exit',
    source: 'folder, ZIP, EML, or https: or sftp: source (default: the synthetic day)',
    mapping: 'user mapping, CSV',
    graph: 'a Graph endpoint on this machine (default: the embedded Exchange simulator)',
    data: `keep storage there, so that a second start continues (default: in memory; with --graph ./${DEFAULT_DATA_FOLDER})`,
    domains: 'allowed mailbox domains, comma separated',
    report: 'write report.json there too',
    port: `page and API (default: ${DEFAULT_PORT}, 0 = any free one)`,
    workers: `how many queue workers run side by side (default: ${DEFAULT_WORKERS})`,
  },
  positionals: { least: 0, most: 0 },
  run: async (args, output) => runLocal(optionsOf(args), output, interruption()),
};

function optionsOf(args: VerbArguments): LocalOptions {
  const graph = textOf(args, 'graph');
  if (graph !== undefined) checkGraph(graph);
  const once = isSet(args, 'once');
  return {
    once,
    source: textOf(args, 'source'),
    mapping: textOf(args, 'mapping'),
    graph,
    data: textOf(args, 'data') ?? (graph === undefined ? undefined : DEFAULT_DATA_FOLDER),
    domains: (textOf(args, 'domains') ?? '')
      .split(',')
      .map((domain) => domain.trim().toLowerCase())
      .filter((domain) => domain !== ''),
    report: textOf(args, 'report'),
    // Nobody opens the page of a start that ends by itself: two of them at once must not want the same port.
    port: wholeOf(args, 'port', once ? 0 : DEFAULT_PORT, 0, 65_535),
    workers: wholeOf(args, 'workers', DEFAULT_WORKERS, 1, MAX_WORKERS),
  };
}

function checkGraph(text: string): void {
  const isUrl = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  if (!isUrl) throw new UsageError(`--graph must be an address such as http://127.0.0.1:9000/v1.0, got '${text}'`);
}
