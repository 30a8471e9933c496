import { createHash } from 'node:crypto';
import { ANNA, type Answer, anAttachment, SimulatorClient } from './simulator-client';

const MEBIBYTE = 1024 * 1024;
const RANGE = 3.75 * MEBIBYTE;

let graph: SimulatorClient;
let message: string;
beforeEach(async () => {
  graph = await SimulatorClient.start();
  message = await graph.created();
});
afterEach(() => graph.stop());

const attachments = () => `/users/${ANNA}/messages/${message}/attachments`;
const open = (item: Record<string, unknown> = {}) =>
  graph.ask('POST', `${attachments()}/createUploadSession`, {
    AttachmentItem: { attachmentType: 'file', name: 'film.mp4', size: 5 * MEBIBYTE, ...item },
  });
const put = (url: string, from: number, content: Buffer, total: number, headers: Record<string, string> = {}): Promise<Answer> =>
  graph.send('PUT', url, content, { 'content-range': `bytes ${from}-${from + content.length - 1}/${total}`, ...headers });
const list = () => graph.ask('GET', `${attachments()}?$select=id,name,size`);

describe('attachments under 3 MB', () => {
  it('are added by one POST', async () => {
    const { status, json } = await graph.ask('POST', attachments(), anAttachment(Buffer.from('picture')));

    expect(status).toBe(201);
    expect(json).toMatchObject({ name: 'cat.jpg', contentType: 'image/jpeg', isInline: false });
  });

  it('are listed with name and size, which is a little more than the content', async () => {
    await graph.ask('POST', attachments(), anAttachment(Buffer.from('picture')));
    const [attachment] = (await list()).value;

    expect(attachment?.['name']).toBe('cat.jpg');
    expect(attachment?.['size']).toBeGreaterThan(7);
  });

  it('are refused on a message that is gone', async () => {
    message = 'AAkALg';

    expect(await graph.ask('POST', attachments(), anAttachment(Buffer.from('x')))).toMatchObject({
      status: 404,
      code: 'ErrorItemNotFound',
    });
  });

  it('are refused on a sent message when that is switched on', async () => {
    graph.simulator.switches.refusesAttachToSent = true;

    expect(await graph.ask('POST', attachments(), anAttachment(Buffer.from('x')))).toMatchObject({
      status: 403,
      code: 'ErrorAccessDenied',
    });
    expect(await open()).toMatchObject({ status: 403, code: 'ErrorAccessDenied' });
  });
});

describe('an upload session', () => {
  it('answers an URL, the expiry with a capital letter, and where to begin', async () => {
    const { status, json } = await open();

    expect(status).toBe(201);
    expect(json).toEqual({ uploadUrl: expect.any(String), ExpirationDateTime: expect.any(String), nextExpectedRanges: ['0-'] });
  });

  it.each<[string, Record<string, unknown>, number, string]>([
    ['under 3 MB', { size: 3 * MEBIBYTE - 1 }, 400, 'ErrorAttachmentSizeShouldNotBeLessThanMinimumSize'],
    ['over 150 MB', { size: 150 * MEBIBYTE + 1 }, 400, 'ErrorAttachmentSizeLimitExceeded'],
    ['over the limit of the mailbox', { size: 36 * MEBIBYTE }, 400, 'ErrorMessageSizeExceeded'],
    ['for an item', { attachmentType: 'item' }, 405, 'ErrorAttachmentSessionIsSupportedOnlyForFileAttachments'],
    ['without a size', { size: 'big' }, 400, 'ErrorInvalidArgument'],
    ['with a property it does not have', { colour: 'blue' }, 400, 'RequestBodyRead'],
  ])('is refused %s', async (_case, item, status, code) => {
    expect(await open(item)).toMatchObject({ status, code });
  });

  it('takes ranges in order; the last answers 201 with a Location and an empty body', async () => {
    const content = randomBytes(5 * MEBIBYTE);
    const url = (await open()).json['uploadUrl'] as string;

    const first = await put(url, 0, content.subarray(0, RANGE), content.length);
    const last = await put(url, RANGE, content.subarray(RANGE), content.length);

    expect(first).toMatchObject({ status: 200, json: { nextExpectedRanges: [`${RANGE}-`] } });
    expect(last).toMatchObject({ status: 201, json: {} });
    expect(last.headers.get('location')).toContain('/attachments/');
    const copies = await (await fetch(`${graph.simulator.origin}/_control/copies`)).json();
    expect((copies as { attachments: unknown[] }).attachments).toEqual([
      {
        name: 'film.mp4',
        contentType: 'application/octet-stream',
        isInline: false,
        bytes: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
      },
    ]);
  });

  it('takes ranges that are no multiple of 320 KiB', async () => {
    const url = (await open()).json['uploadUrl'] as string;

    expect((await put(url, 0, Buffer.alloc(2_097_152 + 1), 5 * MEBIBYTE)).status).toBe(200);
  });

  it('tells its state, from which an upload goes on', async () => {
    const url = (await open()).json['uploadUrl'] as string;
    await put(url, 0, Buffer.alloc(1_000), 5 * MEBIBYTE);

    expect((await graph.send('GET', url)).json['nextExpectedRanges']).toEqual(['1000-']);
  });

  it.each([
    ['a range that leaves a gap', 1_000, 416, 'ErrorRangeNotSatisfiable'],
    ['a range again', -1_000, 416, 'ErrorRangeNotSatisfiable'],
  ])('refuses %s', async (_case, shift, status, code) => {
    const url = (await open()).json['uploadUrl'] as string;
    await put(url, 0, Buffer.alloc(2_000), 5 * MEBIBYTE);

    expect(await put(url, 2_000 + shift, Buffer.alloc(1_000), 5 * MEBIBYTE)).toMatchObject({ status, code });
  });

  it('refuses a range over 4 MB', async () => {
    const url = (await open()).json['uploadUrl'] as string;

    expect((await put(url, 0, Buffer.alloc(4 * MEBIBYTE + 1), 5 * MEBIBYTE)).status).toBe(413);
  });

  it.each([
    ['another total', { 'content-range': 'bytes 0-9/10' }, 'ErrorInvalidArgument'],
    ['no Content-Range', { 'content-range': '' }, 'ErrorInvalidArgument'],
    ['another Content-Type', { 'content-type': 'application/json' }, 'ErrorInvalidArgument'],
  ])('refuses %s', async (_case, headers, code) => {
    const url = (await open()).json['uploadUrl'] as string;

    expect(await put(url, 0, Buffer.alloc(10), 5 * MEBIBYTE, headers)).toMatchObject({ status: 400, code });
  });

  it('wants no Authorization, refuses one and counts it as a mistake', async () => {
    const url = (await open()).json['uploadUrl'] as string;

    expect((await put(url, 0, Buffer.alloc(10), 5 * MEBIBYTE, { authorization: 'Bearer exchange-simulator' })).status).toBe(401);
    expect((await graph.control('GET', 'statistics')).json['mistakes']).toMatchObject({ tokenToUploadUrl: 1 });
  });

  it('is used as it stands: another authtoken opens nothing', async () => {
    const url = (await open()).json['uploadUrl'] as string;

    expect((await graph.send('GET', `${url}0`)).status).toBe(404);
  });

  it('expires', async () => {
    graph.simulator.switches.sessionLifetimeInMs = 0;
    const url = (await open()).json['uploadUrl'] as string;

    expect(await put(url, 0, Buffer.alloc(10), 5 * MEBIBYTE)).toMatchObject({ status: 404, code: 'ErrorItemNotFound' });
  });

  it('can be given up', async () => {
    const url = (await open()).json['uploadUrl'] as string;

    expect((await graph.send('DELETE', url)).status).toBe(204);
    expect((await graph.send('GET', url)).status).toBe(404);
  });

  it('conflicts with another upload to the same message at the same moment (412, change key)', async () => {
    graph.simulator.switches.latencyInMs = 50;
    const urls = [(await open()).json['uploadUrl'], (await open({ name: 'other.mp4' })).json['uploadUrl']] as string[];
    const answers = await Promise.all(urls.map((url) => put(url, 0, Buffer.alloc(10), 5 * MEBIBYTE)));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(answers.find(({ status }) => status === 412)?.code).toBe('ErrorIrresolvableConflict');
  });

  it('finds out at the last range that the message is too large, when that is switched on', async () => {
    graph.simulator.switches.sizeCheckedAt = 'last-range';
    graph.simulator.exchange.putUser({ id: ANNA, userPrincipalName: 'anna.lee@contoso.example', messageSizeLimitInBytes: 3 * MEBIBYTE });
    const url = (await open({ size: 4 * MEBIBYTE })).json['uploadUrl'] as string;

    expect(await put(url, 0, Buffer.alloc(4 * MEBIBYTE), 4 * MEBIBYTE)).toMatchObject({ status: 400, code: 'ErrorMessageSizeExceeded' });
  });
});

describe('contents over a limit that is switched on', () => {
  it('are kept as SHA-256 and size only', async () => {
    graph.simulator.switches.keepsContentUpTo = 100;
    const content = randomBytes(1_000);
    await graph.ask('POST', attachments(), anAttachment(content));

    const [kept] = graph.simulator.exchange.mailboxes[0]?.message(message).attachments ?? [];
    expect(kept?.kept).toEqual({ bytes: 1_000, sha256: createHash('sha256').update(content).digest('hex'), content: undefined });
  });
});

function randomBytes(length: number): Buffer {
  const content = Buffer.alloc(length);
  for (let at = 0; at < length; at += 4_096) content.writeUInt32BE((at * 2_654_435_761) >>> 0, at);
  return content;
}
