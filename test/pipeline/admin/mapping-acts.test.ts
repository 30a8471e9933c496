import { listAudit } from '../../../runtime/pipeline/admin/audit-list';
import { type ActivationOrder, activateVersion, rollBack, uploadMapping } from '../../../runtime/pipeline/admin/mapping-acts';
import { mappingVersions, versionFigures } from '../../../runtime/pipeline/admin/mapping-versions';
import { mapNumber, notOurs } from '../../../runtime/pipeline/admin/number-acts';
import { seenNumbers } from '../../../runtime/pipeline/admin/numbers-view';
import { type AdministeredDay, anAdministeredDay, anUntouchedDay } from './a-day';
import { ADMIN } from './admin-world';

const OWEN = '447700900151';
const GRACE = 'grace.adeyemi@contoso.example';

const withRow = (day: AdministeredDay, row: string): Buffer => Buffer.from(`${day.day.mapping}${row}\n`);
const order = (version: string, over: Partial<ActivationOrder> = {}): ActivationOrder => ({
  version,
  reason: '',
  isConfirmed: false,
  seen: undefined,
  ...over,
});

describe('a new mapping file', () => {
  it('is checked first: who would get what, which held entries would go, and nothing is active', async () => {
    const day = await anAdministeredDay();

    const { file, preview } = await day.world.clock.runUntil(uploadMapping(withRow(day, `${OWEN},${GRACE}`), day.ports()));

    expect(file.state).toBe('usable');
    expect(preview?.rows).toEqual([
      expect.objectContaining({ number: OWEN, kind: 'added', before: [], after: [GRACE], inDirectory: 'yes', heldItems: 3 }),
    ]);
    expect(preview).toMatchObject({ changedNumbers: 1, heldItems: 3, change: { rowsAdded: 1, needsConfirmation: false } });
    expect((await mappingVersions(day.world.stores)).versions).toHaveLength(1);
  });

  it('brings what waited for its row into the mailbox, in a run of its own', async () => {
    const day = await anAdministeredDay();
    const { file } = await day.world.clock.runUntil(uploadMapping(withRow(day, `${OWEN},${GRACE}`), day.ports()));
    const before = day.world.exchange.archived().length;

    const done = await day.act((ports) => activateVersion(order(file.version), ADMIN, ports));

    expect(await day.held('unmatched')).toEqual([]);
    expect((await day.reportOf(done.replayRun)).heldBalance).toMatchObject({ opening: 8, resolved: 3, closing: 5 });
    expect(day.world.exchange.archived().length).toBeGreaterThan(before);
  });

  it('is refused as a whole when a line of it is wrong, with every problem', async () => {
    const day = await anUntouchedDay();

    const { file, preview } = await uploadMapping(withRow(day, '4.477E+11,anna@contoso.example\n12,ben@contoso.example'), day.ports());

    expect(file).toMatchObject({ state: 'refused', problems: [{ code: 'number-rounded' }, { code: 'number-too-short' }] });
    expect(preview).toBeUndefined();
    await expect(activateVersion(order(file.version), ADMIN, day.ports())).rejects.toMatchObject({ code: 'no-such-version' });
  });

  it('asks for a second step when more than a fifth of the rows go', async () => {
    const day = await anAdministeredDay();
    const few = Buffer.from(day.day.mapping.split('\n').slice(0, 5).join('\n'));
    const { file } = await day.world.clock.runUntil(uploadMapping(few, day.ports()));

    const asked = activateVersion(order(file.version), ADMIN, day.ports());
    await expect(asked).rejects.toMatchObject({ kind: 'needs-confirmation', more: { reasons: [{ kind: 'shrinks' }] } });
    const done = await day.act((ports) => activateVersion(order(file.version, { isConfirmed: true }), ADMIN, ports));

    expect(done).toMatchObject({ isUnchanged: false, rows: 4 });
  });

  it('is refused when somebody else activated another one meanwhile', async () => {
    const day = await anAdministeredDay();
    const { file, seen } = await day.world.clock.runUntil(uploadMapping(withRow(day, `${OWEN},${GRACE}`), day.ports()));
    const other = await day.world.clock.runUntil(uploadMapping(withRow(day, '447700900173,ines.duarte@contoso.example'), day.ports()));
    await day.act((ports) => activateVersion(order(other.file.version, { seen: other.seen }), ADMIN, ports));

    await expect(activateVersion(order(file.version, { seen }), ADMIN, day.ports())).rejects.toMatchObject({ name: 'BlobChangedError' });
  });

  it('is left alone where the configuration of the stack owns the mapping, but for the file that it owns', async () => {
    const day = await anAdministeredDay();
    const { file } = await day.world.clock.runUntil(uploadMapping(withRow(day, `${OWEN},${GRACE}`), day.ports()));

    await expect(activateVersion(order(file.version), ADMIN, day.ports({ mappingOwnedBy: 'f'.repeat(64) }))).rejects.toMatchObject({
      code: 'mapping-owned-by-stack',
    });
    const own = activateVersion(order(file.version), ADMIN, day.ports({ mappingOwnedBy: file.version }));
    expect((await day.world.clock.runUntil(own)).version).toBe(file.version);
  });
});

describe('the history of the mapping', () => {
  it('keeps every version with who and how, and goes back to one byte for byte', async () => {
    const day = await anAdministeredDay();
    const { file } = await day.world.clock.runUntil(uploadMapping(withRow(day, `${OWEN},${GRACE}`), day.ports()));
    await day.act((ports) => activateVersion(order(file.version, { reason: 'joiner' }), ADMIN, ports));
    const [, original] = (await mappingVersions(day.world.stores)).versions;

    await day.act((ports) => rollBack(order(original?.version ?? ''), original?.number ?? 0, ADMIN, ports));

    const { versions } = await mappingVersions(day.world.stores);
    expect(versions.map(({ number, how, isCurrent }) => `${number} ${how} ${isCurrent}`)).toEqual([
      '3 roll back to 1 true',
      '2 file false',
      '1 file false',
    ]);
    expect(versions[0]?.version).toBe(original?.version);
    expect(await versionFigures(versions[1]?.previous ?? '', versions[1]?.version ?? '', day.world.stores)).toEqual({
      added: 1,
      removed: 0,
      rerouted: 0,
      changed: 0,
    });
    const { events } = await listAudit({ limit: 2 }, day.ports());
    expect(events.map(({ act, reason, afterHash }) => [act, reason, afterHash])).toEqual([
      ['roll-back-mapping', '', original?.version],
      ['activate-mapping', 'joiner', file.version],
    ]);
  });
});

describe('a number that is nobody’s yet', () => {
  it('gets a mailbox by one answer: what was held for it follows, and so do earlier items when that is asked for', async () => {
    const day = await anAdministeredDay();

    const answer = { number: '447700900172', mailbox: GRACE, validFrom: undefined, reason: '', isConfirmed: false, withEarlierItems: true };
    const done = await day.act((ports) => mapNumber(answer, ADMIN, ports));

    expect((await day.reportOf(done.itemsRun)).counts.imported).toBe(2);
    expect((await mappingVersions(day.world.stores)).versions[0]).toMatchObject({ how: 'Map on Held', version: done.version });
  });

  it('is answered once with "Not ours": it is not listed any more', async () => {
    const day = await anAdministeredDay();
    const listed = async (state: 'unresolved' | 'not-ours') => (await seenNumbers(state, day.ports())).map(({ shown }) => shown);

    const done = await day.act((ports) => notOurs('447700900172', 'port dispatch', ADMIN, ports));

    expect(done.runId).toBe('');
    expect(await listed('unresolved')).toEqual(['447700900174']);
    expect(await listed('not-ours')).toEqual(['447700900172']);
  });

  it('takes held entries of it out of the balance when it is not ours', async () => {
    const day = await anAdministeredDay();

    const done = await day.act((ports) => notOurs(OWEN, 'left before', ADMIN, ports));

    expect((await day.reportOf(done.runId)).heldBalance).toMatchObject({ opening: 8, resolved: 1 });
    // The phone that recorded them is never nobody's: its own items wait for a mailbox, whatever was answered.
    expect((await day.held('unmatched')).map(({ kind, tries }) => [kind, tries])).toEqual([
      ['item', 2],
      ['item', 2],
    ]);
  });

  it.each([
    ['no number', { number: 'Port Dispatch', mailbox: GRACE }, 'no-number'],
    ['a mailbox outside the directory', { number: OWEN, mailbox: 'nobody@contoso.example' }, 'no-mailbox'],
    ['a mailbox outside the domains', { number: OWEN, mailbox: 'nils.berg@fabrikam.example' }, 'no-mailbox'],
  ])('is not mapped to %s', async (_case, wrong, code) => {
    const day = await anUntouchedDay();
    const answer = { ...wrong, validFrom: undefined, reason: '', isConfirmed: false, withEarlierItems: false };

    await expect(day.world.clock.runUntil(mapNumber(answer, ADMIN, day.ports()))).rejects.toMatchObject({ code });
  });
});
