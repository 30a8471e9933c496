import type { Participant, ParticipantRole } from '../item/item';
import type { ItemAmbiguity } from './item-ambiguity';
import type { RoutingReason } from './routing-reasons';

/** How a mailbox was found. `email-property`: an address of the email property that stands beside no participant. */
export type MatchedBy = 'custom-mapping' | 'participant-address' | 'email-property';

/** A mailbox that gets a copy of the item. */
export interface RoutedMailbox {
  /** The user's object id. */
  readonly mailboxId: string;
  /** The address that named it, lower-case. */
  readonly address: string;
  readonly matchedBy: MatchedBy;
  /** Indexes into the routing's participants that this mailbox belongs to; empty when only the email property names it. */
  readonly participants: readonly number[];
  /** The delivery is held with this reason and not tried: the mailbox is not one of `PILOT_MAILBOXES`. */
  readonly holdReason: 'not-in-scope' | undefined;
}

export type ParticipantState = 'matched' | 'unmatched' | 'ambiguous' | 'unresolved' | 'external';

/**
 * Somebody the item concerns: a participant of the item; `owner` also for an owner that stands in no address field; `email-property` for an
 * address of that field that stands beside nobody and should have a mailbox, but has none.
 */
export interface RoutedPerson extends Omit<Participant, 'role'> {
  readonly role: ParticipantRole | 'email-property';
}

export interface RoutedParticipant {
  readonly person: RoutedPerson;
  readonly state: ParticipantState;
  readonly isOwner: boolean;
  /** Why, for `unmatched` and `ambiguous`; the table is `ROUTING_REASONS`. */
  readonly why: RoutingReason | undefined;
  /** For people: the candidates of an ambiguous participant, or the mailbox that is not valid. */
  readonly candidates: readonly string[];
}

/**
 * What routing decides for one item, a pure function of item, mapping, directory and settings.
 *
 * `participants` runs parallel to the item's participants; after them come the owner, when it stands in no address field, and addresses of
 * the email property that should have a mailbox.
 */
export interface Routing {
  readonly mailboxes: readonly RoutedMailbox[];
  readonly participants: readonly RoutedParticipant[];
  /** No participant has a mailbox: one held row for the item as a whole. */
  readonly isItemUnmatched: boolean;
  /** Why the item as a whole is ambiguous: nobody gets it before an administrator has looked. Undefined for nearly every item. */
  readonly itemAmbiguity: ItemAmbiguity | undefined;
}
