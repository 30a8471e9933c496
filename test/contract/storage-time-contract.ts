import type { StorageTime } from '../../runtime/ports/storage-time';

/** `serviceNow`: the time of the service, known to the test on another way. */
export function describeStorageTimeContract(name: string, open: () => StorageTime, serviceNow: () => Date): void {
  describe(`storage time contract: ${name}`, () => {
    it('answers the time of the service in whole seconds', async () => {
      const before = Math.floor(serviceNow().getTime() / 1_000) * 1_000;
      const time = await open().now();

      expect(time.getMilliseconds()).toBe(0);
      expect(time.getTime()).toBeGreaterThanOrEqual(before);
      expect(time.getTime()).toBeLessThanOrEqual(serviceNow().getTime());
    });

    it('asks every time', async () => {
      const time = open();
      const first = await time.now();

      expect((await time.now()).getTime()).toBeGreaterThanOrEqual(first.getTime());
    });
  });
}
