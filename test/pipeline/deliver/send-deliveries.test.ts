import { mayCreate } from '../../../runtime/pipeline/deliver/delivering';
import { sendDeliveries } from '../../../runtime/pipeline/deliver/send-deliveries';
import type { ExchangeCopy } from '../../../runtime/ports/exchange';
import {
  AmbiguousAnswerError,
  FolderGoneError,
  MailboxFullError,
  TenantThrottledError,
  TokenRefusedError,
} from '../../../runtime/ports/exchange-errors';
import { MAILBOX } from './builders';
import { Worker } from './worker';

const gone = new FolderGoneError(MAILBOX);

/** Sends this many deliveries that were claimed just now. */
async function send(worker: Worker, count: number) {
  const claimed = await Promise.all(Array.from({ length: count }, (_none, index) => worker.delivery(index + 1)));
  const handled = await sendDeliveries(claimed, worker.delivering);
  return handled.map(({ delivery, result }) => [delivery.work.importKey.slice(0, 1), result] as const);
}
const kinds = (sent: Awaited<ReturnType<typeof send>>) => sent.map(([key, { kind }]) => `${key} ${kind}`);

describe('creating copies', () => {
  it('puts each into the archive folder, and its answer is the outcome', async () => {
    const worker = await Worker.open();

    expect(await send(worker, 2)).toEqual([
      ['1', { kind: 'imported', copy: worker.copyOf('copy of 1'), isAdopted: false }],
      ['2', { kind: 'imported', copy: worker.copyOf('copy of 2'), isAdopted: false }],
    ]);
    expect(worker.creates).toEqual([
      ['folder-1', '1'],
      ['folder-1', '2'],
    ]);
    expect(worker.foldersAsked).toEqual([[worker.runId], [worker.runId]]);
  });

  it('goes four side by side', async () => {
    const worker = await Worker.open();
    const { clock } = worker.scene.world;
    let inFlight = 0;
    let most = 0;
    worker.onCreate = async (request) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await clock.sleep(100);
      inFlight -= 1;
      return worker.copyOf(request);
    };

    const sent = await clock.runUntil(send(worker, 9));

    expect([most, sent.length, worker.creates.length]).toEqual([4, 9, 9]);
  });

  it('makes the folder again, once, when the user has deleted it', async () => {
    const worker = await Worker.open();
    worker.onCreate = (request, folderId) => (folderId === 'folder-1' ? gone : worker.copyOf(request, folderId));

    expect(kinds(await send(worker, 1))).toEqual(['1 imported']);
    expect(worker.creates.map(([folder]) => folder)).toEqual(['folder-1', 'folder-2']);
    expect(worker.foldersAsked).toEqual([[worker.runId], [worker.runId, 'folder-1']]);

    worker.onCreate = () => gone;
    expect(await send(worker, 1)).toEqual([['1', { kind: 'unsent', retryAt: worker.in(10) }]]);
  });

  it.each<[string, Partial<ExchangeCopy>]>([
    ['a draft', { isDraft: true }],
    ['another time', { sentAt: new Date(0) }],
    ['another folder', { folderId: 'folder-9' }],
  ])('stops with the first copy that is not what was asked for: %s', async (_case, changed) => {
    const worker = await Worker.open();
    worker.onCreate = (request) => ({ ...worker.copyOf(request), ...changed });

    const sent = await send(worker, 6);

    expect(sent[0]?.[1]).toEqual({ kind: 'failed', why: 'target-changed', copyId: '1' });
    expect(kinds(sent).slice(4)).toEqual(['5 unsent', '6 unsent']);
    expect([await worker.stopped, worker.creates.length]).toEqual(['target-changed', 4]);
  });
});

describe('what stops the mailbox stops the rest', () => {
  it('with the same result: a full mailbox is asked by those under way and by nobody else', async () => {
    const worker = await Worker.open();
    worker.onCreate = () => new MailboxFullError(MAILBOX);

    const sent = await send(worker, 6);

    expect(sent.map(([, result]) => result)).toEqual(
      Array(6).fill({ kind: 'held', reason: 'mailbox-unavailable', why: 'mailbox-full', detail: '' }),
    );
    expect(worker.creates).toHaveLength(4);
  });

  it('but the trouble of one delivery is not that of the others', async () => {
    const worker = await Worker.open();
    worker.onCreate = (request) => (request === '2' ? new AmbiguousAnswerError('create', '503') : worker.copyOf(request));

    expect(kinds(await send(worker, 6)).sort()).toEqual(['1 imported', '2 lost', '3 imported', '4 imported', '5 imported', '6 imported']);
  });

  it('when the tenant takes nothing, with the time from which on it does', async () => {
    const worker = await Worker.open();
    const until = worker.in(300);
    worker.onCreate = () => new TenantThrottledError(until);

    const sent = await send(worker, 6);

    expect(sent.map(([, result]) => result)).toEqual(Array(6).fill({ kind: 'unsent', retryAt: until }));
  });

  it.each<[string, (worker: Worker) => void, number | undefined]>([
    ['the lease is about to end', (worker) => Object.assign(worker, { hasLeaseLeft: false }), undefined],
    ['the tenant is parked', (worker) => worker.delivering.park.park(worker.in(60)), 60],
    ['the handler has no time left', (worker) => Object.assign(worker.delivering, { deadline: worker.now }), undefined],
  ])('nothing is sent when %s', async (_case, change, seconds) => {
    const worker = await Worker.open();
    change(worker);

    const retryAt = seconds === undefined ? undefined : worker.in(seconds);
    expect(await send(worker, 1)).toEqual([['1', { kind: 'unsent', retryAt }]]);
    expect([worker.creates, worker.foldersAsked]).toEqual([[], []]);
  });

  it('what is not begun 25 s after the claims is left to the next round', async () => {
    const worker = await Worker.open();
    const { clock } = worker.scene.world;
    worker.onCreate = async (request) => {
      await clock.sleep(12_500);
      return worker.copyOf(request);
    };

    const sent = await clock.runUntil(send(worker, 9));

    expect(kinds(sent).map((each) => each.slice(2))).toEqual([...Array(8).fill('imported'), 'unsent']);
  });

  it('shows with each copy that our token is accepted', async () => {
    const worker = await Worker.open();
    const { tokens } = worker.delivering.park;
    tokens.refused(MAILBOX, new TokenRefusedError());
    tokens.refused(MAILBOX, new TokenRefusedError());

    await send(worker, 1);

    expect(tokens.refused(MAILBOX, new TokenRefusedError())).toBe('wait');
  });
});

describe('a create is sent only', () => {
  it.each([
    ['within 30 s of its claim', -30_000, true, true],
    ['not later', -30_001, true, false],
    ['and while 30 s of the lease are left', 0, false, false],
  ])('%s', async (_case, claimed, hasLeaseLeft, may) => {
    const worker = await Worker.open();
    worker.hasLeaseLeft = hasLeaseLeft;
    const delivery = await worker.delivery(1, { claimedAt: new Date(worker.now.getTime() + claimed).toISOString() });

    expect(mayCreate(delivery, worker.delivering)).toBe(may);
  });

  it('when it still may after the folder was found, also when that had to be made again', async () => {
    const worker = await Worker.open();
    worker.onFolder = () => {
      worker.hasLeaseLeft = false;
    };
    expect(await send(worker, 1)).toEqual([['1', { kind: 'unsent', retryAt: undefined }]]);
    expect(worker.creates).toEqual([]);

    worker.hasLeaseLeft = true;
    worker.onFolder = () => {
      worker.hasLeaseLeft = worker.creates.length === 0;
    };
    worker.onCreate = () => gone;
    expect(await send(worker, 1)).toEqual([['1', { kind: 'unsent', retryAt: undefined }]]);
    expect(worker.creates).toHaveLength(1);
  });
});
