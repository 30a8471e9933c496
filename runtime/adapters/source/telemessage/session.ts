import type { IncomingMessage } from 'node:http';
import type { CredentialStore } from '../../../ports/credential';
import { SourceRefusedError, SourceUnavailableError } from '../../../ports/source-errors';
import { untilAborted } from '../until-aborted';
import { readJson, requireSuccess, SIGN_IN_ANSWER } from './answers';
import type { ClientRequest, HttpsClient } from './https-client';

const SIGN_IN_TIME_IN_MS = 60_000;
const SIGN_IN = 'the sign-in';

/** A request that needs a session; the token is added here. */
export type SignedRequest = Omit<ClientRequest, 'body'>;

/** Signs in with user name and password when a session is needed, and once more when it has expired. */
export class Session {
  private token: Promise<string> | undefined;

  constructor(
    private readonly client: HttpsClient,
    private readonly credentials: CredentialStore,
    private readonly signInPath: string,
  ) {}

  /** Sends with the session's token; a 401 is answered by one new sign-in, a second 401 is a refusal. */
  async send(request: SignedRequest, what: string, signal: AbortSignal): Promise<IncomingMessage> {
    const token = this.currentToken();
    const first = await this.sendWith(await untilAborted(token, signal), request, signal);
    if (first.statusCode !== 401) return first;

    first.destroy();
    if (this.token === token) this.token = undefined;
    const second = await this.sendWith(await untilAborted(this.currentToken(), signal), request, signal);
    if (second.statusCode !== 401) return second;
    second.destroy();
    this.token = undefined;
    throw new SourceRefusedError(
      `The source refused ${what} right after a new sign-in (status 401); ask the vendor about this user's rights`,
    );
  }

  private sendWith(token: string, request: SignedRequest, signal: AbortSignal): Promise<IncomingMessage> {
    return this.client.send({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` }, body: undefined }, signal);
  }

  /** One sign-in serves all who wait for it, so it does not end with the request of one of them; it has its own time limit. */
  private currentToken(): Promise<string> {
    if (this.token !== undefined) return this.token;
    const limit = AbortSignal.timeout(SIGN_IN_TIME_IN_MS);
    const token = this.signIn(limit).catch((error: unknown) => {
      throw limit.aborted ? new SourceUnavailableError(SIGN_IN, `it took longer than ${SIGN_IN_TIME_IN_MS} ms`) : error;
    });
    this.token = token;
    token.catch(() => {
      if (this.token === token) this.token = undefined;
    });
    return token;
  }

  private async signIn(signal: AbortSignal): Promise<string> {
    const { username, password } = await untilAborted(this.credentials.read(signal), signal);
    if (username === '' || password === undefined || password === '') {
      throw new SourceRefusedError('The TeleMessage credential in the vault has no user name or no password; set both');
    }
    const request: ClientRequest = {
      method: 'POST',
      path: this.signInPath,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    };
    const response = await this.client.send(request, signal);
    requireSuccess(response, SIGN_IN);
    return (await readJson(response, SIGN_IN_ANSWER, SIGN_IN)).token;
  }
}
