import { createHash } from 'node:crypto';
import type { CredentialStore } from '../../../ports/credential';
import type { ListedPackage, Listing, Source, SourceWindow } from '../../../ports/source';
import { PackageGoneError, SourceRefusedError, SourceUnavailableError } from '../../../ports/source-errors';
import { isLoopbackHost } from '../address-policy';
import { requireSuccess } from './answers';
import { downloadPackage, GONE_STATUSES, packageContent } from './download-package';
import { HttpsClient } from './https-client';
import { listPackages } from './list-packages';
import type { ServicePaths } from './service-paths';
import { Session } from './session';
import { toSourceError } from './transport-errors';

const LISTING_TIME_IN_MS = 5 * 60_000;
const IDLE_TIME_IN_MS = 30_000;
const CHECK_WINDOW_IN_MS = 24 * 60 * 60_000;

export interface TelemessageSourceOptions {
  /** `https://host[:port][/base]`; `http:` only to loopback. */
  readonly url: string;
  readonly paths: ServicePaths;
  /** SHA-256 of the server's public key, base64; empty = no pin. */
  readonly pinnedKeys: readonly string[];
  /** PEM, trusted beside the usual ones. */
  readonly certificateAuthority: string | undefined;
  readonly allowsPrivateAddresses: boolean;
  /** For tests; default 30 s each. */
  readonly answerTimeInMs?: number;
  readonly idleTimeInMs?: number;
}

/**
 * The TeleMessage site over HTTPS: sign-in, listing by arrival, download, acknowledgement, as docs/telemessage-source.openapi.yaml says.
 *
 * The vendor has not published an interface: paths are settings and the contract is an assumption (docs/source-facts.md).
 */
export class TelemessageSource implements Source {
  readonly kind = 'telemessage';
  readonly id: string;
  readonly hasWindows = true;
  readonly settlesFiles = true;
  private readonly client: HttpsClient;
  private readonly session: Session;

  constructor(
    private readonly options: TelemessageSourceOptions,
    credentials: CredentialStore,
  ) {
    const baseUrl = requireUrl(options.url);
    this.client = new HttpsClient({ ...options, baseUrl });
    this.session = new Session(this.client, credentials, options.paths.signIn);
    // A simulator on this machine gets another port at every start and is the same source all the same.
    const origin = isLoopbackHost(baseUrl.hostname) ? baseUrl.hostname : baseUrl.origin;
    const where = createHash('sha256').update(`${origin}${baseUrl.pathname}`).digest('hex').slice(0, 8);
    this.id = `telemessage-${baseUrl.hostname.replace(/[^a-z0-9.-]/g, '')}-${where}`;
  }

  async list(window: SourceWindow, signal: AbortSignal): Promise<Listing> {
    const limit = AbortSignal.timeout(LISTING_TIME_IN_MS);
    try {
      return await listPackages(this.session, this.options.paths.listing, window, AbortSignal.any([signal, limit]));
    } catch (error) {
      signal.throwIfAborted();
      if (limit.aborted) throw new SourceUnavailableError('its listing', `it was not complete within ${LISTING_TIME_IN_MS} ms`);
      throw toSourceError(error);
    }
  }

  open(listed: ListedPackage, offset: number, signal: AbortSignal): AsyncIterable<Buffer> {
    const idleTimeInMs = this.options.idleTimeInMs ?? IDLE_TIME_IN_MS;
    return downloadPackage(this.session, this.options.paths.download, listed, offset, idleTimeInMs, signal);
  }

  async acknowledge(listed: ListedPackage, signal: AbortSignal): Promise<void> {
    const { acknowledge } = this.options.paths;
    if (acknowledge === undefined) return;
    const { id, etag } = packageContent(listed);
    const request = {
      method: 'POST',
      path: acknowledge.replaceAll('{id}', id),
      headers: { 'if-match': `"${etag}"`, 'content-length': '0' },
    } as const;
    const response = await this.session.send(request, 'the acknowledgement', signal);
    if (GONE_STATUSES.has(response.statusCode ?? 0)) {
      response.destroy();
      throw new PackageGoneError(`A package was not acknowledged: it is gone or has changed (status ${response.statusCode})`);
    }
    requireSuccess(response, 'the acknowledgement');
    response.resume();
  }

  /** Signs in and lists the last 24 hours. */
  async check(signal: AbortSignal): Promise<void> {
    const to = new Date();
    await this.list({ from: new Date(to.getTime() - CHECK_WINDOW_IN_MS), to }, signal);
  }

  close(): void {
    this.client.close();
  }
}

function requireUrl(text: string): URL {
  if (!URL.canParse(text)) throw new SourceRefusedError('The URL of the source cannot be read; it must be https://host[:port][/base]');
  return new URL(text);
}
