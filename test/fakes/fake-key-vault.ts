import { createECDH } from 'node:crypto';
import type { KeyClientOptions } from '@azure/keyvault-keys';
import { signDigest } from './p256';

type HttpClient = NonNullable<KeyClientOptions['httpClient']>;
type Request = Parameters<HttpClient['sendRequest']>[0];
type Response = Awaited<ReturnType<HttpClient['sendRequest']>>;

interface Version {
  readonly version: string;
  readonly privateKey: Buffer;
  readonly x: string;
  readonly y: string;
}

const VAULT = 'https://contoso.vault.azure.example';

/**
 * A key vault behind the SDK's own pipeline: it challenges a request without token as the service does, knows the routes that the connector uses
 * and refuses all others.
 */
export class FakeKeyVault {
  readonly vaultUri = VAULT;
  readonly requests: string[] = [];
  readonly secrets = new Map<string, string>();
  /** Status of the next answers, taken one by one; 0 = no connection. */
  readonly faults: number[] = [];
  /** A vault that answers signatures of another key. */
  signsWrongly = false;
  private readonly versions: Version[] = [];

  constructor(private readonly keyName: string) {
    this.addVersion();
  }

  get keyId(): string {
    return `${VAULT}/keys/${this.keyName}/${this.versions.at(-1)?.version ?? ''}`;
  }

  addVersion(): void {
    const key = createECDH('prime256v1');
    const point = key.generateKeys();
    const version = `${'0'.repeat(31)}${this.versions.length + 1}`;
    this.versions.push({
      version,
      privateKey: key.getPrivateKey(),
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    });
  }

  /** For the clients' options. */
  get client() {
    const sendRequest = (request: Request): Promise<Response> => this.answer(request);
    return {
      httpClient: { sendRequest },
      disableChallengeResourceVerification: true,
      retryOptions: { maxRetries: 2, retryDelayInMs: 1, maxRetryDelayInMs: 2 },
    };
  }

  get credential() {
    return { getToken: async () => ({ token: 'a-token', expiresOnTimestamp: Date.now() + 3_600_000 }) };
  }

  private async answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (request.headers.get('authorization') === undefined) return this.challenge(request);
    this.requests.push(`${request.method} ${url.pathname}`);
    const fault = this.faults.shift();
    if (fault === 0) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', name: 'RestError' });
    if (fault !== undefined) return this.respond(request, fault, { error: { code: 'Fault', message: `fault ${fault}` } });
    const found = url.origin === VAULT ? this.route(request.method, url.pathname.replace(/\/+$/, ''), request) : undefined;
    return found === undefined
      ? this.respond(request, 404, { error: { code: 'NotFound', message: 'not found' } })
      : this.respond(request, 200, found);
  }

  private route(method: string, path: string, request: Request): object | undefined {
    const [, collection, name, version, act] = path.split('/');
    if (collection === 'secrets' && method === 'GET') {
      const value = this.secrets.get(name ?? '');
      return value === undefined ? undefined : { id: `${VAULT}/secrets/${name}/1`, value, attributes: { enabled: true } };
    }
    if (collection !== 'keys' || name !== this.keyName) return undefined;
    const key = version === undefined || version === '' ? this.versions.at(-1) : this.versions.find((one) => one.version === version);
    if (key === undefined) return undefined;
    if (method === 'GET') return this.bundle(key);
    return method === 'POST' && act === 'sign' ? this.sign(key, JSON.parse(String(request.body))) : undefined;
  }

  private bundle({ version, x, y }: Version): object {
    return {
      key: { kid: `${VAULT}/keys/${this.keyName}/${version}`, kty: 'EC', crv: 'P-256', x, y, key_ops: ['sign', 'verify'] },
      attributes: { enabled: true },
    };
  }

  private sign(key: Version, { alg, value }: { alg: string; value: string }): object | undefined {
    if (alg !== 'ES256') return undefined;
    const other = this.versions[0];
    const signer = this.signsWrongly && other !== undefined ? { ...other, privateKey: Buffer.alloc(32, 7) } : key;
    const signature = signDigest(Buffer.from(value, 'base64url'), signer.privateKey);
    return { kid: `${VAULT}/keys/${this.keyName}/${key.version}`, value: signature.toString('base64url') };
  }

  private challenge(request: Request): Response {
    const challenge = 'Bearer authorization="https://login.example/contoso", resource="https://vault.azure.example"';
    return this.respond(request, 401, { error: { code: 'Unauthorized', message: 'no token' } }, { 'www-authenticate': challenge });
  }

  private respond(request: Request, status: number, body: object, headers: Record<string, string> = {}): Response {
    const copy = request.headers;
    const answered = Object.assign(Object.create(Object.getPrototypeOf(copy)), { _headersMap: new Map() }) as typeof copy;
    answered.set('content-type', 'application/json');
    for (const [name, value] of Object.entries(headers)) answered.set(name, value);
    return { request, status, headers: answered, bodyAsText: JSON.stringify(body) };
  }
}
