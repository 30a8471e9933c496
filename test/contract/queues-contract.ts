import { QUEUE_NAMES, type QueueName, type Queues } from '../../runtime/ports/queues';

export interface QueuesContract {
  open(): Queues;
  /** What a receiver sees now in the queue, in any order; it hides the messages for a minute. */
  receive(queue: string): Promise<readonly string[]>;
  sendPoison(queue: QueueName, text: string): Promise<void>;
  pass(milliseconds: number): Promise<void>;
}

const decoded = (texts: readonly string[]): unknown[] => texts.map((text) => JSON.parse(Buffer.from(text, 'base64').toString()));

/** Each test uses a queue of its own, because there is no way to empty one. */
export function describeQueuesContract(name: string, contract: QueuesContract): void {
  describe(`queues contract: ${name}`, () => {
    let queues: Queues;

    beforeEach(() => {
      queues = contract.open();
    });

    it('counts nothing in an empty queue', async () => {
      expect(await Promise.all(QUEUE_NAMES.map((queue) => queues.count(queue)))).toEqual([0, 0, 0, 0, 0]);
      expect(await Promise.all(QUEUE_NAMES.map((queue) => queues.poisonCount(queue)))).toEqual([0, 0, 0, 0, 0]);
    });

    it('hands a message over as base64 of its JSON, there when sending resolves', async () => {
      const message = { v: 1, runId: 'r', offset: 12, text: 'é😀' };

      await queues.send('collect', message);

      expect(decoded(await contract.receive('collect'))).toEqual([message]);
    });

    it('counts messages that wait, that are delayed and that are being handled; poison apart', async () => {
      await queues.send('packages', { v: 1 });
      await queues.send('packages', { v: 1 }, 600);
      expect(await queues.count('packages')).toBe(2);

      expect(await contract.receive('packages')).toHaveLength(1);
      expect(await queues.count('packages')).toBe(2);

      await contract.sendPoison('packages', 'e30=');
      expect(await queues.count('packages')).toBe(2);
      expect(await queues.poisonCount('packages')).toBe(1);
    });

    it('shows a delayed message after its delay, and not before', async () => {
      await queues.send('settle', { v: 1 }, 2);

      expect(await contract.receive('settle')).toEqual([]);
      await contract.pass(2_300);
      expect(decoded(await contract.receive('settle'))).toEqual([{ v: 1 }]);
    });

    it('takes the longest delay', async () => {
      await queues.send('replays', { v: 1 }, 604_800);

      expect(await contract.receive('replays')).toEqual([]);
      expect(await queues.count('replays')).toBe(1);
    });

    it('takes 40,000 bytes of JSON', async () => {
      const message = { v: 1, ids: 'x'.repeat(40_000 - '{"v":1,"ids":""}'.length) };

      await queues.send('deliveries', message);

      expect(decoded(await contract.receive('deliveries'))).toEqual([message]);
    });

    it('refuses more', async () => {
      await expect(queues.send('deliveries', { v: 1, ids: 'x'.repeat(40_000) })).rejects.toThrow(RangeError);
    });

    it.each([-1, 0.5, 604_801, Number.NaN])('refuses the delay %d', async (delay) => {
      await expect(queues.send('deliveries', { v: 1 }, delay)).rejects.toThrow(RangeError);
    });
  });
}
