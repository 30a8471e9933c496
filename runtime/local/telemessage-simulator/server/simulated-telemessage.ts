import { randomBytes } from 'node:crypto';
import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type IssuedCertificate, issueCertificate } from '../certificate/issue-certificate';
import { type Answer, json, sendAnswer } from './answer';
import { answerDownload } from './answer-download';
import { answeredByFault } from './answer-fault';
import { answerListing } from './answer-listing';
import { answerControl, CONTROL_PATH } from './control-routes';
import { type Fault, FaultScript, type Operation } from './fault-script';
import { PackageShelf } from './package-shelf';

const LARGEST_REQUEST_BYTES = 64 * 1024;

export interface SimulatorOptions {
  readonly username: string;
  readonly password: string;
  /** Undefined = a new one for localhost; `none` = plain http (loopback only). */
  readonly certificate?: IssuedCertificate | 'none';
  /** Default 0: any free port. */
  readonly port?: number;
  /** Whether `/_simulator/` moves it from outside, for a simulator that is a process of its own; default false. */
  readonly hasControl?: boolean;
}

/** One request as the simulator saw it; never a credential. */
export interface JournalEntry {
  readonly operation: Operation | 'unknown';
  readonly status: number;
  readonly range: string | undefined;
}

/** The TeleMessage site of docs/telemessage-source.openapi.yaml, on the loopback, with faults by script. */
export class SimulatedTelemessage {
  readonly shelf = new PackageShelf();
  readonly faults = new FaultScript();
  readonly journal: JournalEntry[] = [];
  /** Names of the packages that were acknowledged. */
  readonly acknowledged: string[] = [];
  private readonly sessions = new Set<string>();

  private constructor(
    private readonly options: SimulatorOptions,
    private readonly server: Server,
    /** PEM that a client must trust; undefined without TLS. */
    readonly certificateAuthority: string | undefined,
  ) {}

  static async start(options: SimulatorOptions): Promise<SimulatedTelemessage> {
    const issued = options.certificate === 'none' ? undefined : (options.certificate ?? issueCertificate());
    const server =
      issued === undefined
        ? http.createServer()
        : https.createServer({ cert: issued.certificate, key: issued.privateKey, minVersion: 'TLSv1.2' });
    const simulator = new SimulatedTelemessage(options, server, issued?.authority);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      simulator.answer(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    return simulator;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `${this.certificateAuthority === undefined ? 'http' : 'https'}://localhost:${port}`;
  }

  expireSessions(): void {
    this.sessions.clear();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://simulator');
    if (this.options.hasControl === true && url.pathname.startsWith(CONTROL_PATH)) {
      return sendAnswer(await answerControl(this, url, request), response);
    }
    const [operation, id] = routeOf(request.method ?? '', url.pathname);
    response.once('close', () => this.journal.push({ operation, status: response.statusCode, range: request.headers.range }));
    if (operation === 'unknown') return sendAnswer(json(404, { error: 'no such operation' }), response);

    const fault = this.faults.next(operation);
    if (fault?.kind === 'expired-session') this.expireSessions();
    if (fault?.kind === 'slow') await delay(fault.milliseconds, undefined, { ref: false });
    if (fault !== undefined && answeredByFault(fault, request, response)) return;
    sendAnswer(await this.perform(operation, id, url.searchParams, fault, request), response);
  }

  private async perform(
    operation: Operation,
    id: string,
    query: URLSearchParams,
    fault: Fault | undefined,
    request: IncomingMessage,
  ): Promise<Answer> {
    if (operation === 'sign-in') return this.signIn(await readCredential(request));
    if (!this.hasSession(request)) return json(401, { error: 'sign in first' });
    if (operation === 'listing') return answerListing(query, this.shelf, fault);
    if (operation === 'download') return answerDownload(this.shelf.byId(id), fault, request);
    return this.acknowledge(id, request.headers['if-match']);
  }

  private signIn(credential: Credential | undefined): Answer {
    if (credential === undefined) return json(400, { error: 'username and password are needed' });
    const isRight = credential.username === this.options.username && credential.password === this.options.password;
    if (!isRight) return json(401, { error: 'user name or password is wrong' });
    const token = randomBytes(24).toString('base64url');
    this.sessions.add(token);
    return json(200, { token });
  }

  private acknowledge(id: string, condition: string | undefined): Answer {
    const shelved = this.shelf.byId(id);
    if (shelved === undefined) return json(404, { error: 'no such package' });
    if (condition !== undefined && condition !== `"${shelved.etag}"`) return json(412, { error: 'the content has changed' });
    this.acknowledged.push(shelved.name);
    return { status: 204 };
  }

  private hasSession(request: IncomingMessage): boolean {
    return this.sessions.has(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
  }
}

function routeOf(method: string, path: string): readonly [Operation | 'unknown', string] {
  if (method === 'POST' && path === '/v1/session') return ['sign-in', ''];
  if (method === 'GET' && path === '/v1/packages') return ['listing', ''];
  const [, id = '', act] = /^\/v1\/packages\/([^/]+)\/(content|acknowledgement)$/.exec(path) ?? [];
  if (method === 'GET' && act === 'content') return ['download', id];
  if (method === 'POST' && act === 'acknowledgement') return ['acknowledgement', id];
  return ['unknown', ''];
}

interface Credential {
  readonly username: unknown;
  readonly password: unknown;
}

async function readCredential(request: IncomingMessage): Promise<Credential | undefined> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > LARGEST_REQUEST_BYTES) return undefined;
  }
  try {
    const { username, password } = JSON.parse(text);
    return { username, password };
  } catch {
    return undefined;
  }
}
