/** How a reason is explained to people: what happened, who acts, and what they do. */
export interface HeldReasonWords {
  readonly heading: string;
  readonly meaning: string;
  /** Who acts. */
  readonly actor: 'You' | 'Exchange administrator' | 'TeleMessage';
  readonly action: string;
}

/** One entry for each reason of the architecture's word list, and for `failed`. */
const WORDS = {
  unmatched: {
    heading: 'No mailbox for the number',
    meaning: 'Neither a valid mapping row nor a valid address names a mailbox. The items follow as soon as one exists.',
    actor: 'You',
    action: 'add the row and activate the mapping, or answer "Not ours"',
  },
  ambiguous: {
    heading: 'More than one mailbox possible',
    meaning: 'Several rows or several users fit, and nothing in the item says which.',
    actor: 'You',
    action: 'choose the mailbox, then replay',
  },
  oversize: {
    heading: 'Too large for the mailbox',
    meaning: 'A stub stands in the mailbox: same sender and times, with the list of attachments and their hashes.',
    actor: 'Exchange administrator',
    action: 'raise MaxReceiveSize and MaxSendSize of the mailbox, then replay: the whole item follows',
  },
  quarantined: {
    heading: 'Item cannot be read',
    meaning: 'Its bytes are kept unchanged.',
    actor: 'TeleMessage',
    action: 'send the item again; or release it as it is, which is a recorded act',
  },
  'rejected-package': {
    heading: 'Package is not what its manifest says',
    meaning: 'All readable items are kept. None is imported before the corrected package arrives or this one is released.',
    actor: 'TeleMessage',
    action: 'send the package again; or release its items, which is a recorded act',
  },
  'not-in-scope': {
    heading: 'The connector may not open the mailbox',
    meaning: 'The mailbox is mapped, but outside the scope of the connector in Exchange.',
    actor: 'Exchange administrator',
    action: 'add the mailbox to the scope, wait up to 2 h, then replay',
  },
  'other-archiver': {
    heading: 'Item of another archiver',
    meaning: 'Its subject or source type says that it is no Signal item.',
    actor: 'You',
    action: 'enable the archiver in the configuration of the stack, then replay; or leave them',
  },
  'mailbox-unavailable': {
    heading: 'The mailbox cannot take items',
    meaning: 'It is inactive, full, unlicensed or on-premises.',
    actor: 'Exchange administrator',
    action: 'recover the mailbox; or map the number to another one',
  },
  'attempts-exhausted': {
    heading: 'Every try failed',
    meaning: 'Exchange gave no clear answer five times, or the run closed before the mailbox was free.',
    actor: 'You',
    action: 'nothing: the next run tries again; replay to try at once',
  },
  failed: {
    heading: 'Refused for a reason nobody knows yet',
    meaning: 'Exchange answered something that the connector does not know, or did not do what was asked.',
    actor: 'You',
    action: 'look at the reason code, then replay or report it',
  },
} as const satisfies Readonly<Record<string, HeldReasonWords>>;

/** Fixed order of every list: what somebody else must repair first, then what waits. */
export const HELD_REASON_ORDER: readonly string[] = Object.keys(WORDS);

const UNKNOWN: HeldReasonWords = {
  heading: 'Held',
  meaning: 'The reason is of another release.',
  actor: 'You',
  action: 'open the list of held items',
};

export function heldReasonWords(reason: string): HeldReasonWords {
  return Object.hasOwn(WORDS, reason) ? WORDS[reason as keyof typeof WORDS] : UNKNOWN;
}
