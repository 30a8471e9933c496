import { sourceSilence } from '../../runtime/domain/windows/silence';
import { PackageGoneError, SourceRefusedError, SourceUnavailableError } from '../../runtime/ports/source-errors';
import type { FaultHook, FaultPoint } from '../fakes/fault-gate';
import type { World } from '../pipeline/world/world';
import { reportsOf, violationsOf } from './harness/check-world';
import { DAY_IN_MS, HOUR_IN_MS, workDays } from './harness/days';
import { itemOf, type SmallDay, type SmallPackage, smallDay, smallPackage } from './harness/small-day';
import { smallWorld, workThrough } from './harness/small-world';
import { Tally } from './harness/tally';
import { volume } from './harness/volume';

jest.setTimeout(HOUR_IN_MS);

const KINDS = ['telemessage', 'sftp', 'landing', 'directory'] as const;
const FILES = volume(3, 50);
const RESENT_DAYS = volume(2, 40);

const firstOf = (day: SmallDay): SmallPackage => day.packages[0] as SmallPackage;
const nextMorning = (day: SmallDay): Date =>
  new Date(Math.max(...day.packages.map(({ arrivedAt }) => arrivedAt.getTime())) + 12 * HOUR_IN_MS);
const failing =
  (operation: string, error: () => Error): FaultHook =>
  ({ store, operation: asked }: FaultPoint) =>
    store === 'source' && asked === operation ? { before: () => Promise.reject(error()) } : 'pass';
const states = async (world: World) => (await reportsOf(world)).map(({ state }) => state);

describe('a package that is not whole', () => {
  it.each(KINDS)('(%s) is never acknowledged; the whole one completes it, and nothing is there twice', async (kind) => {
    const tally = new Tally(`Truncated packages, ${kind}`);
    const failed: Record<string, string[]> = {};
    for (let file = 1; file <= FILES; file += 1) {
      const day = smallDay(file, { items: 14, people: 4 });
      const whole = firstOf(day);
      const world = await smallWorld(day, { source: { kind } });
      const cut = Math.max(1, Math.floor((whole.content.length * file) / (FILES + 1)));
      world.site.put(whole.name, whole.content.subarray(0, cut), { arrivedAt: whole.arrivedAt });
      await workDays(world, 1);
      const acknowledged = world.site.acknowledged.includes(whole.name);
      world.site.put(whole.name, whole.content, { arrivedAt: nextMorning(day) });
      await workDays(world, 2);
      const violations = await violationsOf(world, day);
      if (acknowledged) violations.push('a truncated package was acknowledged');
      if (violations.length > 0) failed[`${cut} of ${whole.content.length} bytes`] = violations;
      tally.add('packages');
      tally.add('copies checked', world.exchange.archived().length);
    }
    tally.print();
    expect(failed).toEqual({});
  });

  it('because it grows while it is read is left for the next listing', async () => {
    const day = smallDay(51, { items: 20, people: 4 });
    const whole = firstOf(day);
    const world = await smallWorld(day, { source: { kind: 'sftp', chunkBytes: 1_024 } });
    world.site.put(whole.name, whole.content.subarray(0, 5_000), { arrivedAt: whole.arrivedAt });
    let reads = 0;
    const growing: FaultHook = ({ store, operation, key }) => {
      if (store === 'source' && operation === 'read' && key === whole.name && ++reads === 3)
        world.site.put(whole.name, whole.content, { arrivedAt: nextMorning(day) });
      return 'pass';
    };

    await workDays(world, 1, growing);
    expect(world.site.acknowledged).not.toContain(whole.name);
    await workDays(world, 2);

    expect(await violationsOf(world, day)).toEqual([]);
  });

  it('and may still be written to is not touched before it has been quiet for ten minutes', async () => {
    const day = smallDay(52, { items: 12 });
    const world = await smallWorld(day, { source: { kind: 'sftp' } });
    const whole = firstOf(day);
    world.site.put(whole.name, whole.content.subarray(0, 100), {
      arrivedAt: whole.arrivedAt,
      modifiedAt: new Date(world.clock.now().getTime() - 60_000),
    });

    await workDays(world, 1);
    expect(world.account.container('packages').blobs.size).toBe(day.packages.length - 1);
    world.site.put(whole.name, whole.content, { arrivedAt: whole.arrivedAt });
    await workDays(world, 1);

    expect(await violationsOf(world, day)).toEqual([]);
  });
});

describe('a package that comes again', () => {
  it.each([true, false])('under the same and under another name, with stamps or without (%s), imports nothing again', async (hasStamps) => {
    const tally = new Tally(`Packages that come again ${hasStamps ? 'with' : 'without'} stamps`);
    const failed: Record<string, string[]> = {};
    for (let seed = 1; seed <= RESENT_DAYS; seed += 1) {
      const day = smallDay(seed, { items: 14 });
      const world = await smallWorld(day, { source: { kind: seed % 2 === 0 ? 'sftp' : 'directory' } });
      const put = (name: string, each: SmallPackage, arrivedAt: Date) =>
        world.site.put(name, each.content, { arrivedAt, ...(hasStamps ? {} : { stamp: null }) });
      for (const each of day.packages) put(each.name, each, each.arrivedAt);
      await workDays(world, 1);
      const copies = world.exchange.archived().length;
      for (const each of day.packages) put(`again-${each.name}`, each, nextMorning(day));
      for (const each of day.packages) put(each.name, each, nextMorning(day));
      await workDays(world, 2);
      const violations = await violationsOf(world, day);
      if (world.exchange.archived().length !== copies) violations.push('something was imported again');
      if ((await states(world)).some((state) => state !== 'complete')) violations.push('a run is not complete');
      if (violations.length > 0) failed[`seed ${seed}`] = violations;
      tally.add('packages', day.packages.length * 3);
      tally.add('copies checked', copies);
    }
    tally.print();
    expect(failed).toEqual({});
  });

  it('with some of its items in another package imports each message once', async () => {
    const day = smallDay(54, { items: 14, packages: 1 });
    const world = await smallWorld(day);
    await workDays(world, 1);
    const messages = day.messages.slice(0, 3);
    const files = messages.map((message) => ({ name: `${message.id}-0.eml`, content: itemOf(message, 0) }));
    const mixed = { ...smallPackage(files, nextMorning(day), 7), items: files.length };
    world.site.put(mixed.name, mixed.content, { arrivedAt: mixed.arrivedAt });

    await workDays(world, 1);

    const all = { ...day, packages: [...day.packages, mixed], items: day.items + mixed.items };
    expect(await violationsOf(world, all)).toEqual([]);
    expect((await reportsOf(world)).at(-1)?.counts).toMatchObject({ imported: 0, held: 0 });
  });

  it('with other content under the same name keeps and imports both', async () => {
    const day = smallDay(55, { items: 10, packages: 1 });
    const other = smallDay(56, { items: 6, packages: 1, date: '2026-11-19' });
    const world = await smallWorld(day);
    await workDays(world, 1);
    world.site.put(firstOf(day).name, firstOf(other).content, { arrivedAt: nextMorning(day) });

    await workDays(world, 1);

    const both = {
      ...day,
      messages: [...day.messages, ...other.messages],
      packages: [...day.packages, ...other.packages],
      items: day.items + other.items,
    };
    expect(await violationsOf(world, both)).toEqual([]);
    expect(new Set([...world.account.container('packages').blobs.keys()].map((name) => name.split('-').at(-1))).size).toBe(1);
  });

  it('with other bytes that neither name nor size nor stamp tell is held where people see it when they are no package', async () => {
    const day = smallDay(57, { items: 10, packages: 1 });
    const whole = firstOf(day);
    const world = await smallWorld(day, { source: { kind: 'sftp' } });
    const changed = Buffer.from(whole.content);
    changed.writeUInt8((changed[40] as number) ^ 1, 40);
    world.site.put(whole.name, changed, { arrivedAt: whole.arrivedAt, stamp: 'same' });
    // Stored, and its row not written: then the vendor puts the right bytes in its place.
    let stored = 0;
    const died: FaultHook = ({ store, operation }) =>
      store === 'container/packages' && operation === 'create' && ++stored === 1 ? 'crash-after' : 'pass';
    await workThrough(world, { hook: died });
    world.site.put(whole.name, whole.content, { arrivedAt: whole.arrivedAt, stamp: 'same' });

    await workDays(world, 2);

    expect(world.account.container('packages').blobs.size).toBeGreaterThan(0);
    expect(await world.stores.held.list('open')[Symbol.asyncIterator]().next()).toMatchObject({
      value: { row: { reason: 'rejected-package' } },
    });
  });
});

describe('a listing that is none', () => {
  it.each([
    ['an HTML page with status 200', () => new SourceUnavailableError('a list of packages', 'the answer is no listing')],
    ['no answer', () => new SourceUnavailableError('a list of packages', 'no answer')],
    ['another host key', () => new SourceRefusedError('The host key is not the pinned one')],
    ['a refused sign-in', () => new SourceRefusedError('The sign-in is refused')],
  ])('(%s) is no empty day: the run says that it is incomplete, and the next one catches up', async (_what, error) => {
    const day = smallDay(61, { items: 12 });
    const world = await smallWorld(day);

    await workDays(world, 1, failing('list', error));
    expect(await states(world)).toEqual(['incomplete']);
    expect(world.exchange.archived()).toEqual([]);
    await workDays(world, 1);

    expect(await states(world)).toEqual(['incomplete', 'complete']);
    expect(await violationsOf(world, day)).toEqual([]);
  });

  it('for two hours is caught up within the same run', async () => {
    const day = smallDay(62, { items: 12 });
    const world = await smallWorld(day);
    const until = world.clock.now().getTime() + 2 * HOUR_IN_MS;
    const refused = failing('list', () => new SourceUnavailableError('a list', 'no answer'));

    await workDays(world, 1, (point) => (world.clock.now().getTime() < until ? refused(point) : 'pass'));

    expect(await states(world)).toEqual(['complete']);
    expect(await violationsOf(world, day)).toEqual([]);
  });

  it.each(KINDS)('for 30 days (%s) is caught up by one run, with all that arrived meanwhile', async (kind) => {
    const day = smallDay(63, { items: 12 });
    const world = await smallWorld(day, { source: { kind } });
    const late = Array.from({ length: 5 }, (_none, week) => {
      const date = new Date(Date.parse('2026-11-22') + week * 6 * DAY_IN_MS).toISOString().slice(0, 10);
      return smallDay(70 + week, { items: 4, packages: 1, date });
    });
    for (const each of late) world.site.put(`late-${firstOf(each).name}`, firstOf(each).content, { arrivedAt: firstOf(each).arrivedAt });

    await workDays(
      world,
      30,
      failing('list', () => new SourceUnavailableError('a list', 'no answer')),
    );
    await workDays(world, 1);

    const all: SmallDay = {
      ...day,
      messages: [...day.messages, ...late.flatMap(({ messages }) => messages)],
      packages: [...day.packages, ...late.flatMap(({ packages }) => packages)],
      items: day.items + late.reduce((sum, { items }) => sum + items, 0),
    };
    const reports = await reportsOf(world);
    expect(reports.slice(0, -1).every(({ state }) => state === 'incomplete')).toBe(true);
    expect(reports.at(-1)).toMatchObject({ state: 'complete', counts: { itemsAvailableFromSource: all.items } });
    expect(await violationsOf(world, all)).toEqual([]);
  });

  it('that has lost a package it listed holds it, visible, until it is there again', async () => {
    const day = smallDay(64, { items: 12 });
    const world = await smallWorld(day);
    await workDays(
      world,
      1,
      failing('open', () => new PackageGoneError('A listed package is not there any more')),
    );
    expect(world.exchange.archived()).toEqual([]);

    await workDays(world, 1);

    expect(await violationsOf(world, day)).toEqual([]);
  });
});

describe('a source that lists nothing new', () => {
  const gauges = (world: World): number[] =>
    world.log.flatMap(({ text, fields }) => (text === 'Connector status' ? [Number(fields['weekdayHoursSilent'])] : []));

  /** The settle timer writes the gauge, also between runs. */
  async function silentFor(world: World, days: number): Promise<void> {
    await workDays(world, days);
    const process = world.process();
    await process.run(() => process.pipeline.settle({ deadline: new Date(8e15), signal: new AbortController().signal }));
  }

  it('raises the gauge that the alert reads after one working day', async () => {
    const world = await smallWorld(smallDay(65, { items: 6 }), { start: '2026-11-24T06:30:00Z' });

    await silentFor(world, 1);
    expect(gauges(world).at(-1)).toBe(24);
    await silentFor(world, 1);

    expect(gauges(world).at(-1)).toBe(48);
  });

  it('raises it over no weekend', async () => {
    const world = await smallWorld(smallDay(66, { items: 6 }), { start: '2026-11-27T06:30:00Z' });

    await silentFor(world, 3);

    expect(gauges(world).at(-1)).toBe(24);
  });

  it('also when it has never listed anything', async () => {
    const day = smallDay(67, { items: 6 });
    const world = await smallWorld(day, { start: '2026-11-24T06:30:00Z' });
    for (const each of day.packages) world.site.remove(each.name);

    await silentFor(world, 2);

    expect(gauges(world).at(-1)).toBe(48);
    expect(await states(world)).toEqual(['complete', 'complete']);
  });

  it('is called silent on the page after one working day', () => {
    expect(sourceSilence([], new Date('2026-11-24T06:30:00Z'), new Date('2026-11-25T06:30:00Z'))).toMatchObject({ workingDays: 1 });
    expect(sourceSilence([], new Date('2026-11-27T06:30:00Z'), new Date('2026-11-29T23:00:00Z'))).toBeUndefined();
  });
});
