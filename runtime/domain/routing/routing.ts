/** How a mailbox was found. `email-property-unplaced`: an address of the email property that stands beside no participant. */
export type MatchedBy = 'custom-mapping' | 'participant-address' | 'email-property';

/** A mailbox that gets a copy of the item. */
export interface RoutedMailbox {
  /** The user's object id. */
  readonly mailboxId: string;
  /** The address that named it, lower-case. */
  readonly address: string;
  readonly matchedBy: MatchedBy;
  /** Indexes into the item's participants that this mailbox belongs to; empty when only the email property names it. */
  readonly participants: readonly number[];
}

export type ParticipantState = 'matched' | 'unmatched' | 'ambiguous' | 'unresolved' | 'external';

export interface RoutedParticipant {
  readonly state: ParticipantState;
  readonly isOwner: boolean;
  /** Fixed code of why, for `unmatched` and `ambiguous`; see the table in docs/problem-codes.md. */
  readonly why: string | undefined;
  /** For people: the candidates of an ambiguous participant, or the mailbox that is not valid. */
  readonly candidates: readonly string[];
}

/**
 * What routing decides for one item, a pure function of item, mapping, directory and settings.
 *
 * `participants` runs parallel to the item's participants; an owner that stands in no address field is one of them (role `owner`).
 */
export interface Routing {
  readonly mailboxes: readonly RoutedMailbox[];
  readonly participants: readonly RoutedParticipant[];
  /** No participant has a mailbox: one held row for the item as a whole. */
  readonly isItemUnmatched: boolean;
}
