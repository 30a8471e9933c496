import { createHash } from 'node:crypto';
import type { ItemOwner } from './item';
import { isVendorMessageId } from './source-message-id';

export interface IdentityParts {
  /** After normalisation. */
  readonly sourceMessageId: string | undefined;
  readonly sentAt: Date | undefined;
  readonly owner: ItemOwner | undefined;
  /** Of each text leaf, in order (see TextDigest). */
  readonly textDigests: readonly string[];
  /** SHA-256 of each attachment's decoded bytes. */
  readonly attachmentDigests: readonly string[];
  /** SHA-256 of the message's bytes: of the inner one when the item is a journal report. */
  readonly bytesDigest: string;
}

const VERSION = 'signal-archive/message-identity/1';
const DELETED_FOR_ME = 'DELETE_FOR_ME-';

/**
 * The identity of a message, version 1, hex: the same for every capture of one message, whoever's phone recorded it and however it was
 * transported. It decides for ever what is imported once, so it depends on nothing that a better reader could read differently; golden
 * vectors in test/golden guard it (docs/decisions/message-identity.md).
 */
export function messageIdentity(parts: IdentityParts): string {
  const { sourceMessageId, sentAt, owner, textDigests, attachmentDigests, bytesDigest } = parts;
  if (sourceMessageId === undefined) return digest([VERSION, `bytes ${bytesDigest}`]);

  const lines = [VERSION, `id ${sourceMessageId}`];
  // The vendor's id holds the sent time; captures of one message may carry different ones in their Date field.
  if (!isVendorMessageId(sourceMessageId)) lines.push(`sent ${sentAt?.getTime() ?? 'unknown'}`);
  // Everybody may delete a message for himself: each of these is a message of its own.
  if (sourceMessageId.startsWith(DELETED_FOR_ME)) lines.push(`owner ${owner?.phone ?? owner?.address ?? 'unknown'}`);
  for (const text of textDigests) lines.push(`text ${text}`);
  for (const attachment of attachmentDigests.toSorted()) lines.push(`attachment ${attachment}`);
  return digest(lines);
}

function digest(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
