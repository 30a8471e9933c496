/** Subjects as the app and the server write them (facts: source-telemessage 2.1). They are the vendor's words, never the user's. */

/** `DELETED For All READ `, with U+2013 or a hyphen in older versions; `DELETED For Me `. */
const DELETED = /^DELETED\s+For\s+(?:All|Me)\b\s*(?:[-\u2013\u2014]\s*)?(?:(?:READ|UNREAD|UNKNOWN)\b\s*)?(?:[-\u2013\u2014]\s*)?/i;
const EDITED = /^EDIT\s*(?:[-\u2013\u2014]\s*)?(?:READ|UNREAD|UNKNOWN)\b\s*(?:[-\u2013\u2014]\s*)?/i;
const CALL =
  /^(?:signal\s+)?(?:(?:incoming|outgoing|missed|rejected|busy|group)\s+)*(?:voice\s+|video\s+|audio\s+)?call\b(?:\s+log\b)?\s+(?:from|to|with)\b/i;
const MESSAGE = /^(?<archiver>[\p{L}\d][\p{L}\d ]{0,40}?)\s+message\s+from\s/iu;
const OTHER_CALL = /^(?<archiver>whatsapp|sms|mms|telegram|wechat|imessage|viber|teams|webex)\b/i;
const GROUP = /\sto\s+chat\s+group\s(?<group>.*)$/is;

export interface VendorSubject {
  readonly kind: 'message' | 'call' | 'deleted' | 'edited' | undefined;
  /** The archiver that the subject names, as written. */
  readonly archiver: string | undefined;
  /** Name of the group chat. */
  readonly group: string | undefined;
}

export function readVendorSubject(subject: string): VendorSubject {
  const text = subject.trim();
  const kind = DELETED.test(text) ? 'deleted' : EDITED.test(text) ? 'edited' : undefined;
  const plain = text.replace(DELETED, '').replace(EDITED, '');
  const archiver = MESSAGE.exec(plain)?.groups?.['archiver'] ?? OTHER_CALL.exec(plain)?.groups?.['archiver'];
  const group = GROUP.exec(plain)?.groups?.['group']?.trim();
  return {
    kind: kind ?? (CALL.test(plain) ? 'call' : archiver === undefined ? undefined : 'message'),
    archiver,
    group: archiver === undefined || group === '' ? undefined : group,
  };
}

/** Whether a subject is one that the vendor writes. */
export function isVendorSubject(subject: string): boolean {
  const { kind, archiver } = readVendorSubject(subject);
  return kind !== undefined || archiver !== undefined;
}
