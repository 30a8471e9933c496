import { poisonQueueName } from '../../runtime/adapters/azure-storage/store-names';
import type { QueuedMessage, QueueEndpoint } from '../../runtime/local/host/queue-endpoint';
import type { FaultGate } from './fault-gate';
import type { InMemoryQueueStores } from './in-memory-queues';

/** The receiving side of an in-memory queue for one process, so that the local host's own triggers can run on it. */
export class InMemoryQueueEndpoint implements QueueEndpoint {
  readonly #stores: InMemoryQueueStores;
  readonly #gate: FaultGate;
  readonly #place: string;

  constructor(
    readonly name: string,
    stores: InMemoryQueueStores,
    gate: FaultGate,
  ) {
    this.#stores = stores;
    this.#gate = gate;
    this.#place = `queue/${name}`;
  }

  async receive(max: number, visibilitySeconds: number): Promise<readonly QueuedMessage[]> {
    const received = await this.#gate.run(this.#place, 'receive', '', () => this.#queue.receive(max, visibilitySeconds * 1_000));
    return received.map(({ id, receipt, ...message }) => ({ ...message, id: String(id), receipt: String(receipt) }));
  }

  async extend(id: string, receipt: string, visibilitySeconds: number): Promise<string | undefined> {
    const renew = () => this.#queue.renew(Number(id), Number(receipt), visibilitySeconds * 1_000);
    return (await this.#gate.run(this.#place, 'extend', id, renew))?.toString();
  }

  async remove(id: string, receipt: string): Promise<void> {
    await this.#gate.run(this.#place, 'remove', id, () => this.#queue.remove(Number(id), Number(receipt)));
  }

  async sendToPoison(text: string): Promise<void> {
    const poison = poisonQueueName(this.name);
    await this.#gate.run(`queue/${poison}`, 'send', '', () => this.#stores.queue(poison).send(text, 0));
  }

  get #queue() {
    return this.#stores.queue(this.name);
  }
}
