import { setTimeout as sleep } from 'node:timers/promises';
import type { Connector } from '../../main';
import { rememberedStart, requireDataFolder, workingProcess } from './data-folder';
import { followRuns } from './follow-runs';
import { QUIET_OPTIONS } from './local-options';
import { withLocalSession } from './local-session';
import { ProgressView } from './progress-view';
import type { LocalExitCode } from './show-report';
import { withStoredConnector } from './stored-connector';
import type { TextOutput } from './text-output';

const LOOK_EVERY_MS = 500;

/** Gives the connector work to do; answers the run to wait for, undefined = there is nothing to do. */
export type GiveWork = (connector: Connector) => Promise<string | undefined>;

export interface WorkOptions {
  /** The data folder of local mode. */
  readonly data: string;
  /** Prints the run that was waited for. */
  readonly show: (runId: string, connector: Connector) => Promise<LocalExitCode>;
  /** The work is to mend the store: it is done whatever the last end was, and by nobody beside a local mode that works on the folder. */
  readonly isRepair?: boolean;
}

/**
 * Gives work to the connector over a data folder and waits until the run is closed. A local mode that works on the folder at this moment does
 * it; otherwise the functions are started for it, with source and mailboxes of the last start.
 */
export async function workLocally(options: WorkOptions, give: GiveWork, output: TextOutput, signal: AbortSignal): Promise<LocalExitCode> {
  const folder = requireDataFolder(options.data);
  const working = workingProcess(folder);
  if (working !== undefined && options.isRepair === true)
    throw new Error(
      `Local mode works on ${options.data} as process ${working.pid}: end it first, nobody else may write while the ledger is made again`,
    );
  if (working !== undefined)
    return withStoredConnector({ data: folder, needsExchange: false, graph: undefined }, output, async (connector) => {
      const runId = await give(connector);
      if (runId === undefined) return 0;
      return (await isClosed(runId, connector, signal)) ? options.show(runId, connector) : 1;
    });
  const start = rememberedStart(folder);
  return withLocalSession({ ...QUIET_OPTIONS, ...start, data: folder }, start.domains, output, async (session) => {
    const { connector, stack } = session;
    if (!stack.storage.wasCleanShutdown && options.isRepair !== true)
      throw new Error(
        `The last start on ${options.data} was not ended cleanly. Let one go on first, which looks for everything before it creates it: npm start -- --once --data ${options.data}`,
      );
    const runId = await give(connector);
    if (runId === undefined) return 0;
    const host = await session.startHost();
    const view = new ProgressView(output);
    const followed = await followRuns(connector, host, view, signal);
    view.end();
    if (followed === 'host-ended') throw new Error('The functions host ended while runs were open; start again to go on');
    return followed === 'stopped' ? 1 : options.show(runId, connector);
  });
}

async function isClosed(runId: string, connector: Connector, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if ((await connector.report(runId)) !== undefined) return true;
    await sleep(LOOK_EVERY_MS);
  }
  return false;
}
