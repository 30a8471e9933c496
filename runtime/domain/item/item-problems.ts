import type { Problem } from '../failure/problem';

interface ItemProblemText {
  /** What was found. */
  readonly meaning: string;
  /** What a person can do about it. */
  readonly action: string;
}

const NOTHING_TO_DO = 'Nothing; the item was read.';
const ASK_VENDOR = 'Nothing for this item; if many items show it, send one to TeleMessage support.';

/** Everything that can be wrong with an item. The first three make it unreadable (held as `quarantined`); with all others it is read. */
export const ITEM_PROBLEMS = {
  'empty-item': { meaning: 'The item has no bytes.', action: 'Ask TeleMessage to send the package again.' },
  'not-a-mail': {
    meaning: 'The bytes are no mail: there is neither a mail header nor readable text.',
    action: 'Look at the file in the package; ask TeleMessage to send it again if it is damaged.',
  },
  'item-not-processed': {
    meaning: 'The connector itself failed at this item; its bytes are kept, and no other item is concerned.',
    action: 'Report it with the log line *Item could not be processed*. After an update release the item: it is read again.',
  },

  'no-header': {
    meaning: 'The item has no mail header; all of it is taken for text.',
    action: 'Look at the item: without participants it stays not imported.',
  },
  'header-too-large': {
    meaning: 'A header is longer than the reader keeps; the rest of it was not read.',
    action: 'Look at the item; participants named only in that rest get no copy.',
  },
  'header-line-unreadable': { meaning: 'A line in a header is no header field and was left out.', action: ASK_VENDOR },
  'blank-line-missing': {
    meaning: 'No blank line stands between header and text; the text was taken from where the header ends.',
    action: NOTHING_TO_DO,
  },
  'header-repeated': {
    meaning: 'A header field that may stand once stands there several times with different values; the first one counts.',
    action: ASK_VENDOR,
  },
  'from-repeated': {
    meaning: 'The From field stands there several times; senders that differ are not trusted.',
    action: 'Look at the item: it may be forged. It is held as ambiguous; a replay delivers it without senders that contradict each other.',
  },
  'from-missing': { meaning: 'The item names no sender.', action: NOTHING_TO_DO },
  'date-missing': { meaning: 'The item has no sent time.', action: 'Nothing; the time of arrival is used.' },
  'date-invalid': { meaning: 'The sent time cannot be read or does not exist.', action: 'Nothing; the time of arrival is used.' },
  'date-without-zone': { meaning: 'The sent time names no time zone; UTC was assumed.', action: NOTHING_TO_DO },
  'message-id-missing': {
    meaning: 'The item carries no message id; it is identified by its bytes.',
    action:
      'Check MESSAGE_ID_HEADERS with `signal-archive headers <file>`; without an id, the captures of several phones are not recognised as one message.',
  },

  'boundary-missing': { meaning: 'A multipart names no boundary.', action: ASK_VENDOR },
  'end-missing': {
    meaning: 'The last boundary of a multipart is missing; the item may be cut short.',
    action: 'Compare the item with the one in TeleMessage.',
  },
  'no-parts': { meaning: 'A multipart has no parts; its text was taken as it is.', action: ASK_VENDOR },
  'text-after-end': { meaning: 'Text stands after the end of a multipart; it is not shown.', action: 'Open the original item to see it.' },
  'too-many-parts': {
    meaning: 'The item has more parts than the reader follows; the rest is one attachment.',
    action: 'Open the original item to see the parts.',
  },
  'nesting-too-deep': {
    meaning: 'Parts are nested deeper than the reader follows; the inner ones are one attachment.',
    action: 'Open the original item to see the parts.',
  },
  'encoding-unknown': { meaning: 'A transfer encoding is not known; the part was taken as it stands.', action: ASK_VENDOR },
  'base64-damaged': {
    meaning: 'Base64 of a part is damaged; what can be decoded was decoded.',
    action: 'Compare the attachment with the one in TeleMessage.',
  },

  'charset-unknown': { meaning: 'A character set is not known; UTF-8 or windows-1252 was used.', action: NOTHING_TO_DO },
  'charset-mismatch': { meaning: 'The text is not in the character set that it names; another one was used.', action: NOTHING_TO_DO },
  'text-damaged': { meaning: 'Some characters of the text could not be decoded.', action: 'Open the original item to see its bytes.' },
  'body-too-large': {
    meaning: 'The text is longer than a copy can hold; it was cut there, and the whole of it is an attachment.',
    action: NOTHING_TO_DO,
  },
  'opaque-body': {
    meaning: 'The text is one block of base64, as the vendor writes encrypted bodies; it was left unchanged.',
    action: 'Ask TeleMessage whether bodies are encrypted for this account.',
  },

  'address-ambiguous': {
    meaning: 'An address can be read in more than one way; it is never used for delivery.',
    action: 'Look at the item: it may be forged. Map the number if it is one of your users.',
  },
  'no-number': {
    meaning: 'No participant shows a phone number, so the custom mapping cannot match anybody.',
    action: 'Ask TeleMessage for a participant format with the mobile number (formats 1 to 5).',
  },
  'too-many-participants': {
    meaning: 'A field names more participants than the reader follows.',
    action: 'Open the original item to see them.',
  },
  'email-property-repeated': {
    meaning: "The User's Email address field stands there several times.",
    action: 'Look at the item: it may be forged. It is held as ambiguous.',
  },
  'email-property-unreadable': {
    meaning: "The User's Email address field holds something that is no valid address; it was left out.",
    action: ASK_VENDOR,
  },
  'owner-repeated': {
    meaning: 'The owner fields name different owners; nobody is taken for the owner.',
    action: 'Look at the item: it may be forged. It is held as ambiguous; a replay delivers it without an owner.',
  },
  'owner-unreadable': {
    meaning: 'The owner field names neither a number nor an address.',
    action: 'Check OWNER_HEADERS with `signal-archive headers <file>`.',
  },
  'source-type-unknown': {
    meaning: 'The source type is not one that the connector knows; the item is taken for a Signal item.',
    action: 'Check SOURCE_TYPE_HEADERS with `signal-archive headers <file>`.',
  },
} as const satisfies Record<string, ItemProblemText>;

export type ItemProblemCode = keyof typeof ITEM_PROBLEMS;

/** Collects an item's problems: one entry a code, so that a hostile item cannot fill the memory with them. */
export class ItemProblemList {
  private readonly found = new Map<ItemProblemCode, { detail: string; count: number }>();

  /** `detail` names what and where, never content of the message. */
  add(code: ItemProblemCode, detail = ''): void {
    const known = this.found.get(code);
    if (known === undefined) this.found.set(code, { detail, count: 1 });
    else known.count++;
  }

  has(code: ItemProblemCode): boolean {
    return this.found.has(code);
  }

  list(): readonly Problem[] {
    return [...this.found].map(([code, { detail, count }]) => ({ code, detail: describe(code, detail, count) }));
  }
}

function describe(code: ItemProblemCode, detail: string, count: number): string {
  const text = detail === '' ? ITEM_PROBLEMS[code].meaning : detail;
  return count === 1 ? text : `${text} (${count} times)`;
}
