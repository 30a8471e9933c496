import type { Item } from '../item/item';
import { trustedSentTime } from '../windows/trusted-time';
import { type ItemAmbiguity, itemAmbiguity } from './item-ambiguity';
import { type Judgement, judgePerson, type Match, undecided } from './judge-person';
import { peopleOf } from './people-of';
import { placeEmailProperty } from './place-email-property';
import type { RoutedMailbox, RoutedParticipant, Routing } from './routing';
import type { RoutingContext } from './routing-context';

/**
 * Decides which mailboxes get a copy of an item, and what is said of everybody in it (architecture, "Routing, per participant").
 *
 * A mailbox is only ever one that a row of the custom mapping or an address names in the directory, inside the allowed domains; what can be
 * read in two ways is `ambiguous` and goes nowhere.
 */
export function routeItem(item: Item, context: RoutingContext): Routing {
  const sentAt = trustedSentTime(item.date, context.arrivedAt);
  const people = peopleOf(item);
  const byPerson = people.people.map((person, index) => judgePerson(person, people.owners.has(index), sentAt, context));
  const ambiguity = itemAmbiguity(item, context.automaticMapping);
  if (ambiguity !== undefined && !context.isReplayedByAdministrator) return ambiguousItem(byPerson, ambiguity);
  if (!context.automaticMapping || item.emailProperty.fieldCount > 1) return routingOf(byPerson, [], context);

  const { judgements, found } = placeEmailProperty(item, people, byPerson, context);
  return routingOf(
    judgements,
    found.map(({ user, address }) => ({ user, address, matchedBy: 'email-property' })),
    context,
  );
}

function routingOf(judgements: readonly Judgement[], unplaced: readonly Match[], context: RoutingContext): Routing {
  const mailboxes = new Map<string, NamedMailbox>();
  for (const [index, { match }] of judgements.entries()) if (match !== undefined) nameMailbox(mailboxes, match, index);
  for (const match of unplaced) nameMailbox(mailboxes, match, undefined);
  return {
    mailboxes: [...mailboxes.values()].map((named) => routedMailbox(named, context)),
    participants: judgements.map(routedParticipant),
    isItemUnmatched: mailboxes.size === 0,
    itemAmbiguity: undefined,
  };
}

interface NamedMailbox {
  match: Match;
  readonly participants: number[];
}

/** One copy a mailbox, however many people it belongs to. That a row named it says more than that an address did. */
function nameMailbox(mailboxes: Map<string, NamedMailbox>, match: Match, participant: number | undefined): void {
  const named = mailboxes.get(match.user.id) ?? { match, participants: [] };
  if (match.matchedBy === 'custom-mapping' && named.match.matchedBy !== 'custom-mapping') named.match = match;
  if (participant !== undefined) named.participants.push(participant);
  mailboxes.set(match.user.id, named);
}

function routedMailbox({ match, participants }: NamedMailbox, context: RoutingContext): RoutedMailbox {
  const { user, address, matchedBy } = match;
  return { mailboxId: user.id, address, matchedBy, participants, holdReason: isInPilot(match, context) ? undefined : 'not-in-scope' };
}

function isInPilot({ user }: Match, { pilotMailboxes }: RoutingContext): boolean {
  if (pilotMailboxes.size === 0 || pilotMailboxes.has(user.id)) return true;
  return user.addresses.some((address) => pilotMailboxes.has(address));
}

/** Everybody who would get it, or should have, waits for an administrator. */
function ambiguousItem(judgements: readonly Judgement[], ambiguity: ItemAmbiguity): Routing {
  const participants = judgements.map((judgement) => {
    const { state, match, candidates } = judgement;
    if (state === 'unresolved' || state === 'external') return routedParticipant(judgement);
    const named = match === undefined ? candidates : [match.address];
    return routedParticipant({ ...judgement, ...undecided('ambiguous', ambiguity, named) });
  });
  return { mailboxes: [], participants, isItemUnmatched: true, itemAmbiguity: ambiguity };
}

function routedParticipant({ person, state, isOwner, why, candidates }: Judgement): RoutedParticipant {
  return { person, state, isOwner, why, candidates };
}
