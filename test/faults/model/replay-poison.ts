import type { RunningHandler } from './running-handler';
import { LEDGER } from './stands';

/** The steps of a worker of poison, each as the code takes it. */
export class PoisonSteps {
  constructor(private readonly handler: RunningHandler) {}

  async take(kind: string, how: string): Promise<void> {
    const { handler } = this;
    if (kind === 'poison' && handler.isAt('table/batches', 'list')) await handler.goOn();
    if (kind === 'poison' && how !== 'busy') while (handler.isAt(LEDGER, 'get')) await handler.goOn();
    else if (kind === 'poisonLook' && handler.isAt('exchange', 'look')) await handler.goOn();
    else if (kind === 'poisonHold' || kind === 'poisonImport') await this.write(how);
    else if (kind === 'done' || how === 'busy') await handler.runOut();
  }

  /** Up to the batch; when somebody was faster past it, and the rows are read again. */
  private async write(how: string): Promise<void> {
    const { handler } = this;
    while (handler.at !== undefined && !handler.isAt('table/batches', 'transact')) await handler.goOn();
    if (how === '412') while (handler.isAt('table/batches', 'transact')) await handler.goOn();
  }
}
