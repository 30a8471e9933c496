import { DEFAULT_DATA_FOLDER, type LocalOptions } from '../local/start/local-options';
import { runLocal } from '../local/start/run-local';
import { LocalKey } from '../settings/local-keys';
import { SettingsKey } from '../settings-keys';
import { interruption } from './interrupt';
import { isSet, textOf, UsageError, type Verb, type VerbArguments, wholeOf } from './verb';

const DEFAULT_PORT = 7071;
const MAX_PORT = 65_535;
const DEFAULT_WORKERS = 16;
const MAX_WORKERS = 256;
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

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
    once: 'import, wait until the run is closed, print the report, exit (default: stay and serve)',
    source: 'folder (with sub-folders), ZIP, EML, or https: or sftp: source (default: the synthetic day)',
    mapping: "user mapping (default: the synthetic day's; with --source, none)",
    graph: 'a Graph endpoint on this machine, e.g. http://127.0.0.1:9000/v1.0 (default: the embedded Exchange simulator)',
    data: `keep storage there, so that a second start continues (default: in memory; with --graph, ./${DEFAULT_DATA_FOLDER})`,
    domains: "allowed mailbox domains, comma separated (default: the synthetic day's; with --mapping, its mailboxes'; else the directory's)",
    report: 'write report.json there too',
    port: `page and API (default: ${DEFAULT_PORT}, 0 = any free one)`,
    workers: `how many queue workers run side by side (default: ${DEFAULT_WORKERS})`,
  },
  optionValues: {
    source: 'path or url',
    mapping: 'csv',
    graph: 'url',
    data: 'folder',
    domains: 'list',
    report: 'file',
    port: 'n',
    workers: 'n',
  },
  notes: [
    'The environment gives what must not stand on a command line:',
    `  ${LocalKey.SourceUsername}, ${LocalKey.SourcePassword}   user and password of an https: or sftp: source`,
    `  ${LocalKey.SourcePrivateKey}                   private key of an sftp: source, instead of a password`,
    `  ${SettingsKey.SourceHostKeys}                            SHA256:... fingerprints of an sftp: source, comma separated`,
    'Other settings (header names, item class ...) may be given there too: docs/local-mode.md.',
    '',
    'Exit codes: 0 everything is in its mailboxes; 2 something is held; 1 the run is incomplete, something failed,',
    'nothing could be listed, or the mapping file is refused; 64 usage.',
  ],
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
    domains: domainsOf(args),
    report: textOf(args, 'report'),
    port: wholeOf(args, 'port', DEFAULT_PORT, 0, MAX_PORT),
    // Starts that end by themselves may run side by side; nobody has asked for this port.
    isPortFree: once && textOf(args, 'port') === undefined,
    workers: wholeOf(args, 'workers', DEFAULT_WORKERS, 1, MAX_WORKERS),
  };
}

const DOMAIN = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;

function domainsOf(args: VerbArguments): readonly string[] {
  const list = textOf(args, 'domains');
  if (list === undefined) return [];
  const domains = list.split(',').map((domain) => domain.trim().toLowerCase());
  const wrong = domains.find((domain) => !DOMAIN.test(domain));
  if (wrong !== undefined) throw new UsageError(`--domains must be a list such as contoso.com,fabrikam.com, got '${wrong}' in it`);
  return domains;
}

/** A fixed token is sent, which is no secret: nobody else may take it for a sign-in. */
function checkGraph(text: string): void {
  const { protocol, hostname } = URL.canParse(text) ? new URL(text) : { protocol: '', hostname: '' };
  if (!/^https?:$/.test(protocol)) throw new UsageError(`--graph must be an address such as http://127.0.0.1:9000/v1.0, got '${text}'`);
  if (!LOOPBACK.has(hostname)) throw new UsageError(`--graph must be an address of this machine (127.0.0.1, localhost or [::1]), got '${text}'`);
}
