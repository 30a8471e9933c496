import type { IncomingMessage } from 'node:http';

export interface TinyUser {
  readonly id: string;
  readonly userPrincipalName: string;
}

export interface TinyCopy {
  readonly id: string;
  readonly mailbox: string;
  folder: string;
  readonly createdAt: number;
  /** As it was posted, without attachments. */
  readonly message: TinyMessage;
  readonly properties: ReadonlyMap<string, string>;
  readonly attachments: { readonly name: string; readonly content: Buffer }[];
}

export interface TinyMessage {
  readonly subject: string;
  readonly body: { readonly contentType: string; readonly content: string };
  readonly from: TinyRecipient;
  readonly toRecipients: readonly TinyRecipient[];
}

export interface TinyRecipient {
  readonly emailAddress: { readonly name: string; readonly address: string };
}

export interface TinyFolder {
  readonly id: string;
  readonly mailbox: string;
  readonly name: string;
  readonly isHidden: boolean;
  readonly properties: ReadonlyMap<string, string>;
}

export interface Session {
  readonly copy: TinyCopy;
  readonly name: string;
  readonly size: number;
  readonly parts: Buffer[];
}

export interface Property {
  readonly id: string;
  readonly value: string;
}

export interface Answer {
  readonly status: number;
  readonly json?: unknown;
}

export interface PostedAttachment {
  readonly name: string;
  readonly contentBytes: string;
}

export const attachmentOf = ({ name, contentBytes }: PostedAttachment) => ({ name, content: Buffer.from(contentBytes, 'base64') });

export const mapOf = (properties: readonly Property[] = []): ReadonlyMap<string, string> =>
  new Map(properties.map(({ id, value }) => [id, value]));

/** The one form of filter that asks for an extended property. */
export function propertyIn(filter: string): Property | undefined {
  const [, id, value] = /^singleValueExtendedProperties\/any\(ep:ep\/id eq '([^']+)' and ep\/value eq '([^']+)'\)$/i.exec(filter) ?? [];
  return id === undefined || value === undefined ? undefined : { id, value };
}

export const problem = (status: number, code: string): Answer => ({ status, json: { error: { code, message: code } } });

export async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
