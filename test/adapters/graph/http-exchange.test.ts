import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import type { GraphOutcome } from '../../../runtime/adapters/graph/graph-outcome';
import { HttpExchange } from '../../../runtime/adapters/graph/http-exchange';
import { issueCertificate } from '../../../runtime/local/telemessage-simulator/certificate/issue-certificate';

let server: Server | undefined;
const http = new HttpExchange();
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  server = undefined;
});
afterAll(() => http.close());

async function ask(listener: RequestListener, timeLimitInMs = 5_000, body?: Buffer): Promise<GraphOutcome> {
  server ??= createServer(listener);
  if (!server.listening) await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return http.send({
    method: body === undefined ? 'GET' : 'POST',
    origin: origin(),
    path: '/v1.0/x?y=1',
    headers: {},
    body,
    endsAt: performance.now() + timeLimitInMs,
  });
}

const origin = () => `http://127.0.0.1:${(server?.address() as AddressInfo | undefined)?.port}`;

describe('sending a request', () => {
  it('answers status, headers and body as they came', async () => {
    const outcome = await ask((_request, response) => response.writeHead(418, { 'x-a': 'b' }).end('tea'));

    expect(outcome).toMatchObject({ kind: 'answer', status: 418, headers: { 'x-a': 'b' }, body: Buffer.from('tea') });
  });

  it('sends path, query and body untouched', async () => {
    let seen = '';
    const listener: RequestListener = async (request, response) => {
      seen = `${request.url} ${request.headers['content-length']} `;
      for await (const chunk of request) seen += chunk;
      response.end();
    };
    await ask(listener, 5_000, Buffer.from('hello').subarray(1));

    expect(seen).toBe('/v1.0/x?y=1 4 ello');
  });

  it('keeps its connections', async () => {
    let connections = 0;
    const listener: RequestListener = (_request, response) => response.end('x');
    server = createServer(listener).on('connection', () => (connections += 1));
    for (let count = 0; count < 5; count += 1) await ask(listener);

    expect(connections).toBe(1);
  });

  it('follows no redirect', async () => {
    let requests = 0;
    const outcome = await ask((_request, response) => {
      requests += 1;
      response.writeHead(307, { location: `${origin()}/elsewhere` }).end();
    });

    expect(outcome).toMatchObject({ kind: 'answer', status: 307 });
    expect(requests).toBe(1);
  });

  it.each<[string, RequestListener]>([
    ['that never answers', () => {}],
    ['that begins its answer and stops', (_request, response) => response.writeHead(200, { 'content-length': 10 }).write('half')],
  ])('gives up at the time limit with a server %s', async (_case, listener) => {
    const start = performance.now();

    expect(await ask(listener, 200)).toEqual({
      kind: 'lost',
      wasSent: true,
      why: expect.stringMatching(/^no whole answer within \d{1,3} ms$/),
    });
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('counts a trickling answer against the same limit', async () => {
    const outcome = await ask((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'), 20);
      response.once('close', () => clearInterval(timer));
    }, 200);

    expect(outcome).toMatchObject({ kind: 'lost', wasSent: true });
  });

  it('gives up an answer that has no end', async () => {
    const outcome = await ask((_request, response) => {
      const chunk = Buffer.alloc(1024 * 1024);
      const more = () => {
        while (!response.destroyed && response.write(chunk));
        response.once('drain', more);
      };
      more();
    }, 20_000);

    expect(outcome).toMatchObject({ kind: 'lost', wasSent: true, why: expect.stringContaining('more than') });
  });

  it.each<[string, RequestListener]>([
    ['before the answer', (request) => request.socket.resetAndDestroy()],
    ['in the answer', (_request, response) => response.writeHead(200, { 'content-length': 10 }).write('half', () => response.destroy())],
  ])('says that the request may have arrived when the connection ends %s', async (_case, listener) => {
    expect(await ask(listener)).toMatchObject({ kind: 'lost', wasSent: true });
  });

  it('says that nothing was sent when there is no connection', async () => {
    const outcome = await http.send({
      method: 'POST',
      origin: `http://127.0.0.1:${await freePort()}`,
      path: '/',
      headers: {},
      body: Buffer.from('x'),
      endsAt: performance.now() + 5_000,
    });

    expect(outcome).toEqual({ kind: 'lost', wasSent: false, why: 'ECONNREFUSED' });
  });

  it('sends nothing whose time is over', async () => {
    let requests = 0;
    const listener: RequestListener = (_request, response) => {
      requests += 1;
      response.end();
    };

    const outcome = await ask(listener, -1);

    expect(outcome).toEqual({ kind: 'lost', wasSent: false, why: 'its time was over before it was sent' });
    expect(requests).toBe(0);
  });

  it('says that nothing was sent when the request cannot be made', async () => {
    const outcome = await http.send({
      method: 'GET',
      origin: 'http://127.0.0.1:1',
      path: '/a b',
      headers: {},
      body: undefined,
      endsAt: performance.now() + 5_000,
    });

    expect(outcome).toEqual({ kind: 'lost', wasSent: false, why: 'ERR_UNESCAPED_CHARACTERS' });
  });

  it('survives an answer that is no HTTP', async () => {
    const tcp = createTcpServer((socket) => socket.on('error', () => {}).end('SSH-2.0-OpenSSH\r\n\r\n'));
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    const { port } = tcp.address() as AddressInfo;

    const outcome = await http.send({
      method: 'GET',
      origin: `http://127.0.0.1:${port}`,
      path: '/',
      headers: {},
      body: undefined,
      endsAt: performance.now() + 5_000,
    });
    tcp.close();

    expect(outcome).toMatchObject({ kind: 'lost', wasSent: true });
  });
});

async function freePort(): Promise<number> {
  const probe = createTcpServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

describe('a server whose certificate nobody vouches for', () => {
  it('gets nothing: neither the request nor its token', async () => {
    const issued = issueCertificate();
    let requests = 0;
    const secure = createSecureServer({ cert: issued.certificate, key: issued.privateKey }, (_request, response) => {
      requests += 1;
      response.end();
    });
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    const { port } = secure.address() as AddressInfo;

    const outcome = await http.send({
      method: 'POST',
      origin: `https://localhost:${port}`,
      path: '/',
      headers: { authorization: 'Bearer secret' },
      body: Buffer.from('x'),
      endsAt: performance.now() + 5_000,
    });
    await new Promise((resolve) => secure.close(resolve));

    expect(outcome).toMatchObject({ kind: 'lost', wasSent: false, why: expect.stringMatching(/CERT|SIGNATURE|ISSUER/) });
    expect(requests).toBe(0);
  });
});
