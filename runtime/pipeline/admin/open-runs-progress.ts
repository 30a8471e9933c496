import type { ConnectorPorts } from '../connector-ports';
import { readRun } from '../runs/read-run';
import { progressOf } from '../settle/run-progress';

export type RunPhase = 'listing' | 'collecting' | 'delivering' | 'closing';

/** How far the open runs are, all together. */
export interface OpenRunsProgress {
  readonly phase: RunPhase;
  readonly decided: number;
  readonly deliveries: number;
}

const PHASES: readonly RunPhase[] = ['listing', 'collecting', 'delivering', 'closing'];

export async function progressOfRuns(runIds: readonly string[], ports: Pick<ConnectorPorts, 'stores'>): Promise<OpenRunsProgress> {
  let phase = PHASES.length - 1;
  let decided = 0;
  let deliveries = 0;
  for (const runId of runIds) {
    const run = (await readRun(ports.stores, runId))?.row;
    if (run === undefined) continue;
    const progress = await progressOf(run, ports);
    decided += progress.decided;
    deliveries += progress.deliveries;
    const own: RunPhase =
      run.listedAt === '' ? 'listing' : progress.openPackages > 0 ? 'collecting' : progress.openBatches > 0 ? 'delivering' : 'closing';
    phase = Math.min(phase, PHASES.indexOf(own));
  }
  return { phase: PHASES[phase] as RunPhase, decided, deliveries };
}
