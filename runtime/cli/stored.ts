import { DEFAULT_DATA_FOLDER } from '../local/start/local-options';
import { withStoredConnector } from '../local/start/stored-connector';
import type { TextOutput } from '../local/start/text-output';
import type { Connector } from '../main';
import { type ExitCode, JSON_HELP, JSON_OPTION, textOf, type VerbArguments } from './verb';

/** Options of every verb that reads the local connector's data. */
export const STORED_OPTIONS = { ...JSON_OPTION, data: { type: 'string' } } as const;
export const STORED_HELP = { ...JSON_HELP, data: `the data folder of local mode (default: ./${DEFAULT_DATA_FOLDER})` };

export const dataOf = (args: VerbArguments): string => textOf(args, 'data') ?? DEFAULT_DATA_FOLDER;

export function withConnectorOf(
  args: VerbArguments,
  output: TextOutput,
  use: (connector: Connector) => Promise<ExitCode>,
  needsExchange = false,
): Promise<ExitCode> {
  const options = { data: dataOf(args), needsExchange, graph: textOf(args, 'graph') };
  return withStoredConnector(options, output, use);
}
