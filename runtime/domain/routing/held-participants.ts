import { participantKey } from './participant-key';
import type { RoutedParticipant, Routing } from './routing';
import type { RoutingReason } from './routing-reasons';

/** A held row that an item needs. */
export interface HeldParticipant {
  /** The item as a whole (nobody has a mailbox), or one person of an item that others get. */
  readonly kind: 'item' | 'participant';
  readonly reason: 'unmatched' | 'ambiguous';
  readonly why: RoutingReason;
  readonly candidates: readonly string[];
  /** Whom it is listed under: the person, or the one of the item who most likely needs a row. Undefined for an item without participants. */
  readonly participant: RoutedParticipant | undefined;
  /** Key of that person; '' without one. */
  readonly participantKey: string;
}

/** The held rows of an item: one for an item that nobody gets, else one for each person who is unmatched or ambiguous. */
export function heldParticipants(routing: Routing): readonly HeldParticipant[] {
  if (routing.isItemUnmatched) return [heldItem(routing)];
  const held = new Map<string, HeldParticipant>();
  for (const participant of routing.participants) {
    const { state, why, candidates } = participant;
    if ((state !== 'unmatched' && state !== 'ambiguous') || why === undefined) continue;
    const key = participantKey(participant.person);
    // One person in two fields is held once.
    if (!held.has(key)) held.set(key, { kind: 'participant', reason: state, why, candidates, participant, participantKey: key });
  }
  return [...held.values()];
}

function heldItem({ participants, itemAmbiguity }: Routing): HeldParticipant {
  const participant = mostLikelyOurs(participants);
  const isAmbiguous = itemAmbiguity !== undefined || participants.some(({ state }) => state === 'ambiguous');
  return {
    kind: 'item',
    reason: isAmbiguous ? 'ambiguous' : 'unmatched',
    why: itemAmbiguity ?? participant?.why ?? 'nobody-matched',
    candidates: participant?.candidates ?? [],
    participant,
    participantKey: participant === undefined ? '' : participantKey(participant.person),
  };
}

const LIKELIHOOD = { ambiguous: 3, unmatched: 2, unresolved: 1, external: 0, matched: 0 };

/** Somebody ambiguous, else unmatched, else unresolved; the owner before others, the first before later ones. */
function mostLikelyOurs(participants: readonly RoutedParticipant[]): RoutedParticipant | undefined {
  const weight = ({ state, isOwner }: RoutedParticipant) => LIKELIHOOD[state] * 2 + (isOwner ? 1 : 0);
  return participants.reduce<RoutedParticipant | undefined>(
    (best, next) => (best === undefined || weight(next) > weight(best) ? next : best),
    undefined,
  );
}
