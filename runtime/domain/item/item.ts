import type { Problem } from '../failure/problem';

/** A display name and an address as the item shows them, decoded and cleaned; `address` may be empty or no valid SMTP address. */
export interface DisplayAddress {
  readonly name: string;
  readonly address: string;
}

export type ItemKind = 'message' | 'call' | 'deleted' | 'edited';

/** Where a participant stands in the item. `owner`: only named by an owner header, in none of the address fields. */
export type ParticipantRole = 'from' | 'to' | 'cc' | 'bcc' | 'owner';

/** A person in an item. */
export interface Participant {
  readonly role: ParticipantRole;
  /** Without the phone number; '' when the item shows none. `UNKNOWN` and `EMPTY_ADDRESS` stay as they are. */
  readonly name: string;
  /** Digits only, 7 to 15, without plus or leading `00`; undefined when none is shown. */
  readonly phone: string | undefined;
  /** The address shown beside the participant when it is one valid SMTP address; undefined for `<>` and everything doubtful. */
  readonly address: string | undefined;
  /** The address can be read in more than one way (quoted local part, comment, nested brackets ...): never routed by it. */
  readonly isAddressAmbiguous: boolean;
}

/** The archived user whose phone recorded the item, as far as the item names one. */
export interface ItemOwner {
  readonly phone: string | undefined;
  readonly address: string | undefined;
  readonly knownFrom: 'owner-header' | 'email-property';
}

/** The item's *User's Email address* field. `fieldCount` over 1 makes the item ambiguous; several addresses in one field are normal. */
export interface EmailProperty {
  readonly fieldCount: number;
  /** Lower-case, valid, in order, each once. */
  readonly addresses: readonly string[];
}

export type TransferEncoding = 'identity' | 'base64' | 'quoted-printable';

/** An attachment by its place in the item; its bytes are read when they are needed. */
export interface Attachment {
  /** Clean: no CR, LF, NUL, bidi controls or path; never empty. */
  readonly name: string;
  readonly contentType: string;
  /** Decoded size in bytes. */
  readonly bytes: number;
  /** Of the decoded bytes, hex. */
  readonly sha256: string;
  readonly isInline: boolean;
  readonly contentId: string | undefined;
  readonly encoding: TransferEncoding;
  /** Where its encoded body stands in the item: byte offsets, end excluded. */
  readonly start: number;
  readonly end: number;
  /** The encoded body is strict base64 but for line ends, so it can be sent on without decoding. */
  readonly isCleanBase64: boolean;
}

/** A field that says who took part stands there more than once: whoever forged one of them may have forged the rest. */
export type IdentityConflict = 'from-repeated' | 'owner-repeated';

/** What the connector reads in one EML. The bytes themselves stay in the package. */
export interface Item {
  /** SHA-256 of the item's bytes, hex. */
  readonly itemId: string;
  readonly byteLength: number;
  readonly kind: ItemKind;
  /** `other` only by positive evidence (subject, source type): WhatsApp, SMS and their like. */
  readonly archiver: 'signal' | 'other';
  /** Which archiver the evidence names, for people; undefined for Signal. */
  readonly otherArchiver: string | undefined;
  readonly subject: string;
  readonly from: DisplayAddress | undefined;
  readonly to: readonly DisplayAddress[];
  readonly cc: readonly DisplayAddress[];
  /** The sent time as the item states it, however absurd; undefined when there is none. */
  readonly date: Date | undefined;
  /** As in the item, without angle brackets; undefined when there is none. */
  readonly messageId: string | undefined;
  /** The text body with LF line ends; of an HTML-only item its text. */
  readonly text: string;
  /** The HTML body as decoded, not cleaned; undefined when the item has a text body or none. */
  readonly html: string | undefined;
  readonly attachments: readonly Attachment[];
  readonly participants: readonly Participant[];
  readonly owner: ItemOwner | undefined;
  readonly emailProperty: EmailProperty;
  /** Any of them makes the item ambiguous as a whole, as two fields of the email property do. */
  readonly identityConflicts: readonly IdentityConflict[];
  /** Stable name of the chat (group id or name, or the pair of numbers), for the thread; never shown. */
  readonly chat: string;
  /** Version 1 identity of the message, hex (architecture, section 6). */
  readonly messageIdentity: string;
  /** The vendor's message id after normalisation; undefined when the item has none. */
  readonly sourceMessageId: string | undefined;
  /** Name and raw (unfolded) value, in order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly problems: readonly Problem[];
}

/** The item cannot be used: its bytes are kept and it is held as `quarantined` with this reason. */
export interface UnreadableItem {
  readonly itemId: string;
  readonly byteLength: number;
  readonly unreadable: Problem;
}

export function isReadable(item: Item | UnreadableItem): item is Item {
  return !('unreadable' in item);
}
