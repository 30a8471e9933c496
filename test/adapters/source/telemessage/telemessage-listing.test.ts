import type { Fault } from '../../../../runtime/local/telemessage-simulator/server/fault-script';
import { SourceRefusedError, SourceUnavailableError } from '../../../../runtime/ports/source-errors';
import { DAY, NEVER, NOON, openSite, type Site } from './simulated-site';

describe('a listing of the telemessage source', () => {
  let site: Site;

  beforeEach(async () => {
    site = await openSite();
    site.simulator.shelf.put('a.zip', Buffer.from('content'), NOON);
  });

  afterEach(() => site.close());

  const list = () => site.source.list(DAY, NEVER);
  const fail = (fault: Fault, times = 1) => site.simulator.faults.add({ on: 'listing', fault, times });
  const page = (differences: object) => JSON.stringify({ total: 1, packages: [], next: null, ...differences });
  const PACKAGE = { id: 'p1', name: 'a.zip', bytes: 7, etag: 'e', arrivedAt: '2026-11-20T12:00:00Z' };

  it.each<[string, Fault, string]>([
    ['a login page with status 200', { kind: 'html' }, 'not JSON (content type text/html)'],
    ['something that is not JSON', { kind: 'body', text: '<xml/>' }, 'not valid JSON'],
    ['nothing at all', { kind: 'body', text: '' }, 'not valid JSON'],
    ['JSON of another shape', { kind: 'body', text: '[]' }, 'does not follow the contract'],
    ['an object without a list', { kind: 'body', text: '{"total":0,"next":null}' }, "contract at 'packages'"],
    ['an object without a total', { kind: 'body', text: '{"packages":[],"next":null}' }, "contract at 'total'"],
    ['an object without a cursor', { kind: 'body', text: '{"total":0,"packages":[]}' }, "contract at 'next'"],
    ['packages without an id', { kind: 'missing-field', field: 'id' }, "contract at 'packages.0.id'"],
    ['packages without a size', { kind: 'missing-field', field: 'bytes' }, "contract at 'packages.0.bytes'"],
    ['packages without an arrival', { kind: 'missing-field', field: 'arrivedAt' }, "contract at 'packages.0.arrivedAt'"],
    ['packages without a version', { kind: 'missing-field', field: 'etag' }, "contract at 'packages.0.etag'"],
    ['a negative size', { kind: 'body', text: page({ packages: [{ ...PACKAGE, bytes: -1 }] }) }, "contract at 'packages.0.bytes'"],
    ['a size that is a text', { kind: 'body', text: page({ packages: [{ ...PACKAGE, bytes: '7' }] }) }, "contract at 'packages.0.bytes'"],
    [
      'an arrival that is no time',
      { kind: 'body', text: page({ packages: [{ ...PACKAGE, arrivedAt: 'noon' }] }) },
      "contract at 'packages.0.arrivedAt'",
    ],
    ['an id that leads elsewhere', { kind: 'body', text: page({ packages: [{ ...PACKAGE, id: '../x' }] }) }, "contract at 'packages.0.id'"],
    ['an id of two dots', { kind: 'body', text: page({ packages: [{ ...PACKAGE, id: '..' }] }) }, "contract at 'packages.0.id'"],
    [
      'a version with a line end',
      { kind: 'body', text: page({ packages: [{ ...PACKAGE, etag: 'e\r\nx' }] }) },
      "contract at 'packages.0.etag'",
    ],
    ['a total that is too high', { kind: 'wrong-total', by: 1 }, 'it names 1 packages and claims 2'],
    ['a total that is too low', { kind: 'wrong-total', by: -1 }, 'it names 1 packages and claims 0'],
    ['pages without end', { kind: 'endless' }, 'brings nothing new'],
    [
      'one id for two contents',
      { kind: 'body', text: page({ total: 1, packages: [PACKAGE, { ...PACKAGE, bytes: 8 }] }) },
      'one id to two contents',
    ],
    ['5 MB of JSON', { kind: 'body', text: ' '.repeat(5_000_000) }, 'larger than'],
    ['an error of the server', { kind: 'status', status: 500 }, 'status 500'],
    ['a page that does not exist', { kind: 'status', status: 404 }, 'status 404'],
    ['a redirect', { kind: 'redirect', location: 'https://elsewhere.example/' }, 'redirect (status 302), which is not followed'],
    ['a connection that ends', { kind: 'reset' }, 'the connection failed'],
  ])('is unavailable, never empty, when the source answers with %s', async (_case, fault, why) => {
    fail(fault, 3);

    await expect(list()).rejects.toThrow(SourceUnavailableError);
    site.simulator.faults.clear();
    fail(fault, 3);
    await expect(list()).rejects.toThrow(why);
    site.simulator.faults.clear();
    expect((await list()).packages).toHaveLength(1);
  });

  it('is unavailable, never empty, when the source says nothing', async () => {
    const hurried = await openSite({ answerTimeInMs: 500 });
    hurried.simulator.faults.add({ on: 'sign-in', fault: { kind: 'hang' } });

    await expect(hurried.source.list(DAY, NEVER)).rejects.toThrow('no answer within 500 ms');
    await hurried.close();
  });

  it('waits for a slow answer', async () => {
    fail({ kind: 'slow', milliseconds: 300 });

    expect((await list()).packages).toHaveLength(1);
  });

  it('takes an empty day for an empty day when the answer is valid', async () => {
    fail({ kind: 'empty' });

    expect(await list()).toEqual({ packages: [], problems: [] });
  });

  it.each([
    ['seconds', '90', 90_000],
    ['an absurd number of seconds', '999999999999', 86_400_000],
    ['a date', new Date(Date.now() + 300_000).toUTCString(), 300_000],
  ])('says when to try again when the source is busy: %s', async (_case, retryAfter, milliseconds) => {
    fail({ kind: 'status', status: 503, retryAfter });
    const before = Date.now();

    const error = await list().catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ disposition: 'retry', retryAt: expect.any(Date) });
    const { retryAt } = error as SourceUnavailableError;
    expect(Math.abs((retryAt?.getTime() ?? 0) - before - milliseconds)).toBeLessThan(20_000);
  });

  it.each(['-5', 'soon', ''])('ignores a Retry-After that says nothing: %j', async (retryAfter) => {
    fail({ kind: 'status', status: 429, retryAfter });

    await expect(list()).rejects.toMatchObject({ disposition: 'retry', retryAt: undefined });
  });

  it('reads page after page, and counts a package that stands on two pages once', async () => {
    for (let index = 0; index < 1_234; index++) site.simulator.shelf.put(`${index}.zip`, Buffer.from('x'), NOON);
    site.simulator.faults.add({ on: 'listing', fault: { kind: 'repeated' }, times: 3 });

    const { packages } = await list();

    expect(packages).toHaveLength(1_235);
    expect(new Set(packages.map(({ name }) => name)).size).toBe(1_235);
    expect(site.simulator.journal.filter(({ operation }) => operation === 'listing')).toHaveLength(3);
  });

  it('does not take a day for complete that changes while its pages are read', async () => {
    for (let index = 0; index < 600; index++) site.simulator.shelf.put(`${index}.zip`, Buffer.from('x'), NOON);
    site.simulator.faults.add({ on: 'listing', fault: { kind: 'wrong-total', by: 1 }, after: 1 });

    await expect(list()).rejects.toThrow('its total changed from 601 to 602');
  });

  it('lists a package whose arrival is outside of the window, and says so: it would be outside of every window', async () => {
    const text = page({ packages: [{ ...PACKAGE, arrivedAt: '2099-01-01T00:00:00Z' }] });
    fail({ kind: 'body', text });

    const { packages, problems } = await list();

    expect(packages).toHaveLength(1);
    expect(problems).toEqual([{ code: 'arrival-outside-window', detail: expect.stringContaining('2099-01-01') }]);
  });

  it('takes any name, because a download goes by the id', async () => {
    site.simulator.shelf.put('../../etc/cron.d/x.zip', Buffer.from('content'), NOON);
    const hostile = (await list()).packages.find(({ name }) => name.startsWith('..'));
    if (hostile === undefined) throw new Error('The package is not listed');

    const chunks: Buffer[] = [];
    for await (const chunk of site.source.open(hostile, 0, NEVER)) chunks.push(chunk);

    expect(Buffer.concat(chunks).toString()).toBe('content');
  });

  describe('session', () => {
    const signIns = () => site.simulator.journal.filter(({ operation }) => operation === 'sign-in').length;

    it('signs in once for many requests', async () => {
      await Promise.all([list(), list(), list()]);
      await list();

      expect(signIns()).toBe(1);
    });

    it('signs in anew when the session has expired, once', async () => {
      await list();
      site.simulator.expireSessions();

      expect((await list()).packages).toHaveLength(1);
      expect([signIns(), site.credentialReads()]).toEqual([2, 2]);
    });

    it('signs in anew once for several requests whose session has expired', async () => {
      await list();
      site.simulator.expireSessions();

      await Promise.all([list(), list(), list(), list()]);

      expect(signIns()).toBe(2);
    });

    it('is refused when a new session is not accepted either', async () => {
      site.simulator.faults.add({ on: 'listing', fault: { kind: 'expired-session' }, times: 2 });

      await expect(list()).rejects.toThrow(SourceRefusedError);
      expect(signIns()).toBe(2);
      expect((await list()).packages).toHaveLength(1);
    });

    it.each([401, 403])('is refused when the sign-in answers %d', async (status) => {
      site.simulator.faults.add({ on: 'sign-in', fault: { kind: 'status', status } });

      await expect(list()).rejects.toMatchObject({ disposition: 'stop-run', message: expect.stringContaining(`status ${status}`) });
      expect((await list()).packages).toHaveLength(1);
    });

    it.each<[string, Fault]>([
      ['a page', { kind: 'html' }],
      ['an error', { kind: 'status', status: 502 }],
      ['a redirect', { kind: 'redirect', location: 'http://169.254.169.254/' }],
      ['nothing', { kind: 'reset' }],
    ])('is unavailable when the sign-in answers with %s', async (_case, fault) => {
      site.simulator.faults.add({ on: 'sign-in', fault });

      await expect(list()).rejects.toThrow(SourceUnavailableError);
      expect((await list()).packages).toHaveLength(1);
    });
  });
});
