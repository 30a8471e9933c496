/**
 * `node peer-pattern.js <graph url> <token> <deliveries file>`: what restore tools do, as a process of its own.
 *
 * One message, then each of its attachments, one after the other; each item is parsed as a whole with mailparser; graph-client sends with its
 * default `fetch`. This is the pattern that Corso, mail-archiver and atlas share (serial create, then attachments), not one of these products:
 * no ledger, no look before a create, no storage.
 */
import { readFileSync } from 'node:fs';
import {
  Client,
  type Context,
  HTTPMessageHandler,
  type Middleware,
  RetryHandler,
  RetryHandlerOptions,
} from '@microsoft/microsoft-graph-client';
import { type Attachment, type ParsedMail, simpleParser } from 'mailparser';

/** One line of the deliveries file. */
export interface PeerDelivery {
  readonly file: string;
  readonly mailboxId: string;
}

/** Its only line of output. */
export interface PeerResult {
  readonly deliveries: number;
  readonly seconds: number;
  readonly cpuMs: number;
  readonly maxRssMib: number;
  readonly graphRequests: number;
}

const FOLDER_NAME = 'Restored';

/** graph-client sends its token to hosts of Microsoft only; the simulator is none. */
class TokenHandler implements Middleware {
  private next: Middleware | undefined;
  requests = 0;

  constructor(private readonly token: string) {}

  setNext(next: Middleware): void {
    this.next = next;
  }

  async execute(context: Context): Promise<void> {
    this.requests += 1;
    const headers = { ...(context.options?.headers as Record<string, string> | undefined), Authorization: `Bearer ${this.token}` };
    context.options = { ...context.options, headers: { ...headers, Prefer: 'IdType="ImmutableId"' } };
    await this.next?.execute(context);
  }
}

async function main([url = '', token = '', list = '']: readonly string[]): Promise<void> {
  const deliveries = readFileSync(list, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PeerDelivery);
  const root = new URL(url);
  const tokens = new TokenHandler(token);
  const client = Client.initWithMiddleware({
    baseUrl: root.origin,
    defaultVersion: root.pathname.slice(1),
    middleware: [tokens, new RetryHandler(new RetryHandlerOptions()), new HTTPMessageHandler()],
  });
  const folders = new Map<string, string>();
  const cpu = process.cpuUsage();
  const started = performance.now();
  for (const { file, mailboxId } of deliveries) {
    const folderId = folders.get(mailboxId) ?? (await createFolder(client, mailboxId));
    folders.set(mailboxId, folderId);
    await restore(client, mailboxId, folderId, await simpleParser(readFileSync(file)));
  }
  const { user, system } = process.cpuUsage(cpu);
  const result: PeerResult = {
    deliveries: deliveries.length,
    seconds: (performance.now() - started) / 1_000,
    cpuMs: (user + system) / 1_000,
    maxRssMib: process.resourceUsage().maxRSS / 1_024,
    graphRequests: tokens.requests,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

async function createFolder(client: Client, mailboxId: string): Promise<string> {
  const folder = (await client.api(`/users/${mailboxId}/mailFolders`).post({ displayName: FOLDER_NAME })) as { id: string };
  return folder.id;
}

async function restore(client: Client, mailboxId: string, folderId: string, mail: ParsedMail): Promise<void> {
  const message = (await client.api(`/users/${mailboxId}/mailFolders/${folderId}/messages`).post(messageOf(mail))) as { id: string };
  for (const attachment of mail.attachments) {
    await client.api(`/users/${mailboxId}/messages/${message.id}/attachments`).post(attachmentOf(attachment));
  }
}

function messageOf(mail: ParsedMail): object {
  const to = Array.isArray(mail.to) ? mail.to : mail.to === undefined ? [] : [mail.to];
  const recipients = (list: typeof to) =>
    list.flatMap(({ value }) => value.map(({ name, address }) => ({ emailAddress: { name, address } })));
  const time = (mail.date ?? new Date(0)).toISOString();
  return {
    subject: mail.subject,
    body: { contentType: 'text', content: mail.text ?? '' },
    from: recipients(mail.from === undefined ? [] : [mail.from])[0],
    toRecipients: recipients(to),
    isRead: true,
    singleValueExtendedProperties: [
      { id: 'Integer 0x0E07', value: '4' },
      { id: 'SystemTime 0x0039', value: time },
      { id: 'SystemTime 0x0E06', value: time },
    ],
  };
}

function attachmentOf({ filename, contentType, content }: Attachment): object {
  return {
    '@odata.type': '#microsoft.graph.fileAttachment',
    name: filename ?? 'attachment',
    contentType,
    contentBytes: content.toString('base64'),
  };
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exitCode = 1;
});
