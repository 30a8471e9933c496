import { isSmtpAddress } from './comparable-address';
import type { DirectoryUser } from './directory-snapshot';
import { findUser } from './find-user';
import { matchByRow, type RowMatch } from './match-by-row';
import { participantKey } from './participant-key';
import type { MatchedBy, ParticipantState, RoutedPerson } from './routing';
import type { RoutingContext } from './routing-context';
import type { RoutingReason } from './routing-reasons';

/** What is known of one person so far; `match` is there when `state` is `matched`. */
export interface Judgement {
  readonly person: RoutedPerson;
  readonly isOwner: boolean;
  readonly state: ParticipantState;
  readonly why: RoutingReason | undefined;
  readonly candidates: readonly string[];
  readonly match: Match | undefined;
}

export interface Match {
  readonly user: DirectoryUser;
  readonly address: string;
  readonly matchedBy: MatchedBy;
}

export type Verdict = Omit<Judgement, 'person' | 'isOwner'>;

const NO_CANDIDATES: readonly string[] = Object.freeze([]);

/** Judges one person by row and by the address beside them. The email property comes after all people are judged. */
export function judgePerson(person: RoutedPerson, isOwner: boolean, sentAt: Date | undefined, context: RoutingContext): Judgement {
  const row = matchByRow(person.phone, sentAt, context);
  return { person, isOwner, ...verdictOf(person, isOwner, row, context) };
}

function verdictOf(person: RoutedPerson, isOwner: boolean, row: RowMatch, context: RoutingContext): Verdict {
  if (row.kind === 'user') return matched(row.user, row.address, 'custom-mapping');
  if (row.kind === 'ambiguous') return undecided('ambiguous', row.why, row.candidates);

  const byAddress = verdictByAddress(person, context);
  if (byAddress.state === 'matched') return byAddress;
  // "Not ours" answers for a number without a row of its time; a row of its time says that the number is ours.
  const isOurs = isOwner || (row.kind === 'useless' && row.why !== 'row-not-valid-then');
  if (!isOurs && context.notOurs.size > 0 && context.notOurs.has(participantKey(person))) return undecided('external');
  if (byAddress.state === 'ambiguous') return byAddress;
  if (row.kind === 'useless') return undecided('unmatched', row.why, row.candidates);
  if (byAddress.state === 'unmatched' || !isOwner) return byAddress;
  return undecided('unmatched', 'owner-without-mailbox', addressesOf(person));
}

/** `external` and `unresolved` are what an address, or its absence, says of somebody who has no row and is not the owner. */
function verdictByAddress(person: RoutedPerson, context: RoutingContext): Verdict {
  const { address } = person;
  const isUnclear = person.isAddressAmbiguous || (address !== undefined && !isSmtpAddress(address));
  if (isUnclear) return context.automaticMapping ? undecided('ambiguous', 'address-unclear') : undecided('unresolved');
  if (address === undefined) return undecided('unresolved');

  const found = findUser(address, context);
  if (found.kind === 'outside') return undecided('external');
  if (!context.automaticMapping) return undecided('unmatched', 'automatic-mapping-off', [address]);
  switch (found.kind) {
    case 'user':
      return matched(found.user, found.address, 'participant-address');
    case 'several':
      return undecided('ambiguous', 'names-several-users', [address]);
    case 'guest':
      return undecided('unmatched', 'address-names-a-guest', [address]);
    case 'nobody':
      return undecided('unmatched', 'address-names-nobody', [address]);
  }
}

export function matched(user: DirectoryUser, address: string, matchedBy: MatchedBy): Verdict {
  return { state: 'matched', why: undefined, candidates: NO_CANDIDATES, match: { user, address, matchedBy } };
}

export function undecided(state: Exclude<ParticipantState, 'matched'>, why?: RoutingReason, candidates = NO_CANDIDATES): Verdict {
  return { state, why, candidates, match: undefined };
}

function addressesOf(person: RoutedPerson): readonly string[] {
  return person.address === undefined ? NO_CANDIDATES : [person.address];
}
