import { SeededRandom } from '../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import {
  BlobChangedError,
  RowChangedError,
  RowExistsError,
  StorageRefusedError,
  StorageUnavailableError,
} from '../../runtime/ports/storage-errors';
import type { FaultHook, FaultPoint, FaultScript } from '../fakes/fault-gate';
import type { World } from '../pipeline/world/world';
import { violationsOf } from './harness/check-world';
import { smallDay } from './harness/small-day';
import { smallWorld, workThrough } from './harness/small-world';
import { Tally } from './harness/tally';
import { volume } from './harness/volume';

const HOUR_IN_MS = 3_600_000;
const DAY_IN_MS = 24 * HOUR_IN_MS;
const SEEDS = volume(6, 200);

const isStorage = ({ store }: FaultPoint): boolean => /^(?:table|container|queue)\/|^leases$|^time$/.test(store);
const isWrite = ({ operation }: FaultPoint): boolean =>
  ['insert', 'replace', 'upsert', 'remove', 'transact', 'create', 'put', 'swap', 'stage', 'commit', 'send'].includes(operation);

const failing = (error: Error): FaultScript => ({ before: () => Promise.reject(error) });
const failingAfter = (error: Error): FaultScript => ({ after: () => Promise.reject(error) });

/** As the adapter classifies what the service answers: 500 and 503, carried out or not; a conflict that our own lost answer made. */
const ANSWERS: Readonly<Record<string, (point: FaultPoint) => FaultScript>> = {
  'a 500 before': ({ operation }) => failing(new StorageUnavailableError(operation)),
  'a 503 after it was carried out': ({ operation }) => failingAfter(new StorageUnavailableError(operation)),
  'a 409 or 412 after it was carried out': (point) => failingAfter(conflictOf(point)),
};

/** The SDK repeats a request whose answer was lost, and meets what its first try has done. */
function conflictOf({ store, operation, key }: FaultPoint): Error {
  if (store.startsWith('container/')) return new BlobChangedError(store, key);
  return operation === 'insert' ? new RowExistsError(store, 0) : new RowChangedError(store, 0);
}

async function troubledDay(seed: number, share: number, answer: (point: FaultPoint) => FaultScript, tally: Tally): Promise<string[]> {
  const random = new SeededRandom(seed, 'storage');
  const day = smallDay(seed, { items: 16, people: 4 });
  const world = await smallWorld(day);
  const hook: FaultHook = (point) => {
    const isFitting = isStorage(point) && (answer !== ANSWERS['a 409 or 412 after it was carried out'] || isConditional(point));
    if (!isFitting || random.between(0, 1_000) >= share * 1_000) return 'pass';
    tally.add('faults');
    return answer(point);
  };
  await workThrough(world, { hook, workers: 3 });
  for (let days = 0; days < 2; days += 1) {
    await world.clock.advance(DAY_IN_MS);
    await workThrough(world, { workers: 3 });
  }
  tally.add('seeds');
  tally.add('copies checked', world.exchange.archived().length);
  return violationsOf(world, day);
}

const isConditional = ({ store, operation }: FaultPoint): boolean =>
  (store.startsWith('table/') && ['insert', 'replace', 'transact'].includes(operation)) ||
  (store.startsWith('container/') && ['create', 'swap', 'commit'].includes(operation));

describe('storage that answers', () => {
  it.each(Object.entries(ANSWERS))(
    '%s loses nothing and doubles nothing',
    async (name, answer) => {
      const tally = new Tally(`Storage answers ${name}`);
      const failed: Record<string, string[]> = {};
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        const violations = await troubledDay(seed, [0.01, 0.03, 0.1][seed % 3] as number, answer, tally);
        if (violations.length > 0) failed[`seed ${seed}`] = violations;
      }

      tally.print();
      expect(failed).toEqual({});
    },
    HOUR_IN_MS,
  );
});

/** One bit of what comes back is another one. */
function flipped(answer: unknown): unknown {
  const { chunk } = answer as { readonly chunk: Buffer };
  const changed = Buffer.from(chunk);
  if (changed.length > 0) changed.writeUInt8((changed[changed.length >> 1] as number) ^ 1, changed.length >> 1);
  return { ...(answer as object), chunk: changed };
}

const isReadBack = ({ store, operation }: FaultPoint): boolean => store === 'container/packages' && operation === 'stream';

async function packagesDamaged(world: World): Promise<void> {
  for (const blob of world.account.container('packages').blobs.values()) blob.content.writeUInt8(1 ^ (blob.content[60] ?? 0), 60);
}

describe('a package that is read back', () => {
  const day = smallDay(41, { items: 12, packages: 2 });

  it('with wrong bytes is not acknowledged and not unpacked; it is as soon as its bytes are right', async () => {
    const world = await smallWorld(day);
    let wrong = 0;
    const acknowledgedThen: number[] = [];
    const hook: FaultHook = (point) => {
      if (!isReadBack(point) || wrong >= 4) return 'pass';
      wrong += 1;
      acknowledgedThen.push(world.site.acknowledged.length);
      return { after: flipped };
    };

    await workThrough(world, { hook, workers: 2 });

    expect(wrong).toBe(4);
    expect(acknowledgedThen).toEqual([0, 0, 0, 0]);
    expect(await violationsOf(world, day)).toEqual([]);
  });

  it('and was stored with wrong bytes for good is stored again under another name, with an alarm', async () => {
    const world = await smallWorld(day);
    let commits = 0;
    const hook: FaultHook = ({ store, operation }) => {
      if (store !== 'container/packages' || operation !== 'create') return 'pass';
      commits += 1;
      return commits > 2 ? 'pass' : { after: async (answer) => packagesDamaged(world).then(() => answer) };
    };

    await workThrough(world, { hook, workers: 1 });

    expect(world.log.filter(({ text }) => text === 'Stored package is damaged').length).toBeGreaterThan(0);
    expect(world.exchange.archived()).toHaveLength(day.messages.reduce((sum, { mailboxIds }) => sum + mailboxIds.length, 0));
    expect((await violationsOf(world, day)).filter((violation) => !violation.startsWith('stored with another hash'))).toEqual([]);
  });
});

describe('an account that is full or read-only', () => {
  it.each([
    ['full', 'the account is full'],
    ['read-only', 'the account is read-only'],
  ])(
    '(%s) from any moment on acknowledges nothing too early, says so, and everything goes on when it takes writes again',
    async (_name, why) => {
      const failed: Record<string, string[]> = {};
      for (let from = 5; from < 400; from += volume(120, 8)) {
        const day = smallDay(from, { items: 12, packages: 2 });
        const world = await smallWorld(day);
        const until = world.clock.now().getTime() + 2 * HOUR_IN_MS;
        let calls = 0;
        const hook: FaultHook = (point) => {
          calls += 1;
          const isRefused = calls >= from && world.clock.now().getTime() < until && isStorage(point) && isWrite(point);
          return isRefused ? failing(new StorageRefusedError(point.operation, why)) : 'pass';
        };

        await workThrough(world, { hook, workers: 3 }).catch(() => undefined);
        for (let days = 0; days < 2; days += 1) {
          await world.clock.advance(DAY_IN_MS);
          await workThrough(world, { workers: 3 });
        }

        const violations = await violationsOf(world, day);
        if (violations.length > 0) failed[`from call ${from}`] = violations;
      }
      expect(failed).toEqual({});
    },
    HOUR_IN_MS,
  );
});
