import { verify } from '../../../runtime/pipeline/verify/verify';
import { MailboxUnavailableError } from '../../../runtime/ports/exchange-errors';
import { reportsOf, violationsOf } from '../../faults/harness/check-world';
import { workThrough } from '../../faults/harness/small-world';
import { once } from '../rules/pause';
import type { World } from '../world/world';
import { creates, DAY_IN_MS, emptyTables, heldOf, laterBy, ledgerOf, rebuilt } from './lost-stores';
import { afterBothDays, afterTheFirstDay, both, first, second } from './two-days';

jest.setTimeout(60_000);

/** Two reports count what one of them adopted: allowed only where the tables that knew of it are gone for good. */
const exactly = async (world: World): Promise<string[]> => violationsOf(world, both);
const inMailboxes = async (world: World): Promise<string[]> =>
  (await violationsOf(world, both)).filter((text) => !text.startsWith('imported: ') && !text.startsWith('items: '));

describe('tables that are older than the reports, before they are rebuilt', () => {
  it.each([
    ['empty', (world: World) => emptyTables(world)],
    ['from before the second day', (_world: World, older: () => void) => older()],
  ])('make the next run look before it creates: nothing twice, and it closes (%s)', async (_case, lose) => {
    const { world, older } = await afterBothDays();
    const made = creates(world);
    lose(world, older);

    const { run } = await workThrough(world);

    expect(run).toMatchObject({ looksFirst: true });
    expect(creates(world)).toBe(made);
    expect(await inMailboxes(world)).toEqual([]);
    expect(world.log).toContainEqual(expect.objectContaining({ level: 'error', text: 'Ledger is older than its reports' }));
  });

  it('stay distrusted by later runs until they are rebuilt', async () => {
    const { world, older } = await afterBothDays();
    older();
    await workThrough(world);
    laterBy(world, DAY_IN_MS);
    expect((await workThrough(world)).run).toMatchObject({ looksFirst: true });

    await rebuilt(world);

    laterBy(world, DAY_IN_MS);
    expect((await workThrough(world)).run).toMatchObject({ looksFirst: false });
    expect(await inMailboxes(world)).toEqual([]);
  });

  it('let a batch that was in the queue look too', async () => {
    const world = await afterTheFirstDay();
    const older = world.account.remember('tables');
    const process = world.process(once('crash-after', ({ store, operation }) => store === 'exchange' && operation === 'create'));
    await process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
    await process.drain();
    const made = creates(world);
    expect(made).toBeGreaterThan(0);
    older();

    await workThrough(world);

    expect(await inMailboxes(world)).toEqual([]);
  });
});

describe('rebuild of tables that came back from an older copy', () => {
  it('makes the ledger whole: nothing is imported again, and the next run adds up', async () => {
    const { world, older } = await afterBothDays();
    const before = { ledger: ledgerOf(world), creates: creates(world) };
    older();

    const { findings, counts, runId } = await rebuilt(world);

    expect({ findings, runId }).toEqual({ findings: [], runId: undefined });
    expect(counts).toMatchObject({ reports: 2, copiesOfOpenRuns: 0, packages: 0, lostEntries: 0 });
    expect({ ledger: ledgerOf(world), creates: creates(world) }).toEqual(before);
    await workThrough(world);
    expect(creates(world)).toBe(before.creates);
    expect(await exactly(world)).toEqual([]);
    const process = world.process();
    expect((await process.run(() => verify({ mailboxes: true }, process.ports)))?.findings).toEqual([]);
  });

  it('keeps what was held since, and what was resolved since', async () => {
    const world = await afterTheFirstDay();
    const [anna, bob] = [first.people[0]?.mailboxId ?? '', first.people[1]?.mailboxId ?? ''];
    const refuse = (id: string, isRefused: boolean): void => {
      world.exchange.mailbox(id).refusal = isRefused ? () => new MailboxUnavailableError(id, 'MailboxNotEnabledForRESTAPI') : undefined;
    };
    refuse(anna, true);
    await workThrough(world);
    laterBy(world, DAY_IN_MS);
    const older = world.account.remember('tables');
    refuse(anna, false);
    refuse(bob, true);
    await workThrough(world);
    const held = await heldOf(world);
    older();
    expect(await heldOf(world)).not.toEqual(held);

    await rebuilt(world);

    expect(await heldOf(world)).toEqual(held);
    refuse(bob, false);
    laterBy(world, DAY_IN_MS);
    await workThrough(world);
    expect(await exactly(world)).toEqual([]);
  });
});

describe('rebuild in the middle of a run', () => {
  it.each([
    ['empty', (world: World) => emptyTables(world)],
    ['from before it', (_world: World, older: () => void) => older()],
  ])('takes copies from the mailboxes and packages from the archive: nothing twice, nothing lost (tables %s)', async (_case, lose) => {
    const world = await afterTheFirstDay();
    const older = world.account.remember('tables');
    let made = 0;
    const process = world.process(({ store, operation }) => {
      if (store === 'exchange' && operation === 'create') made += 1;
      return made > 5 ? 'crash-before' : 'pass';
    });
    await process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
    await process.drain({ workers: 3 });
    laterBy(world, 61_000);
    lose(world, older);

    const { counts, findings } = await rebuilt(world);

    expect(findings).toEqual([]);
    expect(counts).toMatchObject({ reports: 1, packages: second.packages.length });
    expect(counts.copiesOfOpenRuns).toBeGreaterThan(0);
    laterBy(world, DAY_IN_MS);
    await workThrough(world);
    expect(await inMailboxes(world)).toEqual([]);
    expect((await reportsOf(world)).filter(({ reconciled }) => !reconciled)).toEqual([]);
  });
});

describe('rebuild from files that were changed', () => {
  it('uses nothing of them, says so, and looks in the mailboxes instead', async () => {
    const { world } = await afterBothDays();
    const made = creates(world);
    const name = [...world.account.container('reports').blobs.keys()].find((each) => each.endsWith('/deliveries.jsonl')) as string;
    const blob = world.account.container('reports').blobs.get(name);
    if (blob !== undefined) (blob.content as Buffer)[20] = 0x30;
    emptyTables(world);

    const { findings } = await rebuilt(world);

    expect(findings).toEqual([expect.objectContaining({ check: 'chain', code: 'changed-file', where: name })]);
    laterBy(world, DAY_IN_MS);
    await workThrough(world);
    expect(creates(world)).toBe(made);
  });
});
