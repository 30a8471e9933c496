import type { ReasonText } from './held-reasons';

const ADMINISTRATOR = 'administrator';

/** Why a participant, or an item as a whole, has no mailbox: the details behind the held reasons `unmatched` and `ambiguous`. */
export const ROUTING_REASONS = {
  'row-names-nobody': {
    meaning: 'The mapping row of the number names an address that no user of the directory has.',
    whoActs: ADMINISTRATOR,
    whatToDo: 'Correct the mailbox in the row, or create the user; held items follow.',
  },
  'row-names-a-guest': {
    meaning: 'The mapping row of the number names a guest, who has no mailbox here.',
    whoActs: ADMINISTRATOR,
    whatToDo: 'Name the mailbox of a member in the row.',
  },
  'row-outside-domains': {
    meaning: 'The mapping row of the number names an address outside the allowed domains.',
    whoActs: ADMINISTRATOR,
    whatToDo: 'Correct the row, or add the domain to ALLOWED_DOMAINS.',
  },
  'row-not-valid-then': {
    meaning: 'The number has mapping rows, but none that was valid when the item was sent.',
    whoActs: ADMINISTRATOR,
    whatToDo: 'Add a row for that time, or answer "Not ours".',
  },
  'address-names-nobody': {
    meaning: 'The address beside the participant is inside the allowed domains, but no user of the directory has it.',
    whoActs: ADMINISTRATOR,
    whatToDo: 'Add a mapping row for the number, or the address to the user.',
  },
  'address-names-a-guest': {
    meaning: 'The address beside the participant belongs to a guest, who has no mailbox here.',
    whoActs: ADMINISTRATOR,
    whatToDo: 'Add a mapping row for the number, or answer "Not ours".',
  },
  'automatic-mapping-off': {
    meaning:
      'The participant shows an address of ours, but addresses are not used while AUTOMATIC_MAPPING is off, and the number has no row.',
    whoActs: ADMINISTRATOR,
    whatToDo: 'Add a mapping row for the number.',
  },
  'owner-without-mailbox': {
    meaning: 'The phone that recorded the item has neither a mapping row nor an address of ours.',
    whoActs: ADMINISTRATOR,
    whatToDo: 'Add a mapping row for the number.',
  },
  'nobody-matched': {
    meaning: 'No participant of the item has a mailbox.',
    whoActs: ADMINISTRATOR,
    whatToDo: 'Add a mapping row for one of the numbers.',
  },
  'sent-time-unknown': {
    meaning: 'The number has several mapping rows, and the sent time of the item cannot be trusted: more than one row may be right.',
    whoActs: ADMINISTRATOR,
    whatToDo: 'Choose the mailbox and replay the item.',
  },
  'number-re-assigned': {
    meaning: 'The item is older than the mapping version that gave its number to another person.',
    whoActs: ADMINISTRATOR,
    whatToDo: 'Check whom the item belongs to, then replay it; or give the rows validity dates.',
  },
  'names-several-users': {
    meaning: 'The address belongs to several users of the directory.',
    whoActs: ADMINISTRATOR,
    whatToDo: 'Remove the address from all but one user, or add a mapping row that names one of them by another address.',
  },
  'address-unclear': {
    meaning: 'The address beside the participant can be read in more than one way.',
    whoActs: ADMINISTRATOR,
    whatToDo: 'Look at the item: it may be forged. Add a mapping row for the number, or answer "Not ours".',
  },
  'email-property-unplaced': {
    meaning: "The User's Email address field names a mailbox that stands beside no participant, and others were matched by their number.",
    whoActs: ADMINISTRATOR,
    whatToDo: 'Add a mapping row for the number that the address belongs to, or answer "Not ours".',
  },
  'from-repeated': {
    meaning: 'The item carries more than one From field.',
    whoActs: ADMINISTRATOR,
    whatToDo: 'Look at the item: it may be forged. A replay delivers it without senders that contradict each other.',
  },
  'owner-repeated': {
    meaning: 'The item names several owners, and only one phone can have recorded it.',
    whoActs: ADMINISTRATOR,
    whatToDo: 'Look at the item: it may be forged. A replay delivers it to the other participants.',
  },
  'email-property-repeated': {
    meaning: "The item carries the User's Email address field more than once.",
    whoActs: ADMINISTRATOR,
    whatToDo: 'Look at the item: it may be forged. A replay delivers it without that field.',
  },
} as const satisfies Record<string, ReasonText>;

export type RoutingReason = keyof typeof ROUTING_REASONS;
