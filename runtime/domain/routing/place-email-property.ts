import type { Item } from '../item/item';
import { comparableAddress } from './comparable-address';
import { type FoundUser, findUser } from './find-user';
import { type Judgement, matched, undecided, type Verdict } from './judge-person';
import { participantKey } from './participant-key';
import type { People } from './people-of';
import type { RoutingContext } from './routing-context';

/** What the email property adds to the judged people. */
export interface Placed {
  readonly judgements: readonly Judgement[];
  /** Users that it names beside nobody. */
  readonly found: readonly UnplacedUser[];
}

type UnplacedUser = Extract<FoundUser, { kind: 'user' }>;

interface Placing {
  readonly judgements: Judgement[];
  readonly found: UnplacedUser[];
  /** Addresses that may belong to anybody who is still without a mailbox. */
  readonly doubtful: string[];
  /** Object ids of those who have a mailbox already. */
  readonly matchedUsers: ReadonlySet<string>;
  /** Somebody was matched by a row. */
  readonly isRowMatched: boolean;
  /** Somebody is without a mailbox who should, or might, have one. */
  readonly isOpen: boolean;
}

/**
 * Uses the addresses of the email property that stand beside no participant (routing rule 3).
 *
 * They are used when nobody was matched by a row, or when they are the owner's. Otherwise one of them may belong to somebody whom a row has
 * sent elsewhere, or to one of those who are still without a mailbox: nobody can tell, so the latter become `ambiguous`.
 */
export function placeEmailProperty(item: Item, people: People, judgements: readonly Judgement[], context: RoutingContext): Placed {
  const unplaced = unplacedAddresses(item, people);
  if (unplaced.length === 0) return { judgements, found: [] };

  const placing: Placing = {
    judgements: [...judgements],
    found: [],
    doubtful: [],
    matchedUsers: new Set(judgements.flatMap(({ match }) => (match === undefined ? [] : [match.user.id]))),
    isRowMatched: judgements.some(({ match }) => match?.matchedBy === 'custom-mapping'),
    isOpen: judgements.some(isWithoutMailbox),
  };
  for (const address of unplaced) {
    const isOwners = address === people.ownersAddress;
    if (isOwners && people.owners.size > 0) placeOwner(address, people.owners, placing, context);
    else place(address, isOwners, placing, context);
  }
  return { judgements: withDoubt(placing), found: placing.found };
}

function unplacedAddresses(item: Item, { people }: People): readonly string[] {
  const { addresses } = item.emailProperty;
  if (addresses.length === 0) return [];
  const shown = new Set(people.flatMap(({ address }) => (address === undefined ? [] : [comparableAddress(address)])));
  return [...new Set(addresses.map(comparableAddress))].filter((address) => !shown.has(address));
}

/** The owner stands among the people and has no mailbox by row or by an address beside it: this is its address. */
function placeOwner(address: string, owners: ReadonlySet<number>, { judgements }: Placing, context: RoutingContext): void {
  const found = findUser(address, context);
  if (found.kind !== 'user' && found.kind !== 'several') return;
  for (const index of owners) {
    const owner = judgements[index];
    if (owner?.state === 'unmatched') judgements[index] = { ...owner, ...verdictOn(address, found) };
  }
}

function place(address: string, isOwners: boolean, placing: Placing, context: RoutingContext): void {
  const found = findUser(address, context);
  if (found.kind === 'user' && placing.matchedUsers.has(found.user.id)) return;

  // When a row or an address has placed everybody who could be the owner, the rows have sent this address elsewhere.
  const isUsed = !placing.isRowMatched || (isOwners && placing.isOpen);
  if (!isUsed) {
    if (found.kind === 'user' || found.kind === 'several') placing.doubtful.push(address);
  } else if (found.kind === 'user') {
    placing.found.push(found);
  } else if (isOwners || found.kind !== 'outside') {
    const role = isOwners ? 'owner' : 'email-property';
    const person = { role, name: '', phone: undefined, address, isAddressAmbiguous: false } as const;
    if (!isOwners && context.notOurs.has(participantKey(person))) return;
    placing.judgements.push({ person, isOwner: isOwners, ...verdictOn(address, found) });
  }
}

function verdictOn(address: string, found: FoundUser): Verdict {
  switch (found.kind) {
    case 'user':
      return matched(found.user, found.address, 'email-property');
    case 'several':
      return undecided('ambiguous', 'names-several-users', [address]);
    case 'guest':
      return undecided('unmatched', 'address-names-a-guest', [address]);
    case 'nobody':
      return undecided('unmatched', 'address-names-nobody', [address]);
    case 'outside':
      return undecided('unmatched', 'owner-without-mailbox', [address]);
  }
}

function withDoubt({ judgements, doubtful }: Placing): readonly Judgement[] {
  if (doubtful.length === 0) return judgements;
  const doubt = undecided('ambiguous', 'email-property-unplaced', doubtful);
  return judgements.map((judgement) => (isWithoutMailbox(judgement) ? { ...judgement, ...doubt } : judgement));
}

function isWithoutMailbox({ state }: Judgement): boolean {
  return state === 'unmatched' || state === 'unresolved';
}
