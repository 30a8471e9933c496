import { createHash, X509Certificate } from 'node:crypto';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { checkServerIdentity, getCACertificates, type PeerCertificate, TLSSocket } from 'node:tls';
import { SourceRefusedError } from '../../../ports/source-errors';
import { bareHost, isLoopbackHost } from '../address-policy';
import { checkedLookup, requireAllowedHost } from '../checked-lookup';
import { toSourceError } from './transport-errors';

const MOST_CONNECTIONS = 8;
/** From the first byte we send to the head of the answer; connecting and TLS included. */
const ANSWER_TIME_IN_MS = 30_000;

export interface HttpsClientOptions {
  readonly baseUrl: URL;
  /** PEM; trusted beside the certificates that Node trusts. */
  readonly certificateAuthority: string | undefined;
  /** SHA-256 of the server's public key (SubjectPublicKeyInfo), base64; empty = any key with a valid certificate. */
  readonly pinnedKeys: readonly string[];
  readonly allowsPrivateAddresses: boolean;
  /** Default 30 s. */
  readonly answerTimeInMs?: number;
}

export interface ClientRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/**
 * The only way bytes leave for TeleMessage: one host, https (http to loopback only), TLS 1.2 or newer, certificate and pin checked
 * before the first byte of a request is written, no redirect followed, connections kept alive.
 */
export class HttpsClient {
  private readonly agent: http.Agent;
  private readonly isEncrypted: boolean;
  private readonly answerTimeInMs: number;

  constructor(private readonly options: HttpsClientOptions) {
    requireUsableUrl(options.baseUrl);
    requireAllowedHost(options.baseUrl.hostname, options.allowsPrivateAddresses);
    this.isEncrypted = options.baseUrl.protocol === 'https:';
    this.answerTimeInMs = options.answerTimeInMs ?? ANSWER_TIME_IN_MS;
    this.agent = this.isEncrypted ? httpsAgent(options) : new http.Agent({ keepAlive: true, maxSockets: MOST_CONNECTIONS });
  }

  /** The head of the answer; its body is still to be read. Throws `SourceUnavailableError` or `SourceRefusedError`. */
  async send(request: ClientRequest, signal: AbortSignal): Promise<IncomingMessage> {
    signal.throwIfAborted();
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), this.answerTimeInMs);
    try {
      return await this.exchange(request, AbortSignal.any([signal, limit.signal]));
    } catch (error) {
      signal.throwIfAborted();
      throw toSourceError(error, limit.signal.aborted ? `no answer within ${this.answerTimeInMs} ms` : undefined);
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private exchange(request: ClientRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const { baseUrl, allowsPrivateAddresses } = this.options;
    const outgoing = (this.isEncrypted ? https : http).request({
      method: request.method,
      hostname: bareHost(baseUrl.hostname),
      port: baseUrl.port === '' ? undefined : Number(baseUrl.port),
      path: joinPaths(baseUrl.pathname, request.path),
      headers: { accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': 'signal-archive', ...request.headers },
      agent: this.agent,
      lookup: checkedLookup(baseUrl.hostname, allowsPrivateAddresses),
      signal,
    });
    return new Promise((resolve, reject) => {
      outgoing.once('response', resolve).once('error', reject);
      outgoing.once('socket', (socket) => {
        // Nothing is written before the certificate and the pin are found right.
        const isTrusted = !(socket instanceof TLSSocket) || outgoing.reusedSocket || socket.authorized;
        if (isTrusted) outgoing.end(request.body);
        else socket.once('secureConnect', () => outgoing.end(request.body));
      });
    });
  }
}

function requireUsableUrl(url: URL): void {
  if (url.username !== '' || url.password !== '') {
    throw new SourceRefusedError('The URL of the source holds a user name or password; keep them in the vault only');
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname))) return;
  throw new SourceRefusedError(`The URL of the source begins with '${url.protocol}'; only https: is used (http: to loopback)`);
}

function joinPaths(base: string, path: string): string {
  return `${base.endsWith('/') ? base : `${base}/`}${path.startsWith('/') ? path.slice(1) : path}`;
}

function httpsAgent(options: HttpsClientOptions): https.Agent {
  const extra = options.certificateAuthority;
  return new https.Agent({
    keepAlive: true,
    maxSockets: MOST_CONNECTIONS,
    minVersion: 'TLSv1.2',
    ...(extra === undefined ? {} : { ca: [...getCACertificates('default'), extra] }),
    checkServerIdentity: (host, certificate) => checkServerIdentity(host, certificate) ?? checkPin(certificate, options.pinnedKeys),
  });
}

function checkPin(certificate: PeerCertificate, pinnedKeys: readonly string[]): Error | undefined {
  if (pinnedKeys.length === 0) return undefined;
  const fingerprint = publicKeyFingerprint(certificate.raw);
  if (pinnedKeys.includes(fingerprint)) return undefined;
  return new SourceRefusedError(`The public key of the source is not a pinned one: it is ${fingerprint}; compare it with the vendor's`);
}

/** SHA-256 of the SubjectPublicKeyInfo of a certificate (DER), base64. */
export function publicKeyFingerprint(certificate: Buffer): string {
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64');
}
