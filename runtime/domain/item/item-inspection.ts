import type { Problem } from '../failure/problem';
import type { Attachment, DisplayAddress, EmailProperty, Item, ItemKind, ItemOwner, ParticipantRole, UnreadableItem } from './item';
import { isReadable } from './item';

export interface InspectedParticipant {
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly role: ParticipantRole;
  /** Only there when it is so: the address shown can be read in more than one way, and `email` is null. */
  readonly isAddressAmbiguous?: true;
}

/** One line of `signal-archive inspect`. The fields up to `problems` are a contract with outside tools; the ones after it may grow. */
export interface ItemInspection {
  readonly file: string;
  readonly itemId: string;
  readonly subject: string;
  readonly from: DisplayAddress | null;
  readonly to: readonly DisplayAddress[];
  readonly cc: readonly DisplayAddress[];
  /** ISO 8601, UTC. */
  readonly date: string | null;
  /** Of the Message-ID field, without angle brackets. */
  readonly messageId: string | null;
  /** LF line ends. */
  readonly text: string;
  readonly attachments: readonly Pick<Attachment, 'name' | 'contentType' | 'bytes' | 'sha256'>[];
  readonly participants: readonly InspectedParticipant[];
  /** Unfolded, not decoded. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly problems: readonly Problem[];
  readonly isReadable: boolean;
  readonly byteLength: number;
  readonly kind: ItemKind | null;
  readonly archiver: string | null;
  readonly messageIdentity: string | null;
  readonly sourceMessageId: string | null;
  readonly chat: string | null;
  readonly owner: { readonly phone: string | null; readonly email: string | null; readonly knownFrom: ItemOwner['knownFrom'] } | null;
  readonly emailProperty: EmailProperty;
}

/** What the connector reads in one item, for people and for tools. `file`: where it was found, as it is to be printed. */
export function inspectItem(file: string, item: Item | UnreadableItem): ItemInspection {
  return isReadable(item) ? inspectReadable(file, item) : inspectUnreadable(file, item);
}

function inspectReadable(file: string, item: Item): ItemInspection {
  return {
    file,
    itemId: item.itemId,
    subject: item.subject,
    from: item.from ?? null,
    to: item.to,
    cc: item.cc,
    date: item.date?.toISOString() ?? null,
    messageId: item.messageId ?? null,
    text: item.text,
    attachments: item.attachments.map(({ name, contentType, bytes, sha256 }) => ({ name, contentType, bytes, sha256 })),
    participants: item.participants.map(({ name, phone, address, role, isAddressAmbiguous }) => ({
      name,
      phone: phone ?? null,
      email: address ?? null,
      role,
      ...(isAddressAmbiguous ? { isAddressAmbiguous } : {}),
    })),
    headers: item.headers,
    problems: item.problems,
    isReadable: true,
    byteLength: item.byteLength,
    kind: item.kind,
    archiver: item.otherArchiver ?? 'Signal',
    messageIdentity: item.messageIdentity,
    sourceMessageId: item.sourceMessageId ?? null,
    chat: item.chat,
    owner:
      item.owner === undefined
        ? null
        : { phone: item.owner.phone ?? null, email: item.owner.address ?? null, knownFrom: item.owner.knownFrom },
    emailProperty: item.emailProperty,
  };
}

function inspectUnreadable(file: string, item: UnreadableItem): ItemInspection {
  return {
    file,
    itemId: item.itemId,
    subject: '',
    from: null,
    to: [],
    cc: [],
    date: null,
    messageId: null,
    text: '',
    attachments: [],
    participants: [],
    headers: [],
    problems: [item.unreadable],
    isReadable: false,
    byteLength: item.byteLength,
    kind: null,
    archiver: null,
    messageIdentity: null,
    sourceMessageId: null,
    chat: null,
    owner: null,
    emailProperty: { fieldCount: 0, addresses: [] },
  };
}
