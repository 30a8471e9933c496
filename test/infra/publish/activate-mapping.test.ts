import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { activateMapping } from '../../../infra/publish/activate-mapping';
import { sendHttp } from '../../../infra/publish/http';
import { PublishError } from '../../../infra/publish/publish-error';
import { Loopback } from '../support/loopback';
import { VirtualTime } from '../support/virtual-time';

const CSV = 'phone,mailbox\n+447700900123,anna@contoso.example\n';
const VERSION = createHash('sha256').update(CSV).digest('hex');
const UPLOAD = '/api/mapping/versions';
const ACTIVATE = `${UPLOAD}/${VERSION}/activate`;

describe('activating the mapping of a stack', () => {
  let page: Loopback;
  let time: VirtualTime;
  let folder: string;

  beforeEach(async () => {
    page = await Loopback.start();
    time = new VirtualTime();
    folder = mkdtempSync(path.join(tmpdir(), 'signal-archive-activate-'));
    writeFileSync(path.join(folder, 'mapping.csv'), CSV);
  });
  afterEach(() => page.stop());

  const activate = (
    change: { version?: string; isConfirmed?: boolean } = {},
    getToken: () => Promise<string> = async () => 'a-token',
  ): Promise<void> =>
    activateMapping(
      { api: page.url, file: 'mapping.csv', version: VERSION, isConfirmed: false, reason: 'Stack configuration at commit abc', ...change },
      folder,
      { send: sendHttp, waiting: time, getToken, say: () => undefined },
    );

  it('uploads the file and makes it the current one, as an administrator would', async () => {
    page.expect('POST', ACTIVATE, { status: 200 }).expect('POST', UPLOAD, { status: 201, body: { version: VERSION } });

    await activate();

    expect(page.seen.map(({ url }) => url)).toEqual([UPLOAD, ACTIVATE]);
    expect(String(page.seen[0]?.body)).toBe(CSV);
    expect(page.seen[0]?.header('content-type')).toMatch(/^text\/csv/);
    expect(JSON.parse(String(page.seen[1]?.body))).toEqual({ reason: 'Stack configuration at commit abc', confirm: false });
    for (const request of page.seen) expect(request.header('authorization')).toBe('Bearer a-token');
  });

  it('confirms a large change only when the configuration names this very version', async () => {
    page.expect('POST', ACTIVATE, { status: 200 }).expect('POST', UPLOAD, { status: 200 });

    await activate({ isConfirmed: true });

    expect(JSON.parse(String(page.seen[1]?.body))).toMatchObject({ confirm: true });
  });

  it('says how to confirm when the connector asks for it', async () => {
    page.expect('POST', ACTIVATE, { status: 409, body: { code: 'confirmation-needed' } }).expect('POST', UPLOAD, { status: 200 });

    await expect(activate()).rejects.toThrow(/set mappingConfirm to the SHA-256 of the file/);
  });

  it('waits while the app still has the settings of the update before', async () => {
    const notYet = { status: 409, body: { code: 'mapping-owned-by-stack' } };
    page.expect('POST', ACTIVATE, notYet, { status: 200 }).expect('POST', UPLOAD, { status: 200 });

    await activate();

    expect(page.count('POST', ACTIVATE)).toBe(2);
  });

  it.each([
    ['AADSTS501051: Application is not assigned to a role for the application', 3],
    ['AADSTS500011: The resource principal was not found in the tenant', 3],
    ['AADSTS700082: The refresh token has expired', 1],
  ])('waits for a token only while Entra ID does not know app and role everywhere: %s', async (text, tries) => {
    page.expect('POST', ACTIVATE, { status: 200 }).expect('POST', UPLOAD, { status: 200 });
    let asked = 0;
    const getToken = async (): Promise<string> => {
      asked += 1;
      if (asked < 3) throw new PublishError(`No token for api://x: ${text}`);
      return 'a-token';
    };

    const done = await activate({}, getToken).then(
      () => true,
      () => false,
    );

    expect([done, asked >= tries]).toEqual([tries > 1, true]);
    if (!done) expect(asked).toBe(1);
  });

  it.each([302, 401, 403, 404, 412, 503])('waits while a new app or a new role is not ready (%s)', async (status) => {
    page.expect('POST', ACTIVATE, { status: 200 }).expect('POST', UPLOAD, { status }, { status }, { status: 200 });

    await activate();

    expect(time.now()).toBe(30_000);
  });

  it('says which role is missing when the connector never lets it in', async () => {
    page.expect('POST', UPLOAD, { status: 403 });

    await expect(activate()).rejects.toThrow(/needs the role DataConnector\.Admin/);
  });

  it('ends at once when the connector refuses the file', async () => {
    page.expect('POST', UPLOAD, { status: 422, body: { code: 'mapping-refused' } });

    await expect(activate()).rejects.toThrow(/refused the mapping: HTTP 422/);
    expect(page.seen).toHaveLength(1);
  });

  it('uploads nothing when the file is not the one that was checked', async () => {
    await expect(activate({ version: 'ab'.repeat(32) })).rejects.toThrow(/was changed after it was checked/);
    expect(page.seen).toEqual([]);
  });
});
