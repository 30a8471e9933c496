import type { ItemKind } from './item';
import type { VendorSubject } from './vendor-subject';

/** Values of the vendor's `messageContext` and `messageType` that name a call (facts: source-telemessage 2.1). */
const CALL_CONTEXT = /^(?:call|call[-_ ]?log|voice[-_ ]?call|video[-_ ]?call)$/i;
const EVENT_CONTEXT = /^event$/i;
/** Lines that only the bodies of companion items hold. */
const DELETED_BODY = /^Original Message \(Msg ID - /m;
const EDITED_BODY = /^Edited Text:/m;
const BODY_SEARCH_LENGTH = 8_192;

/**
 * What an item records. The prefix of its id says it best, then the subject, both written by the vendor; a kind header names calls. `event`
 * alone says only that it is a companion of another item, so the body decides.
 */
export function itemKind(
  sourceMessageId: string | undefined,
  subject: VendorSubject,
  kindValues: readonly string[],
  text: string,
): ItemKind {
  const fromId = kindOfId(sourceMessageId ?? '');
  if (fromId !== undefined) return fromId;
  if (subject.kind === 'deleted' || subject.kind === 'edited') return subject.kind;
  if (subject.kind === 'call' || kindValues.some((value) => CALL_CONTEXT.test(value))) return 'call';

  const beginning = text.slice(0, BODY_SEARCH_LENGTH);
  if (!kindValues.some((value) => EVENT_CONTEXT.test(value))) return 'message';
  return EDITED_BODY.test(beginning) ? 'edited' : DELETED_BODY.test(beginning) ? 'deleted' : 'message';
}

function kindOfId(id: string): ItemKind | undefined {
  if (/^DELETE_(?:FOR_ALL|FOR_ME|ALL_MESSAGES)-/.test(id)) return 'deleted';
  return id.startsWith('EDIT-') ? 'edited' : undefined;
}
