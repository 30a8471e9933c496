import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Connector, createConnector } from '../../main';
import { createChecks } from '../../main-checks';
import { readSettings } from '../../settings';
import { followRuns } from './follow-runs';
import { activateLocally, mappingBytes } from './local-mapping';
import type { LocalOptions } from './local-options';
import { type LocalStack, startHost, startStack } from './local-stack';
import { ProgressView } from './progress-view';
import type { TextOutput } from './text-output';

/** 0 fine; 1 incomplete, failed, or nothing could be listed; 2 something is held. */
type LocalExitCode = 0 | 1 | 2;

/** Imports what the source has, shows progress and the report; then ends (`--once`) or serves the page until it is interrupted. */
export async function runLocal(options: LocalOptions, output: TextOutput, signal: AbortSignal): Promise<LocalExitCode> {
  const mapping = mappingBytes(options);
  const checked = mapping === undefined ? undefined : createChecks(process.env).mapping(mapping);
  const domains = options.domains.length > 0 || options.source === undefined ? options.domains : (checked?.domains ?? []);
  const stack = await startStack(options, domains);
  try {
    const connector = await createConnector(readSettings(stack.settings), logTo(output));
    try {
      await connector.ensureStores();
      if (mapping !== undefined && !(await activateLocally(mapping, checked?.file.version ?? '', connector, output))) return 1;
      return await importAndServe(options, stack, connector, output, signal);
    } finally {
      connector.close();
    }
  } finally {
    await stack.stop();
  }
}

async function importAndServe(
  options: LocalOptions,
  stack: LocalStack,
  connector: Connector,
  output: TextOutput,
  signal: AbortSignal,
): Promise<LocalExitCode> {
  const { wasCleanShutdown, setAside } = stack.storage;
  if (!wasCleanShutdown) output.err('The last start was not ended cleanly: everything is looked for before it is created.');
  for (const name of setAside) output.err(`A damaged store was set aside: ${name}`);
  const runId = await connector.start({ isRecovery: !wasCleanShutdown });
  const host = await startHost(options, stack.settings, hostLogTo(output));
  try {
    const view = new ProgressView(output);
    const followed = await followRuns(connector, host, view, signal);
    view.end();
    if (followed === 'host-ended') throw new Error('The functions host ended while runs were open; start again to go on');
    if (followed === 'stopped') return 1;
    const code = await showReport(runId, options, connector, output);
    if (options.once) return code;
    output.out(`Page: http://localhost:${host.port}/`);
    if (stack.graph.pages !== undefined) output.out(`Simulated mailboxes: ${stack.graph.pages}`);
    output.out('Ctrl-C ends it.');
    await aborted(signal);
    return code;
  } finally {
    await host.child.stop();
  }
}

async function showReport(runId: string, options: LocalOptions, connector: Connector, output: TextOutput): Promise<LocalExitCode> {
  const stored = await connector.report(runId);
  if (stored === undefined) throw new Error(`Run ${runId} is closed and has no report`);
  const { report, bytes } = stored;
  const openByReason = await connector.openHeld();
  for (const line of connector.reportText(stored, openByReason)) output.out(line);
  if (options.report !== undefined) {
    mkdirSync(dirname(options.report), { recursive: true });
    writeFileSync(options.report, bytes);
  }
  if (report.state === 'incomplete' || report.counts.failed > 0) return 1;
  const open = [...openByReason.values()].reduce((sum, count) => sum + count, 0);
  return open > 0 ? 2 : 0;
}

/** A run that goes well logs little; what an operator must act on is shown. */
const logTo =
  (output: TextOutput): Parameters<typeof createConnector>[1] =>
  (level, line) => {
    if (level !== 'info') output.err(line);
  };

const hostLogTo = (output: TextOutput) => (line: string, level: string) => {
  if (level === 'warning' || level === 'error' || level === 'critical') output.err(line);
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));
