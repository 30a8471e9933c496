import { replaySelection } from '../../../runtime/pipeline/admin/held-acts';
import { runNow } from '../../../runtime/pipeline/admin/run-acts';
import { verify } from '../../../runtime/pipeline/verify/verify';
import type { RowKey } from '../../../runtime/ports/table';
import type { InMemoryTableStore } from '../../fakes/in-memory-table';
import { type AdministeredDay, anAdministeredDay } from '../admin/a-day';
import { ADMIN } from '../admin/admin-world';

/** One day in three reports, with acts of an administrator between them. */
let administered: AdministeredDay;

beforeAll(async () => {
  administered = await anAdministeredDay();
  await administered.act((ports) => replaySelection({ filter: {} }, {}, 'once more', ADMIN, ports));
  await administered.act((ports) => runNow('now', ADMIN, ports));
}, 60_000);

const findings = async (mailboxes = false) => {
  const { ports } = administered.world.process();
  return (await administered.world.clock.runUntil(verify({ mailboxes }, ports))).findings;
};
const named = async () => (await findings()).map(({ check, code, where }) => `${check} ${code} ${where}`);
const container = (name: 'packages' | 'reports' | 'mappings') => administered.world.account.container(name).blobs;

it('finds nothing in what nobody touched', async () => {
  expect(await findings(true)).toEqual([]);
});

/** One byte more or less, in a place of its own. */
function altered(content: Buffer, at: number): Buffer {
  const copy = Buffer.from(content);
  copy.writeUInt8(copy.readUInt8(at) ^ 0x01, at);
  return copy;
}

describe('one byte of a file', () => {
  it.each(['packages', 'reports', 'mappings'] as const)('of the container %s: the file is named', async (name) => {
    const blobs = container(name);
    expect(blobs.size).toBeGreaterThan(0);
    const unnoticed: string[] = [];
    for (const [file, blob] of [...blobs]) {
      for (const at of new Set([0, Math.floor(blob.content.length / 2), blob.content.length - 1])) {
        if (blob.content.length === 0) continue;
        blobs.set(file, { ...blob, content: altered(blob.content, at) });
        const found = await named();
        if (!found.some((line) => line.includes(file))) unnoticed.push(`${file} at ${at}: ${found.join('; ') || 'nothing'}`);
        blobs.set(file, blob);
      }
    }

    expect(unnoticed).toEqual([]);
  });

  it.each(['packages', 'reports', 'mappings'] as const)('a file of %s that is gone is named', async (name) => {
    const { world } = administered;
    for (const [file, blob] of [...container(name)]) {
      // The fake lists the names that it knows; what is behind them may be gone, as in a store that was damaged.
      const hidden = world.account.container(name);
      hidden.blobs.delete(file);
      const page = hidden.page.bind(hidden);
      hidden.page = (prefix, after) => page(prefix, after).filter((each) => each !== file);
      const found = await named();
      hidden.page = page;
      hidden.blobs.set(file, blob);

      const isNamed = found.some((line) => line.includes(name === 'packages' ? 'missing-package' : file));
      expect(`${file}: ${isNamed}`).toBe(`${file}: true`);
    }
  });
});

/** What a worker needs and no report holds. */
const NO_EVIDENCE = ['v', 'epoch', 'claims', 'claimedAt', 'lostAt', 'ambiguous', 'batchId', 'takenAt', 'staged', 'heldId'];

const changedValue = (value: unknown): unknown => {
  if (typeof value === 'number') return value + 1;
  if (typeof value !== 'string' || value === '') return 'x';
  return value.startsWith('0') ? `1${value.slice(1)}` : `0${value.slice(1)}`;
};

async function unnoticedChanges(table: InMemoryTableStore, row: RowKey, without: readonly string[]): Promise<readonly string[]> {
  const unnoticed: string[] = [];
  for (const [name, value] of Object.entries(row)) {
    if (name === 'partition' || name === 'key' || without.includes(name)) continue;
    table.apply({ kind: 'upsert', row: { ...row, [name]: changedValue(value) } as RowKey });
    if ((await named()).length === 0) unnoticed.push(name);
    table.apply({ kind: 'upsert', row });
  }
  return unnoticed;
}

describe('one value of a row', () => {
  const deliveries = () => administered.world.account.table('deliveries');
  const imported = () => [...deliveries().rows()].filter((row) => (row as RowKey & { state: string }).state === 'imported');

  it('of the ledger: every value that a report holds is compared', async () => {
    const [row] = imported();

    expect(await unnoticedChanges(deliveries(), row as RowKey, NO_EVIDENCE)).toEqual([]);
  });

  it('of the acts: each is hashed and linked', async () => {
    const events = administered.world.account.table('events');
    const rows = [...events.rows()].filter(({ partition }) => partition === 'events');

    expect(rows.length).toBeGreaterThanOrEqual(3);
    for (const row of rows) expect(await unnoticedChanges(events, row, ['v'])).toEqual([]);
  });

  it('a row of the ledger that is gone, and one too many, are named', async () => {
    const [row] = imported() as [RowKey];
    deliveries().apply({ kind: 'delete', row });
    const gone = await named();
    deliveries().apply({ kind: 'upsert', row: { ...row, key: 'f'.repeat(64) } });
    deliveries().apply({ kind: 'upsert', row });
    const tooMany = await named();
    deliveries().apply({ kind: 'delete', row: { ...row, key: 'f'.repeat(64) } });

    expect(gone).toEqual([expect.stringContaining('ledger missing-row')]);
    expect(tooMany).toEqual([expect.stringContaining('ledger unknown-row')]);
    expect(await named()).toEqual([]);
  });

  it('the last act, when it is cut off, is named', async () => {
    const events = administered.world.account.table('events');
    const last = [...events.rows()].filter(({ partition }) => partition === 'events').at(-1) as RowKey;
    events.apply({ kind: 'delete', row: last });
    const found = await named();
    events.apply({ kind: 'upsert', row: last });

    expect(found).toEqual([`events missing-event event ${Number(last.key)}`]);
  });
});
