import { type DecisionContext, decideRow, nextLookAt, type RowDecision } from '../../../runtime/pipeline/deliver/decide-row';
import type { DeliveryRow } from '../../../runtime/pipeline/rows/delivery-row';
import { aRow, BATCH_ID } from './builders';

const WRITTEN_AT = '2026-11-21T06:31:00.000Z';
const NOW = new Date('2026-11-21T06:40:00.000Z');
const EPOCH = 5;

const decide = (row: Partial<DeliveryRow>, context: Partial<DecisionContext> = {}): RowDecision =>
  decideRow(aRow(row), {
    batchId: BATCH_ID,
    packageRun: 'run-1',
    packageId: 'package-1',
    entry: 7,
    isReplay: false,
    writtenAt: WRITTEN_AT,
    epoch: EPOCH,
    now: NOW,
    lookAfterSeconds: [30, 120, 720],
    ...context,
  });

const ago = (milliseconds: number): string => new Date(NOW.getTime() - milliseconds).toISOString();
/** Of a later run: it took up what was held. */
const OTHER = { batchId: 'other', runId: 'run-2' } as const;
const DUPLICATE = { kind: 'decided', outcome: 'skipped-as-duplicate', reason: '' };
const HELD_HERE = { kind: 'decided', outcome: 'held', reason: '' };

describe('a row of this batch', () => {
  it('that nobody ever claimed is claimed', () => {
    expect(decide({ state: 'pending', claims: 0 })).toEqual({ kind: 'claim' });
  });

  it.each<[string, Partial<DeliveryRow>]>([
    ['claimed once and given back', { state: 'pending', claims: 1 }],
    ['claimed under an older lease', { state: 'creating', claims: 1, epoch: EPOCH - 1 }],
    ['claimed under the lease of this worker, whose answer was lost', { state: 'creating', claims: 1, epoch: EPOCH }],
  ])('%s is looked for', (_case, row) => {
    expect(decide({ ...row, claimedAt: ago(600_000) })).toEqual({ kind: 'look', isConclusive: true });
  });

  it('claimed under a newer lease is not touched: this worker has lost its own', () => {
    expect(decide({ state: 'creating', claims: 1, epoch: EPOCH + 1, claimedAt: ago(600_000) })).toEqual({ kind: 'stop' });
  });

  it('given back by a newer lease is looked for: nobody works on it', () => {
    expect(decide({ state: 'pending', claims: 1, epoch: EPOCH + 1, claimedAt: ago(600_000) }).kind).toBe('look');
  });

  it('at work is looked for, whatever it says of its claims', () => {
    expect(decide({ state: 'creating', claims: 0, epoch: EPOCH })).toEqual({ kind: 'look', isConclusive: true });
  });

  it.each<[string, number, RowDecision]>([
    ['30 s are not over', 29_999, { kind: 'wait', until: new Date(NOW.getTime() + 1) }],
    ['30 s are over', 30_000, { kind: 'look', isConclusive: false }],
    ['120 s are not over', 119_999, { kind: 'look', isConclusive: false }],
    ['120 s are over', 120_000, { kind: 'look', isConclusive: true }],
  ])('is looked for %s after the claim: "absent" counts only then', (_case, passed, decision) => {
    expect(decide({ state: 'creating', claims: 1, epoch: 1, claimedAt: ago(passed) })).toEqual(decision);
  });

  it.each<[string, Partial<DeliveryRow>]>([
    ['the lost answer', { lostAt: ago(10_000), claimedAt: ago(600_000) }],
    ['the claim, when an answer was lost before it', { lostAt: ago(600_000), claimedAt: ago(10_000) }],
    ['the lost answer alone', { lostAt: ago(10_000), claimedAt: '' }],
  ])('waits from %s', (_case, row) => {
    expect(decide({ state: 'creating', claims: 2, epoch: 1, ...row })).toEqual({ kind: 'wait', until: new Date(NOW.getTime() + 20_000) });
    expect(nextLookAt(aRow(row), [30, 120, 720])).toEqual(new Date(NOW.getTime() + 110_000));
  });

  it.each<[Partial<DeliveryRow>]>([
    [{ state: 'imported', reason: '' }],
    [{ state: 'imported-in-part', reason: 'oversize' }],
    [{ state: 'skipped-as-duplicate', reason: '' }],
    [{ state: 'held', reason: 'mailbox-unavailable' }],
    [{ state: 'failed', reason: 'target-changed' }],
  ])('that has an outcome has it here: %j', (row) => {
    expect(decide(row)).toEqual({ kind: 'decided', outcome: row.state, reason: row.reason });
    expect(decide(row, { isReplay: true })).toEqual({ kind: 'decided', outcome: row.state, reason: row.reason });
  });
});

describe('a row of another batch', () => {
  it.each(['pending', 'creating'] as const)('that works on it (%s) makes it a duplicate here, never a second create', (state) => {
    expect(decide({ ...OTHER, state, packageId: 'package-2' })).toEqual(DUPLICATE);
    expect(decide({ ...OTHER, state, epoch: EPOCH + 1, packageId: 'package-2' })).toEqual(DUPLICATE);
  });

  it.each<[string, Partial<DeliveryRow>]>([
    ['another run', { packageRun: 'run-2' }],
    ['another package', { packageId: 'package-2' }],
    ['another entry of the package', { entry: 8 }],
  ])('from %s is a duplicate here, at work or imported', (_case, source) => {
    expect(decide({ ...OTHER, ...source, state: 'pending' })).toEqual(DUPLICATE);
    expect(decide({ ...OTHER, ...source, state: 'imported', takenAt: '2026-11-21T06:32:00.000Z' })).toEqual(DUPLICATE);
  });

  it('that works on the very same entry of the package holds it here: that one will tell', () => {
    expect(decide({ ...OTHER, state: 'creating' })).toEqual(HELD_HERE);
  });

  it.each(['pending', 'creating', 'imported', 'held', 'failed'] as const)(
    'of this very run, for the very same entry, counts it: %s',
    (state) => {
      const beside = { batchId: 'other', runId: 'run-1' } as const;
      const counted = { kind: 'decided', outcome: 'skipped-as-duplicate', reason: 'same-entry' };
      expect(decide({ ...beside, state, reason: 'not-in-scope' })).toEqual(counted);
      expect(decide({ ...beside, state, entry: 8 })).not.toEqual(counted);
      expect(decide({ ...beside, state, packageId: 'package-2' })).not.toEqual(counted);
      expect(decide({ ...beside, state }, { isReplay: true })).not.toEqual(counted);
    },
  );

  it('that works on what this replay takes up leaves it held, whatever its source', () => {
    expect(decide({ ...OTHER, state: 'pending', packageId: 'package-2' }, { isReplay: true })).toEqual(HELD_HERE);
  });

  it.each(['held', 'failed'] as const)('that made it %s makes it so here, with its reason', (state) => {
    expect(decide({ ...OTHER, packageId: 'package-2', state, reason: 'not-in-scope' })).toEqual({
      kind: 'decided',
      outcome: state,
      reason: 'not-in-scope',
    });
  });

  it.each<[string, Partial<DeliveryRow>, Partial<DecisionContext>, RowDecision | object]>([
    ['after this batch was written has taken it from here', { takenAt: '2026-11-21T06:31:00.001Z' }, {}, HELD_HERE],
    ['at the same moment had it before', { takenAt: WRITTEN_AT }, {}, DUPLICATE],
    ['before had it', { takenAt: '2026-11-21T06:30:59.999Z' }, {}, DUPLICATE],
    ['after, for what a replay takes up, resolves it', { takenAt: '2026-11-21T06:32:00.000Z' }, { isReplay: true }, DUPLICATE],
  ])('that imported the same entry %s', (_case, row, context, decision) => {
    expect(decide({ ...OTHER, state: 'imported', ...row }, context)).toEqual(decision);
  });
});
