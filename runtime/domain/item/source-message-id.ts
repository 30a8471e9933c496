import { cleanLine } from './clean-text';

/** `<sentMillis>_<senderDigits>`, after the prefix of a companion item: the form that the app writes (facts: source-telemessage 2.1). */
const VENDOR_FORM = /^(?:DELETE_FOR_ALL-|DELETE_FOR_ME-|DELETE_ALL_MESSAGES-|EDIT-)?[0-9]{1,17}_[0-9]{1,20}$/;
/** What newer apps and other flavours append to the same id. */
const APPENDED = /(?:_0|-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;
const AT_HOST = /@[^@]*$/;
const MAX_ID_LENGTH = 998;

/**
 * The vendor's message id in one spelling, so that captures by different app versions agree: angle brackets, `@host`, `-<uuid>` and `_0` go,
 * but only when what remains has the vendor's form; the prefix of a deletion or edit stays. Undefined when nothing is there.
 */
export function normaliseSourceMessageId(raw: string): string | undefined {
  const bare = withoutBrackets(cleanLine(raw, MAX_ID_LENGTH));
  if (bare === '') return undefined;
  for (let id = bare; ; ) {
    if (VENDOR_FORM.test(id)) return id;
    const shorter = AT_HOST.test(id) ? id.replace(AT_HOST, '') : id.replace(APPENDED, '');
    if (shorter === id) return bare;
    id = shorter;
  }
}

/** Whether an id that is already normalised has the vendor's form: then it alone says when and by whom the message was sent. */
export function isVendorMessageId(raw: string): boolean {
  return VENDOR_FORM.test(normaliseSourceMessageId(raw) ?? '');
}

/** The Message-ID as the item carries it, without angle brackets. */
export function messageIdOf(raw: string | undefined): string | undefined {
  const bare = raw === undefined ? '' : withoutBrackets(cleanLine(raw, MAX_ID_LENGTH));
  return bare === '' ? undefined : bare;
}

function withoutBrackets(id: string): string {
  return (/^<([^<>]*)>/.exec(id)?.[1] ?? id.replace(/^<|>$/g, '')).trim();
}
