import { recordAct } from '../audit/audit-events';
import { openRun } from '../collect/open-run';
import type { RunRow } from '../rows/run-row';
import { readRun, stopRun } from '../runs/read-run';
import { resumeRun } from '../runs/send-again';
import { ActRefusedError } from './act-refused';
import type { AdminPorts } from './admin-ports';
import { actorOf, type Person } from './person';
import { forgetRecent } from './recently';

/** Everything that arrived since the last run ended; also while the connector is paused, because a person asks for it. */
export async function runNow(reason: string, person: Person, ports: AdminPorts): Promise<RunRow> {
  const run = await openRun({ trigger: 'manual', by: person.name }, ports);
  await recordAct({ ...actorOf(person), act: 'run-now', target: `run ${run.partition}`, reason }, ports);
  forgetRecent(ports);
  return run;
}

/** What arrived in a past window, whatever was imported of it already: nothing is imported twice. */
export async function runPastWindow(window: { from: Date; to: Date }, reason: string, person: Person, ports: AdminPorts): Promise<RunRow> {
  const now = await ports.storageTime.now();
  if (window.from >= window.to) throw new ActRefusedError('invalid', 'empty-window', 'The window ends before it begins.');
  if (window.from >= now)
    throw new ActRefusedError('invalid', 'future-window', 'The window lies in the future; nothing can have arrived in it.');
  const run = await openRun({ trigger: 'manual', by: person.name, window, replays: 'none' }, ports);
  await recordAct({ ...actorOf(person), act: 'run-window', target: `run ${run.partition}`, reason }, ports);
  forgetRecent(ports);
  return run;
}

/** Nothing of this run goes on until it is resumed; what is under way at Exchange ends first. */
export async function stopOneRun(runId: string, reason: string, person: Person, ports: AdminPorts): Promise<void> {
  const run = (await readRun(ports.stores, runId))?.row;
  if (run === undefined) throw new ActRefusedError('not-found', 'no-such-run', `There is no run ${runId}.`);
  if (run.state !== 'open') throw new ActRefusedError('conflict', 'run-closed', `Run ${runId} is closed already.`);
  await stopRun(ports, runId, `administrator: ${reason || 'no reason given'}`);
  await recordAct({ ...actorOf(person), act: 'pause', target: `run ${runId}`, reason }, ports);
  forgetRecent(ports);
}

export async function resumeOneRun(runId: string, reason: string, person: Person, ports: AdminPorts): Promise<void> {
  const run = (await readRun(ports.stores, runId))?.row;
  if (run === undefined) throw new ActRefusedError('not-found', 'no-such-run', `There is no run ${runId}.`);
  if (run.state !== 'open' || run.stopped === '') throw new ActRefusedError('conflict', 'run-not-stopped', `Run ${runId} is not stopped.`);
  await resumeRun(runId, ports);
  await recordAct({ ...actorOf(person), act: 'resume', target: `run ${runId}`, reason }, ports);
  forgetRecent(ports);
}
