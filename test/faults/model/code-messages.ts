import { QUEUE_NAMES, type QueueName } from '../../../runtime/ports/queues';
import type { Scene } from '../../pipeline/rules/scene';

/** A queue message of the code, as it was sent. */
export type Body = Readonly<Record<string, unknown>>;

/** What the code has queued and nobody has received. When it is delivered is the trace's business; that it was sent is the code's. */
export class CodeMessages {
  private readonly waiting = new Map<QueueName, Body[]>();

  constructor(private readonly scene: Scene) {}

  /** Takes what the code has sent since. */
  collect(): void {
    for (const queue of QUEUE_NAMES) this.of(queue).push(...(this.scene.take(queue) as Body[]));
  }

  /** Receives a message. Throws when the code has not sent it: it would never come. */
  take(queue: QueueName, isWanted: (body: Body) => boolean, what: string): Body {
    this.collect();
    const all = this.of(queue);
    const index = all.findIndex(isWanted);
    if (index === -1) throw new Error(`The code has queued no message ${what}`);
    return all.splice(index, 1)[0] as Body;
  }

  /** The queue delivers it once more. */
  giveBack(queue: QueueName, body: Body): void {
    this.of(queue).push(body);
  }

  /** Takes all that are wanted. */
  takeAll(queue: QueueName, isWanted: (body: Body) => boolean): readonly Body[] {
    this.collect();
    const all = this.of(queue);
    const wanted = all.filter(isWanted);
    this.waiting.set(
      queue,
      all.filter((body) => !isWanted(body)),
    );
    return wanted;
  }

  private of(queue: QueueName): Body[] {
    const known = this.waiting.get(queue) ?? [];
    this.waiting.set(queue, known);
    return known;
  }
}
