import type { Claims } from '../../../runtime/pipeline/deliver/claim-deliveries';
import { adopted, lookForCopy } from '../../../runtime/pipeline/deliver/look';
import { type Distrust, lookBeforeCreate } from '../../../runtime/pipeline/deliver/look-before-create';
import type { ExchangeCopy } from '../../../runtime/ports/exchange';
import {
  AmbiguousAnswerError,
  ExchangeUnavailableError,
  FolderGoneError,
  MailboxFullError,
  MailboxThrottledError,
  RequestRefusedError,
  TokenRefusedError,
} from '../../../runtime/ports/exchange-errors';
import type { FaultHook } from '../../fakes/fault-gate';
import { call, once } from '../rules/pause';
import { aWork, MAILBOX } from './builders';
import { keyOf, Worker } from './worker';

const WORK = aWork({ importKey: keyOf(1) });
const gone = new FolderGoneError(MAILBOX);

describe('a look for one delivery', () => {
  it('asks for its import key in the archive folder', async () => {
    const worker = await Worker.open();

    expect(await lookForCopy(WORK, worker.delivering)).toBeUndefined();

    expect([worker.foldersAsked, worker.looks]).toEqual([[[worker.runId]], [['folder-1', keyOf(1), 'import']]]);
  });

  it('takes what is there for its copy', async () => {
    const worker = await Worker.open();
    worker.onLook = () => [worker.copyOf('a')];

    expect(await lookForCopy(WORK, worker.delivering)).toEqual({ kind: 'imported', copy: worker.copyOf('a'), isAdopted: true });
    expect([worker.duplicates, await worker.stopped]).toEqual([[], '']);
  });

  it('takes the oldest of several, and lists all for the administrator', async () => {
    const worker = await Worker.open();
    worker.onLook = () => [worker.copyOf('b'), worker.copyOf('a')];

    expect(await lookForCopy(WORK, worker.delivering)).toMatchObject({ kind: 'imported', copy: { id: 'b' } });
    expect(worker.duplicates).toEqual(['["b","a"]']);
  });

  it('finds the folder again when it is gone, and looks there', async () => {
    const worker = await Worker.open();
    worker.onLook = (_key, folderId) => (folderId === 'folder-1' ? gone : [worker.copyOf('a', 'folder-2')]);

    expect(await lookForCopy(WORK, worker.delivering)).toMatchObject({ kind: 'imported', copy: { id: 'a' } });
    expect([worker.foldersAsked, worker.looks.map(([folder]) => folder)]).toEqual([
      [[worker.runId], [worker.runId, 'folder-1']],
      ['folder-1', 'folder-2'],
    ]);
    expect(worker.looks[1]).toEqual(['folder-2', keyOf(1), 'import']);
  });

  it('does not take a mailbox that does not answer for an empty one', async () => {
    const worker = await Worker.open();
    worker.onLook = () => new ExchangeUnavailableError('look', 'x');

    await expect(lookForCopy(WORK, worker.delivering)).rejects.toMatchObject({ code: 'EXCHANGE_UNAVAILABLE' });
    expect(worker.looks).toHaveLength(1);
  });

  it.each<[string, Partial<ExchangeCopy>]>([
    ['a draft', { isDraft: true }],
    ['another sent time', { sentAt: new Date(0) }],
    ['another received time', { receivedAt: new Date(0) }],
    ['in another folder', { folderId: 'folder-9' }],
  ])('stops the run when the copy is not what was asked for: %s', async (_case, changed) => {
    const worker = await Worker.open();
    worker.onLook = () => [{ ...worker.copyOf('a'), ...changed }];

    expect(await lookForCopy(WORK, worker.delivering)).toEqual({ kind: 'failed', why: 'target-changed', copyId: 'a' });
    expect(await worker.stopped).toBe('target-changed');
  });

  it('has its outcome also when the run cannot be stopped at this moment', async () => {
    const worker = await Worker.open((point) => (call('table/runs', 'replace')(point) ? 'fail-before' : 'pass'));
    worker.onLook = () => [{ ...worker.copyOf('a'), isDraft: true }];

    expect(await lookForCopy(WORK, worker.delivering)).toMatchObject({ kind: 'failed', copyId: 'a' });
    expect(await worker.stopped).toBe('');
  });

  it('of a stub is an import in part', async () => {
    const worker = await Worker.open();

    expect(await adopted(WORK, worker.copyOf('a'), 'folder-1', 'stub', worker.delivering)).toEqual({
      kind: 'in-part',
      copy: worker.copyOf('a'),
      isAdopted: true,
      detail: '1234 bytes',
    });
  });
});

const NO_CLAIMS: Claims = { claimed: [], toLook: [], decided: [], waiting: [], waitUntil: undefined, isOvertaken: false };

async function look(worker: Worker, claims: Partial<Claims>, distrust: Distrust = { all: false }) {
  const { toSend, handled, notBefore } = await lookBeforeCreate({ ...NO_CLAIMS, ...claims }, distrust, worker.delivering);
  return {
    toSend: toSend.map(({ work }) => work.importKey.slice(0, 1)),
    handled: handled.map(({ delivery, result }) => [delivery.work.importKey.slice(0, 1), result.kind]),
    notBefore,
  };
}

describe('what nobody ever claimed before', () => {
  it('is sent at once while the ledger is trusted', async () => {
    const worker = await Worker.open();

    expect(await look(worker, { claimed: [await worker.delivery(1), await worker.delivery(2)] })).toEqual({
      toSend: ['1', '2'],
      handled: [],
      notBefore: undefined,
    });
    expect(worker.looks).toEqual([]);
  });

  it('is looked for all the same when the ledger cannot be trusted; what is there is not created', async () => {
    const worker = await Worker.open();
    worker.onLook = (key) => (key === keyOf(1) ? [worker.copyOf('a')] : []);

    expect(await look(worker, { claimed: [await worker.delivery(1), await worker.delivery(2)] }, { all: true })).toEqual({
      toSend: ['2'],
      handled: [['1', 'imported']],
      notBefore: undefined,
    });
    // Looked for once: the claim of this worker is its first, so nothing is claimed again.
    expect(worker.row(2).claims).toBe(1);
  });

  it('is looked for when its item is older than a ledger that began in a folder which was there before', async () => {
    const worker = await Worker.open();
    worker.mailboxRow = { distrustedRun: 'run-0', firstSeenAt: '2026-11-20T12:00:00.000Z' };
    worker.onLook = () => [worker.copyOf('a')];
    const claimed = [
      await worker.delivery(1, {}, { sentAt: '2026-11-22T11:59:59.999Z' }),
      await worker.delivery(2, {}, { sentAt: '2026-11-22T12:00:00.000Z' }),
    ];

    const { toSend } = await look(worker, { claimed });

    expect([toSend, worker.looks.map(([, key]) => key)]).toEqual([['2'], [keyOf(1)]]);
  });

  it('is not looked for when the folder does not open: the create meets the same and says what it means', async () => {
    const worker = await Worker.open();
    worker.mailboxRow = { distrustedRun: 'run-0', firstSeenAt: '2026-11-20T12:00:00.000Z' };
    worker.onFolder = () => {
      throw new MailboxFullError(MAILBOX);
    };

    expect((await look(worker, { claimed: [await worker.delivery(1)] })).toSend).toEqual(['1']);
    expect(worker.looks).toEqual([]);
  });

  it('asks nothing when there is nothing', async () => {
    const worker = await Worker.open();

    expect(await look(worker, {})).toEqual({ toSend: [], handled: [], notBefore: undefined });
    expect(worker.foldersAsked).toEqual([]);
  });

  it('goes back unsent when the look gets no answer, and says when to come again', async () => {
    const worker = await Worker.open();
    worker.onLook = () => new ExchangeUnavailableError('look', 'x');

    expect(await look(worker, { claimed: [await worker.delivery(1)] }, { all: true })).toEqual({
      toSend: [],
      handled: [['1', 'unsent']],
      notBefore: worker.in(10),
    });
  });
});

describe('what may have been created', () => {
  const before = (worker: Worker, seconds: number) => ({ epoch: 1, claims: 1, claimedAt: worker.in(-seconds).toISOString() });
  const toLook = async (worker: Worker, ...looks: readonly boolean[]) => ({
    toLook: await Promise.all(
      looks.map(async (isConclusive, index) => ({
        delivery: await worker.delivery(index + 1, before(worker, isConclusive ? 200 : 40)),
        isConclusive,
      })),
    ),
  });

  it('is claimed again and sent when a look that counts finds nothing', async () => {
    const worker = await Worker.open();
    const claims = await toLook(worker, true);

    const { toSend } = await lookBeforeCreate({ ...NO_CLAIMS, ...claims }, { all: false }, worker.delivering);

    expect(toSend).toMatchObject([{ work: { importKey: keyOf(1) }, isAfterLook: true, stored: { row: { claims: 2, epoch: 3 } } }]);
    expect(worker.row(1)).toMatchObject({ claims: 2, epoch: 3, claimedAt: worker.now.toISOString() });
  });

  it('waits for the look that counts when an earlier one finds nothing', async () => {
    const worker = await Worker.open();

    expect(await look(worker, await toLook(worker, false))).toEqual({ toSend: [], handled: [], notBefore: worker.in(80) });
    expect(worker.row(1).claims).toBe(1);
  });

  it('is its copy when it is found, at whatever look', async () => {
    const worker = await Worker.open();
    worker.onLook = (key) => [worker.copyOf(key)];

    expect(await look(worker, await toLook(worker, true, false))).toEqual({
      toSend: [],
      handled: [
        ['1', 'imported'],
        ['2', 'imported'],
      ],
      notBefore: undefined,
    });
    expect(worker.row(1).claims).toBe(1);
  });

  it('is not sent when somebody else has changed its row', async () => {
    const worker = await Worker.open();
    const claims = await toLook(worker, true);
    await worker.delivery(1, { state: 'imported' });

    expect(await look(worker, claims)).toEqual({ toSend: [], handled: [], notBefore: undefined });
  });

  it('stays as it is when the look gets no answer: nothing about a look is ambiguous', async () => {
    const worker = await Worker.open();
    const until = worker.in(300);
    worker.onLook = (key) => (key === keyOf(1) ? new MailboxThrottledError(MAILBOX, until) : []);

    expect(await look(worker, await toLook(worker, true))).toEqual({ toSend: [], handled: [], notBefore: until });
    expect(await look(worker, await toLook(worker, true, false))).toEqual({ toSend: [], handled: [], notBefore: worker.in(80) });
  });

  it.each([
    ['an answer that is none', new AmbiguousAnswerError('look', '503')],
    ['a refusal that nobody knows', new RequestRefusedError('look', 400, 'ErrorX')],
    ['an error that nobody foresaw', new TypeError('x')],
  ])('is asked for soon again after %s, never failed and never counted as a create', async (_case, error) => {
    const worker = await Worker.open();
    worker.onLook = () => error;

    expect(await look(worker, await toLook(worker, true))).toEqual({ toSend: [], handled: [], notBefore: worker.in(10) });
  });

  it('is held when the mailbox does not take it', async () => {
    const worker = await Worker.open();
    worker.onLook = () => new MailboxFullError(MAILBOX);

    expect((await look(worker, await toLook(worker, true))).handled).toEqual([['1', 'held']]);
  });

  it('shows with an answer that our token is accepted', async () => {
    const worker = await Worker.open();
    const { tokens } = worker.delivering.park;
    tokens.refused(MAILBOX, new TokenRefusedError());
    tokens.refused(MAILBOX, new TokenRefusedError());

    await look(worker, await toLook(worker, true));

    expect(tokens.refused(MAILBOX, new TokenRefusedError())).toBe('wait');
  });

  it('is not claimed when the store does not answer', async () => {
    const isClaim: FaultHook = once('fail-before', call('table/deliveries', 'transact'));
    const worker = await Worker.open(isClaim);

    await expect(look(worker, await toLook(worker, true))).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });
});
