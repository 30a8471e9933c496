import { RowChangedError, RowExistsError } from '../../../runtime/ports/storage-errors';
import type { ReplayWorld } from './replay-world';
import type { RunningHandler } from './running-handler';
import { LEDGER } from './stands';

const STANDS: Readonly<Record<string, readonly [store: string, operation: string]>> = {
  workBlob: ['container/work', 'put'],
  batchRow: ['table/batches', 'transact'],
  rows: [LEDGER, 'transact'],
  announce: ['table/batches', 'transact'],
  heldRow: [LEDGER, 'transact'],
  message: ['queue/deliveries', 'send'],
};

/** The steps of a worker of unpack, each as the code takes it. */
export class UnpackSteps {
  constructor(
    private readonly handler: RunningHandler,
    private readonly world: ReplayWorld,
  ) {}

  async take(kind: string, how: string): Promise<void> {
    const { handler } = this;
    const stand = STANDS[kind];
    if (stand === undefined) return this.finish();
    // Rows of batches that are there already are written one by one.
    const isBatch = kind === 'batchRow' || kind === 'announce';
    if (isBatch) while (handler.isAt(...stand)) await handler.goOn();
    if (!handler.isAt(...stand)) return;
    const met = kind === 'rows' ? new RowExistsError('deliveries', 0) : new RowChangedError('deliveries', 0);
    await handler.goOn(how.endsWith('answer lost') ? { after: met } : {});
  }

  /** The time of the handler is over: what is left of the package is the next one's. */
  private async finish(): Promise<void> {
    await this.world.scene.world.clock.advance(1);
    await this.handler.runOut();
  }
}
