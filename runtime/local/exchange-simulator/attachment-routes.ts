import { badRequest, GraphFailure } from './graph-failure';
import { parseJson } from './message-request';
import { accessDenied, refuseOtherThanJson } from './message-routes';
import { parseCount, parseQuery, parseSelect } from './odata-query';
import { openMailbox } from './open-mailbox';
import { attachmentView, type SimulatedMessage } from './simulated-message';
import { param, type SimulatedAnswer, type SimulatedRequest } from './simulated-request';
import { parseContentRange, refuseWrongRange, sessionView, type UploadHeader, type UploadSession } from './upload-sessions';

const ATTACHMENT_PROPERTIES = new Set(['id', 'name', 'contentType', 'size', 'isInline', 'contentId', 'lastModifiedDateTime']);
const ITEM_FIELDS = new Set(['attachmentType', 'name', 'size', 'contentType', 'isInline', 'contentId']);
const DEFAULT_TOP = 10;
const MAX_TOP = 1_000;

export function listAttachments(request: SimulatedRequest): SimulatedAnswer {
  const message = openMailbox(request).message(param(request, 'message'));
  const options = parseQuery(request.query, ['$select', '$top', '$skip']);
  const select = parseSelect(options.get('$select'), ATTACHMENT_PROPERTIES);
  const skip = Number(options.get('$skip') ?? 0);
  const top = parseCount(options.get('$top'), DEFAULT_TOP, MAX_TOP);
  const page = message.attachments.slice(skip, skip + top).map((attachment) => {
    const view = attachmentView(attachment);
    if (select === undefined) return view;
    return Object.fromEntries(Object.entries(view).filter(([name]) => name === '@odata.type' || name === 'id' || select.includes(name)));
  });
  const kept = [...options].filter(([name]) => name !== '$skip').map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const path = `users/${encodeURIComponent(param(request, 'user'))}/messages/${encodeURIComponent(message.id)}/attachments`;
  const next =
    skip + top < message.attachments.length ? `${request.origin}/v1.0/${path}?${[...kept, `$skip=${skip + top}`].join('&')}` : undefined;
  return { status: 200, json: { '@odata.nextLink': next, value: page } };
}

export function addAttachment(request: SimulatedRequest): SimulatedAnswer {
  const mailbox = openMailbox(request);
  parseQuery(request.query, []);
  refuseOtherThanJson(request);
  const message = mailbox.message(param(request, 'message'));
  refuseOnSent(message, request);
  return { status: 201, json: attachmentView(request.exchange.addAttachment(mailbox, message, request.body)) };
}

/** 3 to 150 MB; only for file attachments. */
export function openSession(request: SimulatedRequest): SimulatedAnswer {
  const mailbox = openMailbox(request);
  const message = mailbox.message(param(request, 'message'));
  const header = readHeader(request.body);
  refuseOnSent(message, request);
  const { sessionMinBytes, sessionMaxBytes } = request.switches;
  if (header.size < sessionMinBytes) {
    const rule = `The attachment size should be greater than or equal to ${sessionMinBytes} bytes.`;
    throw badRequest(rule, 'ErrorAttachmentSizeShouldNotBeLessThanMinimumSize');
  }
  if (header.size > sessionMaxBytes) throw badRequest('The attachment is over the maximum size.', 'ErrorAttachmentSizeLimitExceeded');
  const session = request.exchange.openUpload(mailbox, message, header);
  const uploadUrl = `${request.origin}/attachment-sessions/${encodeURIComponent(session.id)}?authtoken=${session.token}`;
  return { status: 201, json: { uploadUrl, ...sessionView(session) } };
}

export function sendRange(request: SimulatedRequest): SimulatedAnswer {
  const session = sessionOf(request);
  if (!(request.headers['content-type'] ?? '').startsWith('application/octet-stream')) {
    throw badRequest('The Content-Type of a range is application/octet-stream.', 'ErrorInvalidArgument');
  }
  refuseWrongRange(session, parseContentRange(request.headers['content-range']), request.body.length);
  const attachment = request.exchange.sendRange(session, request.body);
  if (attachment === undefined) return { status: 200, json: sessionView(session) };
  const place = `${request.origin}/v1.0/users/${encodeURIComponent(session.mailboxId)}/messages/${encodeURIComponent(session.messageId)}`;
  return { status: 201, headers: { location: `${place}/attachments/${encodeURIComponent(attachment.id)}` } };
}

export function sessionState(request: SimulatedRequest): SimulatedAnswer {
  return { status: 200, json: sessionView(sessionOf(request)) };
}

export function cancelSession(request: SimulatedRequest): SimulatedAnswer {
  request.exchange.uploads.close(sessionOf(request));
  return { status: 204 };
}

function sessionOf(request: SimulatedRequest): UploadSession {
  const { exchange, query, now } = request;
  return exchange.uploads.find(param(request, 'session'), new URLSearchParams(query).get('authtoken') ?? '', now());
}

function refuseOnSent(message: SimulatedMessage, { switches }: SimulatedRequest): void {
  if (!message.isDraft && switches.refusesAttachToSent) throw accessDenied();
}

function readHeader(body: Buffer): UploadHeader {
  const { AttachmentItem: item, ...others } = parseJson(body);
  if (typeof item !== 'object' || item === null || Object.keys(others).length > 0) {
    throw badRequest('The request holds AttachmentItem only.', 'RequestBodyRead');
  }
  const fields = item as Record<string, unknown>;
  const unknown = Object.keys(fields).find((name) => !ITEM_FIELDS.has(name));
  if (unknown !== undefined)
    throw badRequest(`The property '${unknown}' does not exist on type 'microsoft.graph.attachmentItem'.`, 'RequestBodyRead');
  const { attachmentType, name, size, contentType, isInline, contentId } = fields;
  if (attachmentType !== 'file') {
    throw new GraphFailure(
      405,
      'ErrorAttachmentSessionIsSupportedOnlyForFileAttachments',
      'Only file attachments can be uploaded in a session.',
    );
  }
  if (typeof name !== 'string' || name === '' || typeof size !== 'number' || !Number.isSafeInteger(size)) {
    throw badRequest('An attachment item needs a name and a size.', 'ErrorInvalidArgument');
  }
  return {
    name,
    size,
    contentType: typeof contentType === 'string' ? contentType : 'application/octet-stream',
    isInline: isInline === true,
    contentId: typeof contentId === 'string' ? contentId : undefined,
  };
}
