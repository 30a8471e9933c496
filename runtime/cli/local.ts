import { DEFAULT_DATA_FOLDER } from '../local/start/local-options';
import { runLocal } from '../local/start/run-local';
import { LocalKey } from '../settings/local-keys';
import { SettingsKey } from '../settings-keys';
import { interruption } from './interrupt';
import { DEFAULT_PORT, DEFAULT_WORKERS, localOptions } from './local-arguments';
import type { Verb } from './verb';

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
    domains:
      "allowed mailbox domains, comma separated (default: the synthetic day's; with --mapping, its mailboxes'; else the directory's)",
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
    'A start that stays and names neither source nor mapping nor Graph endpoint first passes 14 small days of the past, once:',
    'the page then has a history. --once leaves them out.',
    '',
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
  run: async (args, output) => runLocal(localOptions(args), output, interruption()),
};
