import { createChecks } from '../../main-checks';
import { allowedDomains } from './allowed-domains';
import { DiskWatch } from './disk-watch';
import { followRuns } from './follow-runs';
import { heldCommand } from './held-command';
import { activateLocally, mappingBytes } from './local-mapping';
import type { LocalOptions } from './local-options';
import { type LocalSession, withLocalSession } from './local-session';
import type { LocalHost } from './local-stack';
import { passPastDays } from './past-days';
import { ProgressView } from './progress-view';
import { type LocalExitCode, showReport } from './show-report';
import type { TextOutput } from './text-output';

/** Imports what the source has, shows progress and the report; then ends (`--once`) or serves the page until it is interrupted. */
export async function runLocal(options: LocalOptions, output: TextOutput, interrupted: AbortSignal): Promise<LocalExitCode> {
  const watch = new DiskWatch(options.data);
  let failure: unknown;
  try {
    return await runOnce(options, output, AbortSignal.any([interrupted, watch.signal]));
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    watch.end(failure);
  }
}

async function runOnce(options: LocalOptions, output: TextOutput, signal: AbortSignal): Promise<LocalExitCode> {
  const mapping = mappingBytes(options);
  const checked = mapping === undefined ? undefined : createChecks(process.env).mapping(mapping);
  return withLocalSession(options, allowedDomains(options, checked?.domains ?? []), output, async (session) => {
    const host = options.pastDaysFirst ? await session.startHost() : undefined;
    if (host !== undefined && !(await passPastDays(options, session, host, output, signal))) return 1;
    if (mapping !== undefined && !(await activateLocally(mapping, checked?.file.version ?? '', session.connector, output))) return 1;
    return importAndServe(options, session, host, output, signal);
  });
}

async function importAndServe(
  options: LocalOptions,
  session: LocalSession,
  working: LocalHost | undefined,
  output: TextOutput,
  signal: AbortSignal,
): Promise<LocalExitCode> {
  const { stack, connector } = session;
  const { wasCleanShutdown, setAside } = stack.storage;
  if (!wasCleanShutdown) output.err('The last start was not ended cleanly: everything is looked for before it is created.');
  for (const name of setAside) output.err(`A damaged store was set aside: ${name}`);
  const runId = await connector.start({ isRecovery: !wasCleanShutdown });
  stack.storage.trust();
  const host = working ?? (await session.startHost());
  const page = `http://localhost:${host.port}`;
  if (!options.once) output.err(`The page is served already while the import runs: ${page}/`);
  const view = new ProgressView(output);
  const followed = await followRuns(connector, host, view, signal);
  view.end();
  if (followed === 'host-ended') throw new Error('The functions host ended while runs were open; start again to go on');
  if (followed === 'stopped') return 1;
  const code = await showReport(runId, { file: options.report, heldCommand: heldCommand(options) }, connector, output);
  if (options.once) return code;
  output.out(`Page: ${page}/`);
  if (stack.graph.pages !== undefined) output.out(`Simulated mailboxes: ${page}/simulated-mailboxes`);
  output.out('Ctrl-C ends it.');
  await aborted(signal);
  return code;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));
