import { createHash } from 'node:crypto';
import { GraphCopyFormat } from '../../runtime/adapters/graph/graph-copy-format';
import { checkCopy } from '../../runtime/domain/copy/check-copy';
import type { CopyKeyKind, InlineAttachment, MailboxCopy } from '../../runtime/domain/copy/mailbox-copy';
import type { ConnectorError } from '../../runtime/domain/failure/connector-error';
import type { AttachmentUpload, Exchange, ExchangeMailbox, UploadSession } from '../../runtime/ports/exchange';
import { allOf } from '../fakes/all-of';
import { NoGate } from '../fakes/no-gate';

export const MAILBOX = '22222222-0000-4000-8000-000000000001';
export const OTHER_MAILBOX = '22222222-0000-4000-8000-000000000002';

/** What lies in a mailbox, as far as the contract compares it. */
export interface FoundCopy {
  readonly id: string;
  readonly folderId: string;
  readonly subject: string;
  readonly attachments: readonly { readonly name: string; readonly sha256: string }[];
}

export type ContractOperation = 'create' | 'look' | 'attach' | 'upload-range' | 'move' | 'remove' | 'find-folder';
export type ClosedMailbox = 'no-mailbox' | 'out-of-scope' | 'full' | 'gone';

/** The same service behind both implementations, and what only its owner can do with it. */
export interface ExchangeWorld {
  readonly exchange: Exchange;
  copies(): Promise<readonly FoundCopy[]>;
  /** The next request of this kind: its answer is lost, after it was carried out or before. */
  loseAnswer(operation: ContractOperation, isCarriedOut: boolean): Promise<void>;
  /** The next request of this kind is refused: nothing was processed. */
  throttle(operation: ContractOperation): Promise<void>;
  close(mailbox: ClosedMailbox): Promise<void>;
  addFolder(displayName: string): Promise<string>;
  renameFolder(id: string, displayName: string): Promise<void>;
  deleteFolder(id: string): Promise<void>;
  /** Looks see a new copy only so much later; `pass` lets the time go by. */
  lag(milliseconds: number): Promise<void>;
  pass(milliseconds: number): Promise<void>;
  stop(): Promise<void>;
}

const MEBIBYTE = 1024 * 1024;
const KEY = 'a'.repeat(64);
const OTHER_KEY = 'b'.repeat(64);

const format = new GraphCopyFormat();
const copy: MailboxCopy = {
  itemClass: 'IPM.Note.Signal.Message',
  subject: 'Contract',
  body: { contentType: 'text', content: 'Hello' },
  from: { name: 'Anna Lee 447700900123', address: '447700900123@signal.invalid' },
  to: [{ name: 'Ben Okoro', address: 'ben.okoro@contoso.example' }],
  cc: [],
  sentAt: new Date('2026-11-20T10:00:00Z'),
  receivedAt: new Date('2026-11-20T10:00:05Z'),
  references: '<chat@signal.invalid>',
  itemId: 'c'.repeat(64),
  packageSha256: 'd'.repeat(64),
  sourceMessageId: '1763632800000_1',
  mappingVersion: 'e'.repeat(64),
  originalDate: undefined,
};

function request(importKey = KEY, kind: CopyKeyKind = 'import', attachments: readonly InlineAttachment[] = []): Buffer {
  return format.request(format.common(copy, attachments), { importKey, matchedBy: 'custom-mapping' }, kind);
}

const picture: InlineAttachment = {
  name: 'cat.jpg',
  contentType: 'image/jpeg',
  isInline: false,
  contentId: undefined,
  base64: Buffer.from(Buffer.from('picture').toString('base64')),
};

const film = (bytes = 5 * MEBIBYTE): AttachmentUpload => ({
  name: 'film.mp4',
  contentType: 'video/mp4',
  bytes,
  isInline: false,
  contentId: undefined,
});

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
const failure = (work: Promise<unknown>): Promise<ConnectorError> =>
  work.then(
    () => Promise.reject(new Error('It did not fail')),
    (error: ConnectorError) => error,
  );

/** What the pipeline may rely on, whoever stands behind the port. */
export function describeExchangeContract(name: string, open: () => Promise<ExchangeWorld>): void {
  describe(`exchange contract: ${name}`, () => {
    let world: ExchangeWorld;
    let gate: NoGate;
    let mailbox: ExchangeMailbox;
    let folder: string;
    beforeEach(async () => {
      world = await open();
      gate = new NoGate();
      mailbox = world.exchange.mailbox(MAILBOX, gate);
      folder = (await mailbox.openFolder('archive')).id;
    });
    afterEach(async () => {
      expect(gate.open).toBe(0);
      await world.stop();
    });

    describe('folders', () => {
      it('are made once and found again', async () => {
        expect(await mailbox.openFolder('archive')).toEqual({ id: folder, displayName: 'Signal Archiver', how: 'found', isRenamed: false });
        expect(await mailbox.findFolder('staging')).toBeUndefined();
        expect((await mailbox.openFolder('staging')).how).toBe('created');
        expect(await mailbox.findFolder('staging')).toMatchObject({ displayName: 'Signal Archiver staging', how: 'found' });
      });

      it('cost at most 4 requests when they are made, and 1 when they are found', async () => {
        gate.admitted.length = 0;
        await mailbox.openFolder('staging');
        expect(gate.admitted.length).toBeLessThanOrEqual(4);
        gate.admitted.length = 0;
        await mailbox.openFolder('staging');
        expect(gate.admitted.length).toBe(1);
      });

      it('are found by their tag when the user has renamed them', async () => {
        await world.renameFolder(folder, 'My old chats');

        expect(await mailbox.openFolder('archive')).toEqual({ id: folder, displayName: 'My old chats', how: 'found', isRenamed: true });
      });

      it('are made again when the user has deleted them', async () => {
        await world.deleteFolder(folder);

        expect((await failure(mailbox.create(folder, request()))).code).toBe('FOLDER_GONE');
        expect((await failure(mailbox.look(folder, KEY, 'import'))).code).toBe('FOLDER_GONE');
        expect((await mailbox.openFolder('archive')).how).toBe('created');
      });

      it('are taken over from the connector that was there before, whatever the case of the name', async () => {
        await world.deleteFolder(folder);
        const old = await world.addFolder('SIGNAL ARCHIVER');

        expect(await mailbox.openFolder('archive')).toEqual({ id: old, displayName: 'SIGNAL ARCHIVER', how: 'found', isRenamed: false });
      });

      it('are one and the same for two workers that make them at the same moment', async () => {
        await world.deleteFolder(folder);
        const other = world.exchange.mailbox(MAILBOX, new NoGate());
        const [first, second] = await Promise.all([mailbox.openFolder('archive'), other.openFolder('archive')]);

        expect(first.id).toBe(second.id);
      });

      it('can be asked for again after a lost answer', async () => {
        await world.loseAnswer('find-folder', true);

        expect((await failure(mailbox.openFolder('archive'))).disposition).toBe('retry');
        expect((await mailbox.openFolder('archive')).id).toBe(folder);
      });
    });

    describe('a copy', () => {
      it('is answered as it was asked for', async () => {
        const answered = await mailbox.create(folder, request(KEY, 'import', [picture]));

        expect(checkCopy({ folderId: folder, sentAt: copy.sentAt, receivedAt: copy.receivedAt }, answered)).toEqual([]);
        expect(answered).toMatchObject({ isDraft: false, createdAt: expect.any(Date) });
        expect(await world.copies()).toEqual([
          {
            id: answered.id,
            folderId: folder,
            subject: 'Contract',
            attachments: [{ name: 'cat.jpg', sha256: sha256(Buffer.from('picture')) }],
          },
        ]);
      });

      it('is found by its exact key and kind, in its folder and mailbox only', async () => {
        const { id } = await mailbox.create(folder, request());
        const staging = (await mailbox.openFolder('staging')).id;
        const other = world.exchange.mailbox(OTHER_MAILBOX, new NoGate());
        const otherFolder = (await other.openFolder('archive')).id;

        expect((await mailbox.look(folder, KEY, 'import')).map((found) => found.id)).toEqual([id]);
        expect(await mailbox.look(folder, OTHER_KEY, 'import')).toEqual([]);
        expect(await mailbox.look(folder, KEY.toUpperCase(), 'import')).toEqual([]);
        expect(await mailbox.look(folder, KEY, 'stub')).toEqual([]);
        expect(await mailbox.look(staging, KEY, 'import')).toEqual([]);
        expect(await other.look(otherFolder, KEY, 'import')).toEqual([]);
      });

      it('that was made twice is found twice', async () => {
        const ids = [(await mailbox.create(folder, request())).id, (await mailbox.create(folder, request())).id];

        expect((await mailbox.look(folder, KEY, 'import')).map((found) => found.id).sort()).toEqual(ids.sort());
      });

      it('as a stub is found by its own kind of key', async () => {
        const { id } = await mailbox.create(folder, request(KEY, 'stub'));

        expect((await mailbox.look(folder, KEY, 'stub')).map((found) => found.id)).toEqual([id]);
        expect(await mailbox.look(folder, KEY, 'import')).toEqual([]);
      });

      it('is seen by a look only after the lag', async () => {
        await world.lag(60_000);
        await mailbox.create(folder, request());

        expect(await mailbox.look(folder, KEY, 'import')).toEqual([]);
        await world.pass(60_000);
        expect(await mailbox.look(folder, KEY, 'import')).toHaveLength(1);
      });

      it('is refused when it is over 4 MB, so that it takes the large path', async () => {
        const big = { ...picture, base64: Buffer.alloc(4 * MEBIBYTE, 'A') };

        expect((await failure(mailbox.create(folder, request(KEY, 'import', [big])))).code).toBe('REQUEST_TOO_LARGE');
      });

      it('is shown with all that was asked for', async () => {
        const { id } = await mailbox.create(folder, request());

        expect(await mailbox.show(id)).toMatchObject({
          id,
          folderId: folder,
          isDraft: false,
          isRead: true,
          itemClass: copy.itemClass,
          from: copy.from.address,
          to: copy.to.map(({ address }) => address),
          sentAt: copy.sentAt,
          receivedAt: copy.receivedAt,
        });
        await mailbox.remove(id);
        await mailbox.remove(id);
        expect((await failure(mailbox.show(id))).code).toBe('COPY_GONE');
      });

      it('can be removed, and removed again', async () => {
        const { id } = await mailbox.create(folder, request());
        await mailbox.remove(id);

        expect(await mailbox.look(folder, KEY, 'import')).toEqual([]);
        await expect(mailbox.remove(id)).resolves.toBeUndefined();
      });
    });

    describe('keys', () => {
      it('of a folder are all listed, with what kind they are and their item', async () => {
        const whole = await mailbox.create(folder, request(KEY));
        const stub = await mailbox.create(folder, request(OTHER_KEY, 'stub'));
        const keys = await allOf(mailbox.keys(folder));

        expect(keys).toHaveLength(2);
        expect(keys).toEqual(
          expect.arrayContaining([
            { id: whole.id, key: KEY, kind: 'import', itemId: copy.itemId },
            { id: stub.id, key: OTHER_KEY, kind: 'stub', itemId: copy.itemId },
          ]),
        );
      });

      it('of a long folder are listed page by page, none twice and none left out', async () => {
        const keys = Array.from({ length: 230 }, (_, index) => sha256(Buffer.from(String(index))));
        for (const key of keys) await mailbox.create(folder, request(key));
        const listed = await allOf(mailbox.keys(folder));

        expect(listed.map(({ key }) => key).sort()).toEqual(keys.sort());
        expect(listed.every(({ itemId }) => itemId === copy.itemId)).toBe(true);
      });
    });

    describe('a large item', () => {
      let staging: string;
      let copyId: string;
      beforeEach(async () => {
        staging = (await mailbox.openFolder('staging')).id;
        copyId = (await mailbox.create(staging, request())).id;
      });

      it('gets small attachments in a request each', async () => {
        await mailbox.attach(copyId, { ...film(), bytes: 7 }, picture.base64);

        const [listed] = await mailbox.attachments(copyId);
        expect(listed?.name).toBe('film.mp4');
        expect(listed?.bytes).toBeGreaterThanOrEqual(7);
        expect(listed?.bytes).toBeLessThan(1_000);
      });

      it('gets large ones range by range, tells where it stands, and is moved when it is whole', async () => {
        const content = bytes(5 * MEBIBYTE);
        const session = await mailbox.openUpload(copyId, film());
        expect(session.nextOffset).toBe(0);
        const next = await mailbox.uploadRange(session.url, 0, content.length, content.subarray(0, 3 * MEBIBYTE));
        const state: UploadSession = await mailbox.uploadState(session.url);
        const last = await mailbox.uploadRange(session.url, 3 * MEBIBYTE, content.length, content.subarray(3 * MEBIBYTE));
        const moved = await mailbox.move(copyId, folder);

        expect([next, state.nextOffset, last]).toEqual([3 * MEBIBYTE, 3 * MEBIBYTE, undefined]);
        expect(moved).toMatchObject({ id: copyId, folderId: folder, isDraft: false, sentAt: copy.sentAt, receivedAt: copy.receivedAt });
        expect(await world.copies()).toEqual([
          { id: copyId, folderId: folder, subject: 'Contract', attachments: [{ name: 'film.mp4', sha256: sha256(content) }] },
        ]);
      });

      it('asks where the upload stands after a range that was not expected', async () => {
        const session = await mailbox.openUpload(copyId, film());
        await mailbox.uploadRange(session.url, 0, 5 * MEBIBYTE, bytes(1_000));

        expect((await failure(mailbox.uploadRange(session.url, 0, 5 * MEBIBYTE, bytes(1_000)))).disposition).toBe('look-first');
        expect((await mailbox.uploadState(session.url)).nextOffset).toBe(1_000);
      });

      it('goes on after a range whose answer was lost', async () => {
        const session = await mailbox.openUpload(copyId, film());
        await world.loseAnswer('upload-range', true);

        expect((await failure(mailbox.uploadRange(session.url, 0, 5 * MEBIBYTE, bytes(1_000)))).disposition).toBe('look-first');
        expect((await mailbox.uploadState(session.url)).nextOffset).toBe(1_000);
      });

      it('finds no session any more when the attachment is whole', async () => {
        const session = await mailbox.openUpload(copyId, film(3 * MEBIBYTE));
        await mailbox.uploadRange(session.url, 0, 3 * MEBIBYTE, bytes(3 * MEBIBYTE));

        expect((await failure(mailbox.uploadState(session.url))).code).toBe('COPY_GONE');
      });

      it('is told when an attachment is too small for a session', async () => {
        expect((await failure(mailbox.openUpload(copyId, film(MEBIBYTE)))).code).toBe('ATTACHMENT_SIZE');
      });

      it('is told when an attachment is over what Exchange takes', async () => {
        expect((await failure(mailbox.openUpload(copyId, film(151 * MEBIBYTE)))).code).toBe('ITEM_TOO_LARGE');
      });

      it('is told when the staged copy is gone', async () => {
        await mailbox.remove(copyId);
        await mailbox.remove(copyId);

        for (const work of [
          mailbox.attach(copyId, film(), picture.base64),
          mailbox.openUpload(copyId, film()),
          mailbox.attachments(copyId),
          mailbox.move(copyId, folder),
        ]) {
          expect((await failure(work)).code).toBe('COPY_GONE');
        }
      });
    });

    describe('answers that are lost', () => {
      it.each<[string, boolean, number]>([
        ['after the copy was made', true, 1],
        ['before anything happened', false, 0],
      ])('make a create ambiguous: %s', async (_case, isCarriedOut, copies) => {
        await world.loseAnswer('create', isCarriedOut);

        expect(await failure(mailbox.create(folder, request()))).toMatchObject({ code: 'AMBIGUOUS_ANSWER', disposition: 'look-first' });
        expect(await world.copies()).toHaveLength(copies);
        expect(await mailbox.look(folder, KEY, 'import')).toHaveLength(copies);
      });

      it('make a move and an attachment ambiguous', async () => {
        const { id } = await mailbox.create(folder, request());
        await world.loseAnswer('attach', true);
        expect((await failure(mailbox.attach(id, film(), picture.base64))).disposition).toBe('look-first');
        await world.loseAnswer('move', true);
        expect((await failure(mailbox.move(id, folder))).disposition).toBe('look-first');
        expect(await mailbox.attachments(id)).toHaveLength(1);
      });

      it('leave reads to be repeated', async () => {
        await world.loseAnswer('look', true);

        expect(await failure(mailbox.look(folder, KEY, 'import'))).toMatchObject({ code: 'EXCHANGE_UNAVAILABLE', disposition: 'retry' });
      });
    });

    describe('limits', () => {
      it('ask the gate for every request, with the length of its body', async () => {
        gate.admitted.length = 0;
        const ready = request();
        await mailbox.create(folder, ready);
        await mailbox.look(folder, KEY, 'import');

        expect(gate.admitted).toEqual([ready.length, 0]);
      });

      it('tell the gate and the caller until when a 429 silences the mailbox', async () => {
        await world.throttle('create');
        const error = await failure(mailbox.create(folder, request()));

        expect(error).toMatchObject({ code: 'MAILBOX_THROTTLED', disposition: 'retry' });
        expect(gate.silences).toEqual([error.retryAt]);
        expect(await world.copies()).toEqual([]);
      });
    });

    describe('a mailbox that does not open', () => {
      it.each<[ClosedMailbox, string]>([
        ['no-mailbox', 'MAILBOX_UNAVAILABLE'],
        ['out-of-scope', 'NOT_IN_SCOPE'],
        ['gone', 'USER_GONE'],
      ])('says why: %s', async (kind, code) => {
        await world.close(kind);

        expect(await failure(mailbox.create(folder, request()))).toMatchObject({ code, disposition: 'hold' });
        expect((await failure(mailbox.probe())).code).toBe(code);
      });

      it('that is full is looked into and takes nothing', async () => {
        await world.close('full');

        expect(await failure(mailbox.create(folder, request()))).toMatchObject({ code: 'MAILBOX_FULL', disposition: 'hold' });
        expect(await mailbox.look(folder, KEY, 'import')).toEqual([]);
        await expect(mailbox.probe()).resolves.toBeUndefined();
      });
    });
  });
}

function bytes(length: number): Buffer {
  const content = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 1_024) content.writeUInt32BE((at * 2_654_435_761) >>> 0, at);
  return content;
}
