import type { QueueEndpoint } from '../../runtime/local/host/queue-endpoint';

export interface QueueEndpointContract {
  /** The queue is there afterwards. */
  open(name: string): Promise<QueueEndpoint>;
  send(queue: string, text: string): Promise<void>;
  pass(milliseconds: number): Promise<void>;
}

export function describeQueueEndpointContract(name: string, contract: QueueEndpointContract): void {
  describe(`queue endpoint contract: ${name}`, () => {
    let queue: QueueEndpoint;
    let queues = 0;

    beforeEach(async () => {
      queues += 1;
      queue = await contract.open(`endpoint-${queues}`);
    });

    const texts = async (endpoint: QueueEndpoint) => (await endpoint.receive(32, 60)).map(({ text }) => text).sort();

    it('receives visible messages, at most as many as asked for, and hides them', async () => {
      for (const text of ['a', 'b', 'c']) await contract.send(queue.name, text);

      const first = await queue.receive(2, 60);
      expect(first).toHaveLength(2);
      expect(first[0]).toMatchObject({ dequeueCount: 1, insertedAt: expect.any(Date) });
      expect(await queue.receive(32, 60)).toHaveLength(1);
      expect(await queue.receive(32, 60)).toEqual([]);
    });

    it('shows a message again after its time, with a higher count and a new receipt', async () => {
      await contract.send(queue.name, 'a');
      const [first] = await queue.receive(1, 1);
      await contract.pass(1_200);

      const [second] = await queue.receive(1, 60);

      expect(second).toMatchObject({ id: first?.id, dequeueCount: 2, text: 'a' });
      expect(second?.receipt).not.toBe(first?.receipt);
    });

    it('extends the time of a message without changing it, and gives a new receipt', async () => {
      await contract.send(queue.name, 'a');
      const [{ id, receipt } = { id: '', receipt: '' }] = await queue.receive(1, 1);
      const renewed = await queue.extend(id, receipt, 60);
      await contract.pass(1_200);

      expect(renewed).toBeDefined();
      expect(await queue.receive(1, 60)).toEqual([]);
      expect(await queue.extend(id, renewed ?? '', 0)).toBeDefined();
      expect(await queue.receive(1, 60)).toMatchObject([{ text: 'a', dequeueCount: 2 }]);
    });

    it('removes a message with its current receipt, and only then', async () => {
      await contract.send(queue.name, 'a');
      const [{ id, receipt } = { id: '', receipt: '' }] = await queue.receive(1, 60);
      const renewed = await queue.extend(id, receipt, 0);

      await queue.remove(id, receipt);
      const [again] = await queue.receive(1, 60);
      expect(again).toMatchObject({ id, dequeueCount: 2 });
      await queue.remove(id, renewed ?? '');
      expect(await queue.extend(id, again?.receipt ?? '', 60)).toBeDefined();
    });

    it('takes a message that is gone for lost, not for an error', async () => {
      await contract.send(queue.name, 'a');
      const [{ id, receipt } = { id: '', receipt: '' }] = await queue.receive(1, 60);
      await queue.remove(id, receipt);

      await queue.remove(id, receipt);
      expect(await queue.extend(id, receipt, 60)).toBeUndefined();
    });

    it('puts a copy into the poison queue', async () => {
      await queue.sendToPoison('a');
      await queue.sendToPoison('b');

      expect(await texts(await contract.open(`${queue.name}-poison`))).toEqual(['a', 'b']);
    });
  });
}
