import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StorageSharedKeyCredential } from '@azure/storage-blob';
import { LandingSource } from '../../../../runtime/adapters/source/landing/landing-source';
import type { ListedPackage } from '../../../../runtime/ports/source';
import { PackageGoneError, SourceUnavailableError } from '../../../../runtime/ports/source-errors';

const NEVER = new AbortController().signal;
const EVERYTHING = { from: undefined, to: new Date() };
const LISTED: ListedPackage = { name: 'a.zip', bytes: 1_000_000, stamp: '"0x1"', arrivedAt: undefined, modifiedAt: undefined };
const CONTENT = Buffer.alloc(LISTED.bytes, 'landing ');

/** A blob service that answers what a test wants. */
type Script = (request: IncomingMessage, response: ServerResponse) => void;

function blobHeaders(contentLength: number): Record<string, string> {
  return {
    'content-length': String(contentLength),
    'content-type': 'application/octet-stream',
    etag: '"0x1"',
    'last-modified': 'Fri, 20 Nov 2026 09:00:00 GMT',
  };
}

const listing = (blobs: string) =>
  `<?xml version="1.0" encoding="utf-8"?><EnumerationResults ContainerName="landing"><Blobs>${blobs}</Blobs><NextMarker /></EnumerationResults>`;
const blob = (name: string, metadata = '') =>
  `<Blob><Name>${name}</Name><Properties><Last-Modified>Fri, 20 Nov 2026 09:00:00 GMT</Last-Modified><Etag>0x1</Etag><Content-Length>7</Content-Length></Properties><Metadata>${metadata}</Metadata></Blob>`;

describe('the landing source and a service that fails', () => {
  let server: Server;
  let script: Script;
  let source: LandingSource;

  beforeEach(async () => {
    server = createServer((request, response) => script(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/account/landing`;
    source = new LandingSource({
      url,
      prefix: 'inbound/',
      credential: new StorageSharedKeyCredential('account', 'a2V5'),
      idleTimeInMs: 500,
    });
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const read = async (offset = 0): Promise<Buffer> => {
    const chunks: Buffer[] = [];
    for await (const chunk of source.open(LISTED, offset, NEVER)) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks);
  };

  it.each<[string, Script, typeof SourceUnavailableError | typeof PackageGoneError]>([
    ['never answers', () => {}, SourceUnavailableError],
    [
      'stops in the middle',
      (_request, response) => {
        response.writeHead(200, blobHeaders(LISTED.bytes)).write(CONTENT.subarray(0, 300_000));
      },
      SourceUnavailableError,
    ],
    [
      'ends the connection in the middle',
      (request, response) => {
        response.writeHead(200, blobHeaders(LISTED.bytes)).write(CONTENT.subarray(0, 300_000), () => request.socket.destroy());
      },
      SourceUnavailableError,
    ],
    [
      'sends less than was listed',
      (_request, response) => response.writeHead(200, blobHeaders(10)).end(CONTENT.subarray(0, 10)),
      PackageGoneError,
    ],
    [
      'sends more than was listed',
      (_request, response) => response.writeHead(200, blobHeaders(LISTED.bytes + 5)).end(Buffer.concat([CONTENT, Buffer.from('extra')])),
      PackageGoneError,
    ],
    [
      'has another content',
      (_request, response) => response.writeHead(412, { 'x-ms-error-code': 'ConditionNotMet' }).end(),
      PackageGoneError,
    ],
  ])('fails cleanly, to be tried again, when it %s', async (_case, fault, kind) => {
    script = fault;

    await expect(read()).rejects.toThrow(kind);
  });

  it('asks for the listed content from the offset on, and for nothing else', async () => {
    const seen: IncomingMessage['headers'][] = [];
    script = (request, response) => {
      seen.push(request.headers);
      response
        .writeHead(206, { ...blobHeaders(LISTED.bytes - 400_000), 'content-range': `bytes 400000-999999/${LISTED.bytes}` })
        .end(CONTENT.subarray(400_000));
    };

    expect((await read(400_000)).equals(CONTENT.subarray(400_000))).toBe(true);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ 'if-match': '"0x1"', 'x-ms-range': 'bytes=400000-' });
  });

  it('lists what is below the prefix, without the folders of a hierarchical account', async () => {
    let query = '';
    script = (request, response) => {
      query = request.url ?? '';
      const blobs =
        blob('inbound/2026', '<hdi_isfolder>true</hdi_isfolder>') +
        blob('inbound/a.zip') +
        blob('inbound/../b.zip') +
        blob('inbound/c.txt');
      response.writeHead(200, { 'content-type': 'application/xml' }).end(listing(blobs));
    };

    const { packages, problems } = await source.list(EVERYTHING, NEVER);

    expect(query).toContain('prefix=inbound%2F');
    expect(packages).toEqual([
      { name: 'inbound/a.zip', bytes: 7, stamp: '"0x1"', arrivedAt: undefined, modifiedAt: new Date('2026-11-20T09:00:00Z') },
    ]);
    expect(problems.map(({ code }) => code)).toEqual(['unsafe-name', 'ignored-file']);
  });

  it.each<[string, Script]>([
    [
      'a page of another service',
      (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Sign in</body></html>'),
    ],
    ['an error', (_request, response) => response.writeHead(500).end()],
  ])(
    'is unavailable, never empty, when the listing is %s',
    async (_case, fault) => {
      script = fault;

      await expect(source.list(EVERYTHING, NEVER)).rejects.toThrow(SourceUnavailableError);
    },
    20_000,
  );
});
