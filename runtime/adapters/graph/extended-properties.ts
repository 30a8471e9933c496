import type { CopyKeyKind, MessageFlags } from '../../domain/copy/mailbox-copy';

/** The one GUID of all our named properties; it never changes: copies are found by it for as long as they exist. */
const PROPERTY_SET = '{6f1b8f52-3c5c-4b0e-9d6a-5a3f0c1e7d42}';

const ownProperty = (name: string): string => `String ${PROPERTY_SET} Name ${name}`;

/** Ids of MAPI properties as Graph's `singleValueExtendedProperties` spells them (names are case-sensitive there). */
export const ExtendedProperty = {
  /** PidTagMessageClass. */
  MessageClass: 'String 0x001A',
  /** PidTagMessageFlags; only at creation does a value without bit 0x8 make a message that is no draft. */
  MessageFlags: 'Integer 0x0E07',
  /** PidTagClientSubmitTime: `sentDateTime` itself is not honoured on POST. */
  SubmitTime: 'SystemTime 0x0039',
  /** PidTagMessageDeliveryTime: `receivedDateTime` itself is not honoured on POST. */
  DeliveryTime: 'SystemTime 0x0E06',
  /** PidTagInternetReferences: Graph groups messages with one root into one conversation. */
  References: 'String 0x1039',
  ImportKey: ownProperty('SignalArchiveImportKey'),
  StubKey: ownProperty('SignalArchiveStubKey'),
  ItemId: ownProperty('SignalArchiveItemId'),
  PackageSha256: ownProperty('SignalArchivePackageSha256'),
  SourceMessageId: ownProperty('SignalArchiveSourceMessageId'),
  MatchedBy: ownProperty('SignalArchiveMatchedBy'),
  MappingVersion: ownProperty('SignalArchiveMappingVersion'),
  OriginalDate: ownProperty('SignalArchiveOriginalDate'),
  /** On a folder of ours: `archive` or `staging`. */
  Folder: ownProperty('SignalArchiveFolder'),
} as const;

/** Read and not unsent: no draft, no unread badge. */
export const READ_AND_SENT: MessageFlags = 1;

export function keyProperty(kind: CopyKeyKind): string {
  return kind === 'import' ? ExtendedProperty.ImportKey : ExtendedProperty.StubKey;
}

/** A value of type SystemTime: UTC, whole seconds. */
export function systemTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
