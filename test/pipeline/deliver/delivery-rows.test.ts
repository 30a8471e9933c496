import { decidedBy } from '../../../runtime/pipeline/deliver/delivery-result';
import { openCell, partOfCell } from '../../../runtime/pipeline/rows/batch-cells';
import { mailboxPrefix } from '../../../runtime/pipeline/rows/batch-row';
import { pendingDelivery, reopenedDelivery } from '../../../runtime/pipeline/rows/pending-delivery';
import { aBatch, aPart, aRow, BATCH_ID, MAILBOX } from './builders';

describe('the ledger row of a new delivery', () => {
  it('follows from its batch: a worker claims it without reading it', () => {
    expect(pendingDelivery(aBatch({ holdReason: 'other-archiver', packageRun: 'run-0' }), aPart({ heldId: 'h' }))).toEqual({
      partition: MAILBOX,
      key: 'a'.repeat(64),
      v: 1,
      state: 'pending',
      epoch: 0,
      claims: 0,
      claimedAt: '',
      lostAt: '',
      ambiguous: 0,
      reason: 'other-archiver',
      runId: 'run-1',
      batchId: BATCH_ID,
      takenAt: '2026-11-21T06:31:00.000Z',
      packageRun: 'run-0',
      packageId: 'package-1',
      entry: 7,
      itemId: 'c'.repeat(64),
      bytes: 1_234,
      mappingVersion: 'e'.repeat(64),
      matchedBy: 'custom-mapping',
      exchangeId: '',
      decidedAt: '',
      staged: '',
      heldId: 'h',
    });
  });

  it('that was held keeps what it went through, so that it is looked for, and nothing of its outcome', () => {
    const before = aRow({
      state: 'held',
      reason: 'attempts-exhausted',
      claims: 5,
      claimedAt: '2026-11-20T06:31:00.000Z',
      lostAt: '2026-11-20T06:32:00.000Z',
      ambiguous: 5,
      exchangeId: 'x',
      decidedAt: '2026-11-20T06:33:00.000Z',
      batchId: 'other',
      heldId: 'own',
    });

    expect(reopenedDelivery(before, aBatch(), aPart())).toEqual({
      ...pendingDelivery(aBatch(), aPart()),
      claims: 5,
      claimedAt: '2026-11-20T06:31:00.000Z',
      lostAt: '2026-11-20T06:32:00.000Z',
      heldId: 'own',
    });
    expect(reopenedDelivery(before, aBatch(), aPart({ heldId: 'taken-up' })).heldId).toBe('taken-up');
  });
});

it('batches of one mailbox stand side by side under the same prefix in every release', () => {
  expect(mailboxPrefix(MAILBOX)).toBe('11e594f481958c10');
});

describe('a delivery in its batch', () => {
  it.each([
    ['new', aPart()],
    ['taken up', aPart({ heldId: 'h', heldReason: 'unmatched' })],
    ['named by the email property alone', aPart({ participant: '' })],
  ])('is read as it was written: %s', (_case, part) => {
    expect(partOfCell(openCell(part))).toEqual(part);
  });

  it('is open, and takes no room for what it has not', () => {
    expect(openCell(aPart({ participant: '' }))).toEqual({
      k: 'a'.repeat(64),
      i: 'c'.repeat(64),
      e: 7,
      b: 1_234,
      m: 'custom-mapping',
      o: '',
      s: '2026-11-20T10:00:00.000Z',
      y: 'message',
      g: 'matched:1,external:1',
    });
  });

  it('of an earlier release, which wrote less, is read all the same', () => {
    expect(partOfCell({ k: 'k', i: 'i', e: 1, b: 2, m: 'custom-mapping', o: '' })).toEqual({
      importKey: 'k',
      itemId: 'i',
      entry: 1,
      bytes: 2,
      matchedBy: 'custom-mapping',
      heldId: '',
      heldReason: '',
      participant: '',
      sentAt: '',
      itemKind: '',
      people: '',
    });
  });
});

describe('what the ledger decides of a delivery', () => {
  const row = aRow({
    state: 'held',
    reason: 'quota',
    batchId: 'other',
    decidedAt: '2026-11-21T06:40:00.000Z',
    exchangeId: 'x',
    heldId: 'own',
  });

  it('tells the time of the ledger, and by whose row it is known', () => {
    expect(decidedBy(row, aPart(), 'held', 'quota', true)).toEqual({
      work: aPart(),
      outcome: 'held',
      reason: 'quota',
      exchangeId: 'x',
      at: '2026-11-21T06:40:00.000Z',
      heldId: 'own',
      wasTouched: true,
      byRowOf: 'other',
    });
  });

  it('is decided here and now when the row says something else', () => {
    expect(decidedBy(row, aPart(), 'skipped-as-duplicate', '', false)).toMatchObject({ at: '', wasTouched: false });
  });

  it('is true for good when it is imported', () => {
    expect(decidedBy({ ...row, state: 'imported' }, aPart(), 'imported', '', true).byRowOf).toBe('');
  });

  it('concerns the entry that was taken up before its own', () => {
    expect(decidedBy(row, aPart({ heldId: 'taken-up' }), 'held', '', true).heldId).toBe('taken-up');
  });
});
