import { X509Certificate } from 'node:crypto';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { createServer as createTlsServer, type SecureVersion } from 'node:tls';
import { checkedLookup } from '../../../../runtime/adapters/source/checked-lookup';
import { publicKeyFingerprint } from '../../../../runtime/adapters/source/telemessage/https-client';
import { DEFAULT_SERVICE_PATHS } from '../../../../runtime/adapters/source/telemessage/service-paths';
import { TelemessageSource, type TelemessageSourceOptions } from '../../../../runtime/adapters/source/telemessage/telemessage-source';
import {
  type CertificateOptions,
  type IssuedCertificate,
  issueCertificate,
} from '../../../../runtime/local/telemessage-simulator/certificate/issue-certificate';
import { SourceRefusedError, SourceUnavailableError } from '../../../../runtime/ports/source-errors';
import { DAY, NEVER, NOON, openSite } from './simulated-site';

const YESTERDAY = new Date(Date.now() - 24 * 60 * 60 * 1000);
const LAST_WEEK = new Date(YESTERDAY.getTime() - 7 * 24 * 60 * 60 * 1000);

/** A TLS server that only notes what it can read: it never learns more than it was trusted with. */
async function openListener(certificate: IssuedCertificate, maxVersion: SecureVersion = 'TLSv1.3') {
  let received = 0;
  const server = createTlsServer({
    cert: certificate.certificate,
    key: certificate.privateKey,
    minVersion: 'TLSv1',
    maxVersion,
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  server.on('secureConnection', (socket) => {
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    socket.on('error', () => {});
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    received: () => received,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function connect(url: string, differences: Partial<TelemessageSourceOptions>): TelemessageSource {
  return new TelemessageSource(
    {
      url,
      paths: DEFAULT_SERVICE_PATHS,
      pinnedKeys: [],
      certificateAuthority: undefined,
      allowsPrivateAddresses: false,
      answerTimeInMs: 2_000,
      ...differences,
    },
    { read: async () => ({ username: 'archive', password: 'a secret', privateKey: undefined, passphrase: undefined }) },
  );
}

describe('the telemessage source and an impostor', () => {
  it.each<[string, CertificateOptions, (issued: IssuedCertificate) => Partial<TelemessageSourceOptions>, string]>([
    ['a certificate of an unknown authority', {}, () => ({}), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    [
      'a certificate that has expired',
      { validFrom: LAST_WEEK, validTo: YESTERDAY },
      ({ authority }) => ({ certificateAuthority: authority }),
      'CERT_HAS_EXPIRED',
    ],
    [
      'a certificate for another host',
      { hosts: ['elsewhere.example'] },
      ({ authority }) => ({ certificateAuthority: authority }),
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    [
      'a valid certificate with a key that is not the pinned one',
      {},
      ({ authority }) => ({ certificateAuthority: authority, pinnedKeys: [Buffer.alloc(32).toString('base64')] }),
      'not a pinned one',
    ],
  ])('sends not one byte to %s', async (_case, options, differences, why) => {
    const issued = issueCertificate(options);
    const listener = await openListener(issued);
    const source = connect(`https://localhost:${listener.port}`, differences(issued));

    await expect(source.list(DAY, NEVER)).rejects.toThrow(SourceRefusedError);
    await expect(source.check(NEVER)).rejects.toThrow(why);

    expect(listener.received()).toBe(0);
    source.close();
    await listener.close();
  });

  it('sends not one byte over TLS 1.1', async () => {
    const issued = issueCertificate();
    const listener = await openListener(issued, 'TLSv1.1');
    const source = connect(`https://localhost:${listener.port}`, { certificateAuthority: issued.authority });

    await expect(source.list(DAY, NEVER)).rejects.toThrow(SourceUnavailableError);

    expect(listener.received()).toBe(0);
    source.close();
    await listener.close();
  });

  it('talks to the pinned key', async () => {
    const certificate = issueCertificate();
    const pin = publicKeyFingerprint(new X509Certificate(certificate.certificate).raw);
    const site = await openSite({ pinnedKeys: ['another', pin] }, { certificate });
    site.simulator.shelf.put('a.zip', Buffer.from('x'), NOON);

    expect((await site.source.list(DAY, NEVER)).packages).toHaveLength(1);
    await site.close();
  });

  it.each(['sign-in', 'listing', 'download'] as const)('does not follow a redirect of the %s to another host', async (operation) => {
    let connections = 0;
    const elsewhere = createTcpServer((socket: Socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/v1/packages`;
    const site = await openSite();
    site.simulator.shelf.put('a.zip', Buffer.from('content'), NOON);
    const [listed] = (await site.source.list(DAY, NEVER)).packages;
    if (listed === undefined) throw new Error('Nothing is listed');
    if (operation === 'sign-in') site.simulator.expireSessions();
    site.simulator.faults.add({ on: operation, fault: { kind: 'redirect', location } });

    const request = async () => {
      if (operation !== 'download') return site.source.list(DAY, NEVER);
      for await (const _chunk of site.source.open(listed, 0, NEVER)) break;
      return undefined;
    };

    await expect(request()).rejects.toThrow(SourceUnavailableError);
    expect(connections).toBe(0);
    await site.close();
    await new Promise((resolve) => elsewhere.close(resolve));
  });

  it('does not connect when a name of the internet stands for the loopback', async () => {
    const answer = await new Promise<unknown>((resolve) => {
      checkedLookup('archive.example', false)('localhost', {}, (error) => resolve(error));
    });

    expect(answer).toBeInstanceOf(SourceRefusedError);
    expect(answer).toHaveProperty('message', expect.stringContaining('private address'));
  });

  it('never shows a credential, a token or a name in its errors', async () => {
    const site = await openSite();
    site.simulator.shelf.put('private name.zip', Buffer.from('x'), NOON);
    const messages: string[] = [];
    for (const kind of ['html', 'reset', 'expired-session'] as const) {
      site.simulator.faults.add({ on: 'listing', fault: { kind }, times: 2 });
      await site.source.list(DAY, NEVER).catch((error: Error) => messages.push(`${error.message} ${error.stack}`));
      site.simulator.faults.clear();
    }

    expect(messages).toHaveLength(3);
    for (const message of messages) expect(message).not.toMatch(/correct horse|Bearer|private name/);
    await site.close();
  });

  it('talks plain http to the loopback, for local mode', async () => {
    const site = await openSite({}, { certificate: 'none' });
    site.simulator.shelf.put('a.zip', Buffer.from('x'), NOON);

    expect(site.simulator.url).toMatch(/^http:/);
    expect((await site.source.list(DAY, NEVER)).packages).toHaveLength(1);
    await site.close();
  });
});
