import type { Fault } from '../../../../runtime/local/telemessage-simulator/server/fault-script';
import type { ListedPackage } from '../../../../runtime/ports/source';
import { PackageGoneError, SourceUnavailableError } from '../../../../runtime/ports/source-errors';
import { DAY, NEVER, NOON, openSite, type Site } from './simulated-site';

const CONTENT = Buffer.alloc(3_000_000, 'telemessage ');

describe('a download of the telemessage source', () => {
  let site: Site;
  let listed: ListedPackage;

  beforeEach(async () => {
    site = await openSite({ idleTimeInMs: 1_000 });
    site.simulator.shelf.put('a.zip', CONTENT, NOON);
    const [first] = (await site.source.list(DAY, NEVER)).packages;
    if (first === undefined) throw new Error('Nothing is listed');
    listed = first;
  });

  afterEach(() => site.close());

  const fail = (fault: Fault) => site.simulator.faults.add({ on: 'download', fault });
  const read = async (offset = 0, into: Buffer[] = []): Promise<Buffer> => {
    for await (const chunk of site.source.open(listed, offset, NEVER)) into.push(chunk);
    return Buffer.concat(into);
  };

  it.each<[string, Fault, number, typeof PackageGoneError | typeof SourceUnavailableError]>([
    ['a login page with status 200', { kind: 'html' }, 0, SourceUnavailableError],
    ['an error', { kind: 'status', status: 500 }, 0, SourceUnavailableError],
    ['a redirect', { kind: 'redirect', location: 'https://elsewhere.example/' }, 0, SourceUnavailableError],
    ['a connection that ends in the middle', { kind: 'truncated', afterBytes: 1_000_000 }, 0, SourceUnavailableError],
    ['a body that stops in the middle', { kind: 'stalled', afterBytes: 1_000_000 }, 0, SourceUnavailableError],
    ['more bytes than were listed', { kind: 'growing', extraBytes: 10 }, 0, PackageGoneError],
    ['the beginning when asked for the rest', { kind: 'no-ranges' }, 1_000_000, SourceUnavailableError],
    ['status 404', { kind: 'status', status: 404 }, 0, PackageGoneError],
    ['status 410', { kind: 'status', status: 410 }, 0, PackageGoneError],
    ['status 416', { kind: 'status', status: 416 }, 1_000_000, PackageGoneError],
  ])('fails cleanly, to be tried again, for %s', async (_case, fault, offset, kind) => {
    fail(fault);

    await expect(read(offset)).rejects.toThrow(kind);
    expect((await read(offset)).equals(CONTENT.subarray(offset))).toBe(true);
  });

  it('continues where it broke off, with a range', async () => {
    fail({ kind: 'truncated', afterBytes: 1_000_000 });
    const parts: Buffer[] = [];
    await expect(read(0, parts)).rejects.toThrow(SourceUnavailableError);
    const offset = Buffer.concat(parts).length;

    expect(offset).toBeGreaterThan(0);
    expect((await read(offset, parts)).equals(CONTENT)).toBe(true);
    await site.source.check(NEVER);
    expect(site.simulator.journal.findLast(({ operation }) => operation === 'download')?.range).toBe(`bytes=${offset}-`);
  });

  it('signs in anew when the session has expired', async () => {
    site.simulator.expireSessions();

    expect((await read()).equals(CONTENT)).toBe(true);
  });

  it('waits for a consumer that is slower than the idle time', async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of site.source.open(listed, 0, NEVER)) {
      if (chunks.length === 3) await new Promise((resolve) => setTimeout(resolve, 1_500));
      chunks.push(chunk);
    }

    expect(Buffer.concat(chunks).equals(CONTENT)).toBe(true);
  });

  it('acknowledges, and notices when the package is another one by then', async () => {
    await site.source.acknowledge(listed, NEVER);
    expect(site.simulator.acknowledged).toEqual(['a.zip']);

    site.simulator.shelf.put('a.zip', Buffer.from('another'), NOON);
    await expect(site.source.acknowledge(listed, NEVER)).rejects.toThrow(PackageGoneError);
    site.simulator.shelf.remove('a.zip');
    await expect(site.source.acknowledge(listed, NEVER)).rejects.toThrow(PackageGoneError);
    expect(site.simulator.acknowledged).toEqual(['a.zip']);
  });

  it('acknowledges nothing when there is no path for it', async () => {
    const { download, listing, signIn } = { signIn: 'v1/session', listing: 'v1/packages', download: 'v1/packages/{id}/content' };
    const quiet = await openSite({ paths: { signIn, listing, download, acknowledge: undefined } });

    await quiet.source.acknowledge(listed, NEVER);

    expect(quiet.simulator.journal).toEqual([]);
    await quiet.close();
  });
});
