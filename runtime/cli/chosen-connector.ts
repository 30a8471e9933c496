import { setTimeout as sleep } from 'node:timers/promises';
import { storedCommand } from '../local/start/held-command';
import { ProgressView } from '../local/start/progress-view';
import { type LocalExitCode, showReport } from '../local/start/show-report';
import type { TextOutput } from '../local/start/text-output';
import { workLocally } from '../local/start/work-locally';
import type { CommandedConnector } from '../main';
import { interruption } from './interrupt';
import { accessTokens } from './remote/access-token';
import { ApiClient } from './remote/api-client';
import { readConnectorAddress } from './remote/connector-address';
import { remoteConnector } from './remote/remote-connector';
import { dataOf, STORED_HELP, STORED_OPTIONS, withConnectorOf } from './stored';
import { type ExitCode, isSet, textOf, UsageError, type VerbArguments } from './verb';

/** Options of every verb that asks a connector: the local one over its data folder, or one that answers at an address. */
export const CONNECTOR_OPTIONS = { ...STORED_OPTIONS, connector: { type: 'string' }, 'client-id': { type: 'string' } } as const;
export const CONNECTOR_HELP = {
  ...STORED_HELP,
  connector: 'address of a connector that serves its page, e.g. https://func-contoso.azurewebsites.net, instead of a data folder',
  'client-id': 'application id of its app registration (stack output appClientId), for the sign-in by the Azure command line',
};

const LOOK_EVERY_MS = 2_000;

/** The API of the connector that the arguments name; undefined when they name none. */
export function chosenApi(args: VerbArguments): ApiClient | undefined {
  const text = textOf(args, 'connector');
  if (text === undefined) return undefined;
  if (textOf(args, 'data') !== undefined) throw new UsageError('name a data folder or the address of a connector, not both');
  const address = readConnectorAddress(text);
  const tokens = accessTokens({ env: process.env, isLoopback: address.isLoopback, clientId: textOf(args, 'client-id') });
  return new ApiClient(address, tokens);
}

function remoteOf(args: VerbArguments): CommandedConnector | undefined {
  const api = chosenApi(args);
  return api === undefined ? undefined : remoteConnector(api);
}

/** Asks the connector that the arguments name. */
export async function withChosenConnector(
  args: VerbArguments,
  output: TextOutput,
  use: (connector: CommandedConnector) => Promise<ExitCode>,
  needsExchange = false,
): Promise<ExitCode> {
  const remote = remoteOf(args);
  return remote === undefined ? withConnectorOf(args, output, use, needsExchange) : use(remote);
}

/** Gives it work, waits until that is done, and shows the report. `give` answers the run to wait for; undefined = there is nothing to do. */
export async function workOnChosen(
  args: VerbArguments,
  output: TextOutput,
  give: (connector: CommandedConnector) => Promise<string | undefined>,
): Promise<LocalExitCode> {
  const signal = interruption();
  const remote = remoteOf(args);
  const show = (runId: string, connector: CommandedConnector): Promise<LocalExitCode> =>
    showReport(runId, { json: isSet(args, 'json'), heldCommand: heldCommandOf(args) }, connector, output);
  if (remote === undefined) return workLocally({ data: dataOf(args), show }, give, output, signal);
  const runId = await give(remote);
  if (runId === undefined) return 0;
  return (await isClosed(runId, remote, new ProgressView(output), signal)) ? show(runId, remote) : 1;
}

/** What lists the held entries of that connector. */
export function heldCommandOf(args: VerbArguments): string {
  const connector = textOf(args, 'connector');
  return connector === undefined ? storedCommand('held', dataOf(args)) : `npx signal-archive held --connector ${connector}`;
}

async function isClosed(runId: string, connector: CommandedConnector, view: ProgressView, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if (!(await connector.openRuns()).includes(runId) && (await connector.report(runId)) !== undefined) {
      view.end();
      return true;
    }
    const { phase, decided, deliveries } = await connector.progress([runId]);
    view.show({ phase, done: decided, all: deliveries });
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  view.end();
  return false;
}
