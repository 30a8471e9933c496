import { WorkerPool } from '../../../runtime/local/host/worker-pool';

describe('the workers of all queues', () => {
  it('gives at most what is free', async () => {
    const pool = new WorkerPool(3);

    expect(await pool.take(2)).toBe(2);
    expect(await pool.take(2)).toBe(1);
  });

  it('serves whoever asked first, as soon as one is free', async () => {
    const pool = new WorkerPool(1);
    await pool.take(16);
    const order: string[] = [];
    const first = pool.take(16).then((taken) => order.push(`first ${taken}`));
    const second = pool.take(16).then((taken) => order.push(`second ${taken}`));

    pool.give(1);
    await first;
    pool.give(1);
    await second;

    expect(order).toEqual(['first 1', 'second 1']);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %d workers', (size) => {
    expect(() => new WorkerPool(size)).toThrow(RangeError);
  });
});
