/** One row of a table that docs, page and command line show. */
export interface ReasonText {
  readonly meaning: string;
  /** Who can do something about it. */
  readonly whoActs: string;
  readonly whatToDo: string;
}

/** Why something is held. Every held entry is re-openable; none is a legal hold. */
export const HELD_REASONS = {
  unmatched: {
    meaning: 'Somebody in the item should have a mailbox, but neither mapping row nor address names a valid one.',
    whoActs: 'administrator',
    whatToDo: 'Add or correct the mapping row and activate the mapping; the items follow by themselves.',
  },
  ambiguous: {
    meaning: 'More than one mailbox is possible, and the connector does not guess.',
    whoActs: 'administrator',
    whatToDo: 'Choose the mailbox (mapping row with validity dates, or the directory), then replay.',
  },
  oversize: {
    meaning: "The item is over the mailbox's size limit; a stub with the list of attachments stands in for it.",
    whoActs: 'Exchange administrator',
    whatToDo: 'Raise MaxReceiveSize and MaxSendSize of the mailbox, then replay: the whole item follows.',
  },
  quarantined: {
    meaning: 'The item cannot be read. Its bytes are kept unchanged.',
    whoActs: 'TeleMessage',
    whatToDo: 'Ask for the item again, or release it as it is; a release is a recorded act.',
  },
  'rejected-package': {
    meaning: 'The package is not what its manifest says. Its readable items are kept, and none is imported.',
    whoActs: 'TeleMessage',
    whatToDo: 'Ask for the package again: the corrected one imports all of them. Or release its items; a release is a recorded act.',
  },
  'not-in-scope': {
    meaning: "The mailbox is right, but the connector may not open it: it is outside the connector's Exchange scope, or no pilot mailbox.",
    whoActs: 'Exchange administrator',
    whatToDo: 'Add the mailbox to the scope (Exchange needs up to 2 hours) or to PILOT_MAILBOXES, then replay.',
  },
  'other-archiver': {
    meaning: 'The item says that it comes from another archiver (WhatsApp, SMS).',
    whoActs: 'administrator',
    whatToDo: 'Enable that archiver in OTHER_ARCHIVERS, then replay; or leave the items here.',
  },
  'mailbox-unavailable': {
    meaning: 'The mailbox does not open or takes nothing: inactive, unlicensed, on-premises, gone or full.',
    whoActs: 'Exchange administrator',
    whatToDo: 'License, recover or free the mailbox; the items are tried again daily. Or map the number to another mailbox.',
  },
  'attempts-exhausted': {
    meaning: 'Every try ended without a clear answer of Exchange.',
    whoActs: 'administrator',
    whatToDo: 'Look at the service health of Exchange Online, then replay: the connector looks for the copy before it makes one.',
  },
} as const satisfies Record<string, ReasonText>;

export type HeldReason = keyof typeof HELD_REASONS;
