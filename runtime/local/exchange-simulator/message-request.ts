import { badRequest, type GraphFailure } from './graph-failure';
import type { NewMessage, SimulatedAddress } from './simulated-message';

const MAX_HEADERS = 5;
const IMPORTANCES = ['low', 'normal', 'high'];
/** What Exchange takes as an address: one at sign, a dotted domain, nothing that needs quoting. */
const SMTP_ADDRESS = /^[^\s@<>()[\]\\,;:"]{1,64}@[^\s@<>()[\]\\,;:"]{1,255}$/;
const PROPERTY_ID =
  /^(String|Integer|SystemTime|Boolean|Binary|Long) (0x[0-9A-Fa-f]{1,4}|\{[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\} (?:Name \S.{0,254}|Id 0x[0-9A-Fa-f]{1,4}))$/;

/** An attachment of a request. */
export interface RequestedAttachment {
  readonly name: string;
  readonly contentType: string;
  readonly isInline: boolean;
  readonly contentId: string | undefined;
  readonly content: Buffer;
}

type Fields = Readonly<Record<string, unknown>>;

/** What a message may be created with here. `receivedDateTime`, `sentDateTime` and `isDraft` are accepted and have no effect. */
const MESSAGE_FIELDS = new Set(
  [
    'subject body from sender toRecipients ccRecipients bccRecipients replyTo importance isRead categories internetMessageHeaders',
    'internetMessageId attachments singleValueExtendedProperties receivedDateTime sentDateTime isDraft',
  ].flatMap((names) => names.split(' ')),
);

export function parseJson(body: Buffer): Fields {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    throw badRequest('Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.');
  }
  return fields(value, 'The request');
}

export function readMessage(request: Fields): NewMessage {
  onlyKnown(request, MESSAGE_FIELDS, 'microsoft.graph.message');
  return {
    subject: text(request, 'subject') ?? '',
    body: readBody(request['body']),
    from: optionalRecipient(request['from'], 'from'),
    sender: optionalRecipient(request['sender'], 'sender'),
    to: recipients(request, 'toRecipients'),
    cc: recipients(request, 'ccRecipients'),
    bcc: recipients(request, 'bccRecipients'),
    replyTo: recipients(request, 'replyTo'),
    importance: oneOf(text(request, 'importance') ?? 'normal', IMPORTANCES, 'importance'),
    isRead: flag(request, 'isRead'),
    categories: list(request, 'categories').map((category) => asText(category, 'categories')),
    headers: readHeaders(request),
    internetMessageId: text(request, 'internetMessageId'),
    properties: readProperties(request),
  };
}

export function readAttachments(request: Fields): RequestedAttachment[] {
  return list(request, 'attachments').map((attachment) => readAttachment(fields(attachment, 'attachments')));
}

const ATTACHMENT_FIELDS = new Set(['@odata.type', 'name', 'contentType', 'isInline', 'contentId', 'contentBytes']);

export function readAttachment(attachment: Fields): RequestedAttachment {
  onlyKnown(attachment, ATTACHMENT_FIELDS, 'microsoft.graph.fileAttachment');
  if (attachment['@odata.type'] !== '#microsoft.graph.fileAttachment') {
    throw wrongType('An attachment needs "@odata.type": "#microsoft.graph.fileAttachment"');
  }
  const name = text(attachment, 'name');
  const contentBytes = text(attachment, 'contentBytes');
  if (name === undefined || name === '') throw badRequest('An attachment needs a name', 'ErrorInvalidArgument');
  const content = contentBytes === undefined ? undefined : decodeBase64(contentBytes);
  if (content === undefined) throw wrongType('contentBytes is not base64');
  return {
    name,
    contentType: text(attachment, 'contentType') ?? 'application/octet-stream',
    isInline: flag(attachment, 'isInline') ?? false,
    contentId: text(attachment, 'contentId'),
    content,
  };
}

/** At most one id may stand for one property. */
export function readProperties(request: Fields): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  for (const entry of list(request, 'singleValueExtendedProperties')) {
    const property = fields(entry, 'singleValueExtendedProperties');
    onlyKnown(property, new Set(['id', 'value']), 'microsoft.graph.singleValueLegacyExtendedProperty');
    const id = text(property, 'id') ?? '';
    const value = text(property, 'value');
    if (!PROPERTY_ID.test(id)) throw badRequest(`The property id '${id}' is invalid.`, 'ErrorInvalidExtendedProperty');
    if (value === undefined || !isPropertyValue(id, value)) {
      throw badRequest(`The value of property '${id}' is not of its type.`, 'ErrorInvalidExtendedPropertyValue');
    }
    if (properties.has(id)) throw badRequest(`The property '${id}' stands twice.`, 'ErrorInvalidExtendedProperty');
    properties.set(id, value);
  }
  return properties;
}

function isPropertyValue(id: string, value: string): boolean {
  if (id.startsWith('Integer ')) return /^-?\d{1,10}$/.test(value);
  if (id.startsWith('SystemTime ')) return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(value) && !Number.isNaN(Date.parse(value));
  return true;
}

function readBody(value: unknown): { contentType: string; content: string } {
  if (value === undefined) return { contentType: 'text', content: '' };
  const body = fields(value, 'body');
  onlyKnown(body, new Set(['contentType', 'content']), 'microsoft.graph.itemBody');
  const contentType = oneOf((text(body, 'contentType') ?? 'text').toLowerCase(), ['text', 'html'], 'body.contentType');
  return { contentType, content: text(body, 'content') ?? '' };
}

/** Only `x-` names, at most five, and an empty list is an error too. */
function readHeaders(request: Fields): { name: string; value: string }[] {
  if (request['internetMessageHeaders'] === undefined) return [];
  const headers = list(request, 'internetMessageHeaders').map((entry) => {
    const header = fields(entry, 'internetMessageHeaders');
    return { name: text(header, 'name') ?? '', value: text(header, 'value') ?? '' };
  });
  if (headers.length === 0 || headers.length > MAX_HEADERS) {
    const rule = `Maximum number of headers in one message should be less than or equal to ${MAX_HEADERS}`;
    throw badRequest(rule, 'InvalidInternetMessageHeaderCollection');
  }
  const refused = headers.find(({ name }) => !/^x-/i.test(name));
  if (refused !== undefined) {
    throw badRequest(`The internet message header name '${refused.name}' should start with 'x-' or 'X-'.`, 'InvalidInternetMessageHeader');
  }
  return headers;
}

function recipients(request: Fields, name: string): SimulatedAddress[] {
  return list(request, name).map((entry) => readRecipient(entry, name));
}

function optionalRecipient(value: unknown, name: string): SimulatedAddress | undefined {
  return value === undefined || value === null ? undefined : readRecipient(value, name);
}

function readRecipient(value: unknown, what: string): SimulatedAddress {
  const outer = fields(value, what);
  onlyKnown(outer, new Set(['emailAddress']), 'microsoft.graph.recipient');
  const inner = fields(outer['emailAddress'], `${what}.emailAddress`);
  onlyKnown(inner, new Set(['name', 'address']), 'microsoft.graph.emailAddress');
  const address = text(inner, 'address') ?? '';
  if (address === '') throw badRequest('The email address of a recipient is missing.', 'ErrorMissingEmailAddress');
  if (!SMTP_ADDRESS.test(address)) {
    throw badRequest(`At least one recipient is not valid., Recipient '${address}' is not resolved.`, 'ErrorInvalidRecipients');
  }
  return { name: text(inner, 'name') ?? '', address };
}

function onlyKnown(value: Fields, known: ReadonlySet<string>, type: string): void {
  for (const name of Object.keys(value)) {
    if (!known.has(name)) throw badRequest(`The property '${name}' does not exist on type '${type}'.`, 'RequestBodyRead');
  }
}

function fields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType(`${what} is not an object`);
  return value as Fields;
}

function list(request: Fields, name: string): readonly unknown[] {
  const value = request[name];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw wrongType(`${name} is not a list`);
  return value;
}

function text(value: Fields, name: string): string | undefined {
  const found = value[name];
  return found === undefined || found === null ? undefined : asText(found, name);
}

function asText(value: unknown, name: string): string {
  if (typeof value !== 'string') throw wrongType(`${name} is not a string`);
  return value;
}

function flag(value: Fields, name: string): boolean | undefined {
  const found = value[name];
  if (found === undefined) return undefined;
  if (typeof found !== 'boolean') throw wrongType(`${name} is not a boolean`);
  return found;
}

function oneOf(value: string, allowed: readonly string[], name: string): string {
  if (!allowed.includes(value)) throw wrongType(`${name} is none of ${allowed.join(', ')}`);
  return value;
}

const wrongType = (message: string): GraphFailure => badRequest(message, 'UnableToDeserializePostBody');

/** Node's decoder skips what it does not know and takes the alphabet for URLs too: what it made tells whether it skipped anything. */
function decodeBase64(value: string): Buffer | undefined {
  const padding = value.endsWith('==') ? 2 : value.endsWith('=') ? 1 : 0;
  const content = Buffer.from(value, 'base64');
  const isWhole = value.length % 4 === 0 && content.length === (value.length / 4) * 3 - padding;
  return isWhole && !value.includes('-') && !value.includes('_') ? content : undefined;
}
