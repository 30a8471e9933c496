import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Answer,
  attachmentOf,
  bytesOf,
  mapOf,
  type PostedAttachment,
  type Property,
  problem,
  propertyIn,
  type Session,
  type TinyCopy,
  type TinyFolder,
  type TinyMessage,
  type TinyUser,
} from './tiny-graph-parts';

const MAX_REQUEST_BYTES = 4 * 1024 * 1024;
const UNSENT = 0x8;

/**
 * A Graph endpoint written from docs/graph-requests.md alone: it shares no code with the Exchange simulator or the connector, and answers
 * 501 to every request that the page does not list.
 */
export class TinyGraph {
  readonly folders: TinyFolder[] = [];
  readonly copies: TinyCopy[] = [];
  /** `method path` of everything that was asked, without the query. */
  readonly requests: string[] = [];
  /** What docs/graph-requests.md does not list, or not in this form. */
  readonly unexpected: string[] = [];
  /** Decides, for every request as `method path`, whether it is carried out and whether it is answered. */
  onRequest: (line: string) => 'serve' | 'drop' | 'serve-and-drop' = () => 'serve';

  private readonly sessions = new Map<string, Session>();
  private ids = 0;

  private constructor(
    private readonly users: readonly TinyUser[],
    private readonly server: Server,
  ) {}

  static async start(users: readonly TinyUser[]): Promise<TinyGraph> {
    const server = createServer();
    const graph = new TinyGraph(users, server);
    server.on('request', (request, response) => void graph.serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return graph;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1.0`;
  }

  /** Copies in the archive folder of a user. */
  archived(userPrincipalName: string): readonly TinyCopy[] {
    const user = this.users.find((each) => each.userPrincipalName === userPrincipalName);
    return this.copies.filter((copy) => copy.mailbox === user?.id && this.folder(copy.folder)?.name === 'Signal Archiver');
  }

  /** Copies that are not in an archive folder. */
  staged(): readonly TinyCopy[] {
    return this.copies.filter((copy) => this.folder(copy.folder)?.name !== 'Signal Archiver');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(request).catch(() => undefined);
    // Whoever asked was killed in the middle of it.
    if (body === undefined) return;
    const url = new URL(request.url ?? '/', 'http://tiny');
    const line = `${request.method} ${url.pathname}`;
    this.requests.push(line);
    const fate = this.onRequest(line);
    if (fate === 'drop') {
      request.socket.destroy();
      return;
    }
    const answer = url.pathname.startsWith('/upload/')
      ? this.upload(request, url.pathname.slice('/upload/'.length), body)
      : this.graph(request, url, body);
    if (fate === 'serve-and-drop') {
      request.socket.destroy();
      return;
    }
    if (answer.status === 501) this.unexpected.push(line + url.search);
    response.writeHead(answer.status, { 'content-type': 'application/json', 'request-id': String(this.requests.length) });
    response.end(answer.json === undefined ? undefined : JSON.stringify(answer.json));
  }

  private graph(request: IncomingMessage, url: URL, body: Buffer): Answer {
    if (!/^Bearer .+/.test(request.headers.authorization ?? '')) return problem(401, 'InvalidAuthenticationToken');
    if (body.length > MAX_REQUEST_BYTES) return problem(413, 'RequestEntityTooLarge');
    if (request.method === 'GET' && url.pathname === '/v1.0/users') return this.listUsers();
    const [, mailbox, kind, id, part, more] =
      /^\/v1\.0\/users\/([^/]+)\/(mailFolders|messages)(?:\/([^/]+))?(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(url.pathname) ?? [];
    if (mailbox === undefined || !this.users.some((user) => user.id === mailbox)) return problem(404, 'ErrorInvalidUser');
    if (request.headers['prefer'] !== 'IdType="ImmutableId"') return { status: 501 };
    const json = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
    const called = `${request.method} ${kind}${id === undefined ? '' : '/id'}${part === undefined ? '' : `/${part}`}${more === undefined ? '' : `/${more}`}`;
    switch (called) {
      case 'GET mailFolders/id':
        return id === 'msgfolderroot' ? { status: 200, json: { id: `root-${mailbox}` } } : { status: 501 };
      case 'GET mailFolders':
        return this.listFolders(mailbox, url.searchParams);
      case 'POST mailFolders':
        return this.createFolder(mailbox, json);
      case 'POST mailFolders/id/messages':
        return this.create(mailbox, id ?? '', json);
      case 'GET mailFolders/id/messages':
        return this.look(id ?? '', url.searchParams);
      default:
        return this.onCopy(
          called,
          this.copies.find((copy) => copy.id === id && copy.mailbox === mailbox),
          json,
        );
    }
  }

  private onCopy(called: string, copy: TinyCopy | undefined, json: Record<string, unknown>): Answer {
    if (copy === undefined) return problem(404, 'ErrorItemNotFound');
    switch (called) {
      case 'POST messages/id/attachments':
        copy.attachments.push(attachmentOf(json as unknown as PostedAttachment));
        return { status: 201, json: { id: this.nextId('attachment') } };
      case 'GET messages/id/attachments':
        return {
          status: 200,
          json: { value: copy.attachments.map(({ name, content }, at) => ({ id: `a${at}`, name, size: content.length })) },
        };
      case 'POST messages/id/attachments/createUploadSession': {
        const { name, size } = json['AttachmentItem'] as { name: string; size: number };
        const session = this.nextId('session');
        this.sessions.set(session, { copy, name, size, parts: [] });
        return { status: 201, json: { uploadUrl: `${new URL(this.url).origin}/upload/${session}`, nextExpectedRanges: ['0-'] } };
      }
      case 'POST messages/id/move':
        copy.folder = String(json['destinationId']);
        return { status: 201, json: this.shown(copy) };
      case 'DELETE messages/id':
        this.copies.splice(this.copies.indexOf(copy), 1);
        return { status: 204 };
      default:
        return { status: 501 };
    }
  }

  private upload(request: IncomingMessage, id: string, body: Buffer): Answer {
    const session = this.sessions.get(id);
    if (request.headers.authorization !== undefined) return problem(401, 'InvalidAuthenticationToken');
    if (session === undefined) return problem(404, 'ErrorItemNotFound');
    const there = session.parts.reduce((sum, part) => sum + part.length, 0);
    if (request.method === 'GET') return { status: 200, json: { nextExpectedRanges: [`${there}-`] } };
    const [, from, to, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(String(request.headers['content-range'])) ?? [];
    if (Number(from) !== there || Number(to) - Number(from) + 1 !== body.length || Number(total) !== session.size)
      return problem(416, 'InvalidRange');
    session.parts.push(body);
    if (there + body.length < session.size) return { status: 200, json: { nextExpectedRanges: [`${there + body.length}-`] } };
    session.copy.attachments.push({ name: session.name, content: Buffer.concat(session.parts) });
    this.sessions.delete(id);
    return { status: 201 };
  }

  private listUsers(): Answer {
    const value = this.users.map(({ id, userPrincipalName }) => ({
      id,
      userPrincipalName,
      mail: userPrincipalName,
      proxyAddresses: [`SMTP:${userPrincipalName}`],
      displayName: userPrincipalName,
      userType: 'Member',
      accountEnabled: true,
    }));
    return { status: 200, json: { value } };
  }

  private listFolders(mailbox: string, query: URLSearchParams): Answer {
    const filter = query.get('$filter') ?? '';
    const named = /^displayName eq '(.*)'$/.exec(filter)?.[1];
    const tagged = propertyIn(filter);
    if (named === undefined && tagged === undefined) return { status: 501 };
    const found = this.folders.filter(
      (folder) =>
        folder.mailbox === mailbox &&
        (named === undefined ? folder.properties.get(tagged?.id ?? '') === tagged?.value : folder.name === named.replaceAll("''", "'")),
    );
    return { status: 200, json: { value: found.map(({ id, name }) => ({ id, displayName: name, totalItemCount: 0 })) } };
  }

  private createFolder(
    mailbox: string,
    json: { displayName: string; isHidden?: boolean; singleValueExtendedProperties?: Property[] },
  ): Answer {
    if (this.folders.some((folder) => folder.mailbox === mailbox && folder.name === json.displayName))
      return problem(409, 'ErrorFolderExists');
    const id = this.nextId('folder');
    const properties = mapOf(json.singleValueExtendedProperties);
    this.folders.push({ id, mailbox, name: json.displayName, isHidden: json.isHidden === true, properties });
    return { status: 201, json: { id, displayName: json.displayName } };
  }

  private create(
    mailbox: string,
    folder: string,
    json: TinyMessage & { attachments?: PostedAttachment[]; singleValueExtendedProperties?: Property[] },
  ): Answer {
    if (this.folder(folder)?.mailbox !== mailbox) return problem(404, 'ErrorFolderNotFound');
    const { attachments = [], singleValueExtendedProperties, ...message } = json;
    const copy = {
      id: this.nextId('copy'),
      mailbox,
      folder,
      createdAt: Date.now(),
      message,
      properties: mapOf(singleValueExtendedProperties),
      attachments: attachments.map(attachmentOf),
    };
    this.copies.push(copy);
    return { status: 201, json: this.shown(copy) };
  }

  private look(folder: string, query: URLSearchParams): Answer {
    const wanted = propertyIn(query.get('$filter') ?? '');
    const expanded = /^singleValueExtendedProperties\(\$filter=id eq '([^']+)'\)$/.exec(query.get('$expand') ?? '')?.[1];
    if (expanded === undefined || (query.has('$filter') && wanted?.id !== expanded)) return { status: 501 };
    const found = this.copies.filter(
      (copy) => copy.folder === folder && (wanted === undefined || copy.properties.get(wanted.id) === wanted.value),
    );
    const value = found.map((copy) => {
      const property = copy.properties.get(expanded);
      return {
        ...this.shown(copy),
        ...(property === undefined ? {} : { singleValueExtendedProperties: [{ id: expanded, value: property }] }),
      };
    });
    return { status: 200, json: { value } };
  }

  /** Dates and draft state come from the extended properties alone, as in Exchange. */
  private shown({ id, folder, createdAt, properties }: TinyCopy) {
    const created = new Date(createdAt).toISOString();
    return {
      id,
      isDraft: (Number(properties.get('Integer 0x0E07') ?? UNSENT) & UNSENT) !== 0,
      sentDateTime: properties.get('SystemTime 0x0039') ?? created,
      receivedDateTime: properties.get('SystemTime 0x0E06') ?? created,
      createdDateTime: created,
      parentFolderId: folder,
    };
  }

  private folder(id: string): TinyFolder | undefined {
    return this.folders.find((folder) => folder.id === id);
  }

  private nextId(kind: string): string {
    this.ids += 1;
    return `${kind}-${this.ids}`;
  }
}
