import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphFailure } from './graph-failure';
import { isLoopbackName } from './loopback-name';
import { type Html, html, joined, PAGE_CSS, page, raw } from './page-html';
import type { SimulatedExchange } from './simulated-exchange';
import type { SimulatedFolder } from './simulated-folder';
import type { SimulatedMailbox } from './simulated-mailbox';
import { MESSAGE_CLASS, type SimulatedAddress, type SimulatedAttachment, type SimulatedMessage } from './simulated-message';

/** The pages stand below this path, so that the local host can pass them on as they are. */
export const PAGES = '/simulated-mailboxes';
const MESSAGES_A_PAGE = 100;

interface Place {
  readonly exchange: SimulatedExchange;
  readonly segments: readonly string[];
  readonly from: number;
}

/** What a page answers; the sender adds the headers that keep a browser from doing more than showing it. */
interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Plain pages to look into the mailboxes: mailboxes, folders, messages. They show, and change nothing. */
export function answerPage(
  exchange: SimulatedExchange,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
): void {
  request.resume();
  const { status, headers, body } = pageAnswer(exchange, request, path, query);
  response.writeHead(status, { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', ...headers });
  response.end(body);
}

function pageAnswer(exchange: SimulatedExchange, { headers, method }: IncomingMessage, path: string, query: string): PageAnswer {
  if (!isLoopbackName(headers.host)) return shownPage(403, page('Not here', html`<p>These pages answer to loopback names only.</p>`));
  if (method !== 'GET') return shownPage(405, page('Not here', html`<p>These pages only show.</p>`));
  if (path === '/') return { status: 302, headers: { location: PAGES }, body: '' };
  if (path === `${PAGES}/page.css`) return { status: 200, headers: { 'content-type': 'text/css; charset=utf-8' }, body: PAGE_CSS };
  try {
    if (path !== PAGES && !path.startsWith(`${PAGES}/`)) throw notFound();
    const parts = path.slice(PAGES.length + 1).split('/');
    const from = Number(new URLSearchParams(query).get('from') ?? 0) || 0;
    return answerAt({ exchange, segments: parts.filter((part) => part !== '').map(decodeURIComponent), from });
  } catch (error) {
    return shownPage(404, page('Not found', html`<p>${(error as Error).message}</p>`));
  }
}

function answerAt(place: Place): PageAnswer {
  const [user, what, id, more, index] = place.segments;
  if (user === undefined) return shownPage(200, mailboxList(place));
  const mailbox = place.exchange.mailboxOf(place.exchange.user(user));
  if (what === undefined) return shownPage(200, folderList(mailbox));
  if (what === 'folders' && id !== undefined) return shownPage(200, folderPage(mailbox, mailbox.folder(id), place.from));
  if (what !== 'messages' || id === undefined) throw notFound();
  const message = mailbox.message(id);
  if (more === undefined) return shownPage(200, messagePage(mailbox, message));
  return download(more === 'attachments' ? message.attachments[Number(index)] : undefined);
}

function shownPage(status: number, body: string): PageAnswer {
  const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }, body };
}

/** Never shown in the browser: an attachment may hold anything. */
function download(attachment: SimulatedAttachment | undefined): PageAnswer {
  if (attachment?.kept.content === undefined) throw notFound();
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(attachment.name.toWellFormed())}`;
  const headers = { 'content-type': 'application/octet-stream', 'content-disposition': disposition };
  return { status: 200, headers, body: attachment.kept.content };
}

const notFound = (): GraphFailure => new GraphFailure(404, 'NotFound', 'There is no such page, or its content was not kept.');

function mailboxList({ exchange }: Place): string {
  const rows = exchange.users.map((user) => {
    const mailbox = exchange.mailboxes.find((candidate) => candidate.user.id === user.id);
    const count = mailbox?.messages.size ?? 0;
    return html`<tr><th scope="row"><a href="${PAGES}/${encodeURIComponent(user.id)}">${user.displayName}</a></th><td>${user.userPrincipalName}</td><td>${user.mailbox}</td><td class="number">${count}</td></tr>`;
  });
  return page(
    'Simulated mailboxes',
    html`<p>Nothing here is in a real mailbox: this is the Exchange simulator of the local mode.</p>
<table><thead><tr><th scope="col">User</th><th scope="col">Principal name</th><th scope="col">Mailbox</th><th scope="col" class="number">Messages</th></tr></thead><tbody>${joined(rows)}</tbody></table>`,
  );
}

function folderList(mailbox: SimulatedMailbox): string {
  const rows = [...mailbox.folders.values()]
    .filter(({ id }) => id !== mailbox.rootId)
    .map((folder) => {
      const parent = folder.parentId === mailbox.rootId ? '' : (mailbox.folders.get(folder.parentId ?? '')?.displayName ?? '');
      return html`<tr><th scope="row"><a href="${linkTo(mailbox, 'folders', folder.id)}">${folder.displayName}</a></th><td>${parent}</td><td>${folder.isHidden ? 'hidden' : ''}</td><td class="number">${folder.messages.size}</td></tr>`;
    });
  return page(
    mailbox.user.displayName,
    html`<p><a href="${PAGES}">All mailboxes</a></p>
<table><thead><tr><th scope="col">Folder</th><th scope="col">In</th><th scope="col">Shown in Outlook</th><th scope="col" class="number">Messages</th></tr></thead><tbody>${joined(rows)}</tbody></table>`,
  );
}

function folderPage(mailbox: SimulatedMailbox, folder: SimulatedFolder, from: number): string {
  const messages = mailbox.messagesOf(folder).sort((a, b) => b.receivedAt - a.receivedAt);
  const rows = messages
    .slice(from, from + MESSAGES_A_PAGE)
    .map(
      (message) =>
        html`<tr><th scope="row"><a href="${linkTo(mailbox, 'messages', message.id)}">${message.subject || '(no subject)'}</a></th><td>${shown(message.from)}</td><td>${message.to.map(shown).join('; ')}</td><td>${time(message.sentAt)}</td><td class="number">${message.attachments.length || ''}</td></tr>`,
    );
  const next =
    from + MESSAGES_A_PAGE < messages.length ? html`<p><a href="?from=${from + MESSAGES_A_PAGE}">Older messages</a></p>` : html``;
  return page(
    folder.displayName,
    html`<p><a href="${PAGES}/${encodeURIComponent(mailbox.user.id)}">${mailbox.user.displayName}</a>, ${messages.length} messages</p>
<table><thead><tr><th scope="col">Subject</th><th scope="col">From</th><th scope="col">To</th><th scope="col">Sent (UTC)</th><th scope="col" class="number">Attachments</th></tr></thead><tbody>${joined(rows)}</tbody></table>${next}`,
  );
}

function messagePage(mailbox: SimulatedMailbox, message: SimulatedMessage): string {
  const folder = mailbox.folder(message.folderId);
  const facts: [string, string][] = [
    ['From', shown(message.from)],
    ['To', message.to.map(shown).join('; ')],
    ['Cc', message.cc.map(shown).join('; ')],
    ['Sent', `${time(message.sentAt)} UTC`],
    ['Received', `${time(message.receivedAt)} UTC`],
    ['Class', message.properties.get(MESSAGE_CLASS) ?? 'IPM.Note'],
    ['State', `${message.isDraft ? 'draft' : 'sent'}, ${message.isRead ? 'read' : 'unread'}`],
  ];
  const attachments = message.attachments.map(({ name, kept }, index) => {
    const size = `${kept.bytes.toLocaleString('en-GB')} bytes`;
    const link =
      kept.content === undefined
        ? html`${name}`
        : html`<a href="${linkTo(mailbox, 'messages', message.id)}/attachments/${index}">${name}</a>`;
    return html`<li>${link}, ${size}, SHA-256 <code>${kept.sha256}</code></li>`;
  });
  const properties = [...message.properties].map(
    ([id, value]) => html`<tr><th scope="row"><code>${id}</code></th><td><code>${value}</code></td></tr>`,
  );
  return page(
    message.subject || '(no subject)',
    html`<p><a href="${linkTo(mailbox, 'folders', folder.id)}">${folder.displayName}</a> of <a href="${PAGES}/${encodeURIComponent(mailbox.user.id)}">${mailbox.user.displayName}</a></p>
<dl>${joined(facts.filter(([, value]) => value !== '').map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`))}</dl>
<pre>${message.body.content}</pre>
${attachments.length === 0 ? html`` : html`<h2>Attachments</h2><ul>${joined(attachments)}</ul>`}
<h2>Extended properties</h2><table><tbody>${joined(properties)}</tbody></table>`,
  );
}

const linkTo = (mailbox: SimulatedMailbox, what: string, id: string): Html =>
  raw(`${PAGES}/${encodeURIComponent(mailbox.user.id)}/${what}/${encodeURIComponent(id)}`);

const shown = (address: SimulatedAddress | undefined): string =>
  address === undefined ? '' : address.name === '' ? address.address : `${address.name} <${address.address}>`;

const time = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
