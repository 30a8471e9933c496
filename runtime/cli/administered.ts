import { rememberedStart, requireDataFolder, workingProcess } from '../local/start/data-folder';
import { QUIET_OPTIONS } from '../local/start/local-options';
import { withLocalSession } from '../local/start/local-session';
import { withStoredConnector } from '../local/start/stored-connector';
import type { TextOutput } from '../local/start/text-output';
import type { Connector } from '../main';
import { CONNECTOR_HELP, CONNECTOR_OPTIONS } from './chosen-connector';
import { dataOf } from './stored';
import type { VerbArguments } from './verb';

/** Options of the verbs that look at a whole installation: a data folder, or a connector that answers at an address. */
export const ADMINISTERED_OPTIONS = { ...CONNECTOR_OPTIONS, mailbox: { type: 'string' }, outside: { type: 'string' } } as const;
export const ADMINISTERED_HELP = { ...CONNECTOR_HELP, outside: 'a mailbox that must answer 403, for the Exchange scope' };

/** The connector over a data folder with the source and the mailboxes of its last start. */
export interface AdministeredConnector {
  readonly connector: Connector;
  /** False when the process that works on the folder has the source. */
  readonly hasSource: boolean;
}

/** Starts what the connector of a data folder talks to, but none of its functions: nothing is imported. */
export function withAdministered<T>(
  args: VerbArguments,
  output: TextOutput,
  use: (administered: AdministeredConnector) => Promise<T>,
): Promise<T> {
  const folder = requireDataFolder(dataOf(args));
  if (workingProcess(folder) !== undefined)
    return withStoredConnector({ data: folder, needsExchange: true, graph: undefined }, output, (connector) =>
      use({ connector, hasSource: false }),
    );
  const start = rememberedStart(folder);
  return withLocalSession({ ...QUIET_OPTIONS, ...start, data: folder }, start.domains, output, ({ connector }) =>
    use({ connector, hasSource: true }),
  );
}
