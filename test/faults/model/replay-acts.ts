import { readRun, stopRun } from '../../../runtime/pipeline/runs/read-run';
import { resumeRun } from '../../../runtime/pipeline/runs/send-again';
import { RowChangedError } from '../../../runtime/ports/storage-errors';
import { LONG_HANDLING } from '../../pipeline/rules/scene';
import type { ReplayWorld } from './replay-world';
import { RunningHandler } from './running-handler';
import { LEDGER, standsInResume, standsInSettle, standsInUnpack } from './stands';
import type { RunNumber } from './state';

const STUCK_AFTER_IN_MS = 2 * 3_600_000 + 1;

/** The steps of settle, each as the code takes it. */
export class SettleSteps {
  private handler: RunningHandler | undefined;

  constructor(private readonly world: ReplayWorld) {}

  async take(kind: string, how: string): Promise<void> {
    if (kind === 'closing') return this.begin(Number(how) as RunNumber);
    if (kind === 'leftovers') return this.pass('table/packages', 'list');
    if (kind === 'closed') return this.handler?.runOut();
    if (kind === 'sweep') await this.world.plainly((process) => process.pipeline.settle(LONG_HANDLING));
    if (kind === 'stuckWork') await this.sendStuckWork(Number(how) as RunNumber);
  }

  private async begin(run: RunNumber): Promise<void> {
    const { scene, runIds } = this.world;
    this.world.endHours(run);
    const message = { v: 1, runId: runIds[run] };
    this.handler = await new RunningHandler(scene.world, standsInSettle).start((process) => scene.handle(process, 'settle', message));
    // Progress is counted first; then the mark is written.
    await this.pass('table/packages', 'list');
    if (this.handler.isAt('table/runs', 'replace')) await this.handler.goOn();
  }

  private async pass(store: string, operation: string): Promise<void> {
    while (this.handler?.isAt(store, operation) === true) await this.handler.goOn();
  }

  private async sendStuckWork(run: RunNumber): Promise<void> {
    const { scene, runIds } = this.world;
    await scene.world.clock.advance(STUCK_AFTER_IN_MS);
    await this.world.plainly((process) => scene.handle(process, 'settle', { v: 1, runId: runIds[run] }));
  }
}

/** The steps of a run that takes up what is held. */
export class ReopenSteps {
  private handler: RunningHandler | undefined;

  constructor(private readonly world: ReplayWorld) {}

  async take(kind: string, how: string): Promise<void> {
    if (kind === 'crash') return this.handler?.die();
    if (kind === 'reopenBatch') return this.begin();
    if (kind === 'reopenMessage') return this.handler?.runOut();
    if (this.handler?.isAt(LEDGER, 'transact') === true)
      await this.handler.goOn(how === 'taken up, answer lost' ? { after: new RowChangedError('deliveries', 0) } : {});
  }

  private async begin(): Promise<void> {
    const { messages, scene } = this.world;
    const runId = await this.world.openRunThree();
    const message = messages.take('replays', (body) => body['runId'] === runId, 'to take up what is held');
    const handler = await new RunningHandler(scene.world, standsInUnpack).start((process) => scene.handle(process, 'replays', message));
    this.handler = handler;
    while (handler.at !== undefined && !handler.isAt(LEDGER, 'transact')) await handler.goOn();
    // Its insert meets the row that is there; then it says that it takes it up.
    if (handler.isAt(LEDGER, 'transact')) await handler.goOn();
    while (handler.at !== undefined && !handler.isAt(LEDGER, 'transact')) await handler.goOn();
  }
}

/** What an administrator does to run 1. */
export class AdministratorSteps {
  private resuming: RunningHandler | undefined;

  constructor(private readonly world: ReplayWorld) {}

  async take(kind: string): Promise<void> {
    const { scene, runIds } = this.world;
    const runId = runIds[1] ?? '';
    if (kind === 'stop') await this.world.plainly((process) => stopRun(process.ports, runId, 'administrator'));
    if (kind === 'resume')
      this.resuming = await new RunningHandler(scene.world, standsInResume).start(({ ports }) => resumeRun(runId, ports));
    if (kind === 'resumeQueues') await this.resuming?.runOut();
    if (kind === 'crash') await this.resuming?.die();
    const isStopped = (await readRun(scene.world.stores, runId))?.row.stopped !== '';
    if (isStopped !== (kind === 'stop')) throw new Error(`After ${kind} run 1 is ${isStopped ? '' : 'not '}stopped`);
  }
}
