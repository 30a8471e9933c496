import type { Item, Participant } from '../item/item';
import { comparableAddress } from './comparable-address';
import type { RoutedPerson } from './routing';

/** Those whom an item concerns, and which of them are the owner (one person may stand in several fields). */
export interface People {
  /** The item's participants, in order; after them an owner that an owner header names and that stands in no address field. */
  readonly people: readonly RoutedPerson[];
  readonly owners: ReadonlySet<number>;
  /** The address that names the owner: the owner header's, else the only address of the email property. */
  readonly ownersAddress: string | undefined;
}

export function peopleOf(item: Item): People {
  const { participants, owner, emailProperty } = item;
  const onlyAddress = emailProperty.addresses.length === 1 ? emailProperty.addresses[0] : undefined;
  const address = owner?.address ?? (owner === undefined ? undefined : onlyAddress);
  const ownersAddress = address === undefined ? undefined : comparableAddress(address);
  const owners = ownerIndexes(participants, owner?.phone, ownersAddress);
  if (owner === undefined || owner.knownFrom === 'email-property' || owners.size > 0)
    return { people: participants, owners, ownersAddress };

  const absent: RoutedPerson = { role: 'owner', name: '', phone: owner.phone, address: owner.address, isAddressAmbiguous: false };
  return { people: [...participants, absent], owners: new Set([participants.length]), ownersAddress };
}

/** By number when a participant shows the owner's; only otherwise by address. */
function ownerIndexes(participants: readonly Participant[], phone: string | undefined, address: string | undefined): ReadonlySet<number> {
  const byPhone = indexesWhere(participants, (participant) => phone !== undefined && participant.phone === phone);
  if (byPhone.length > 0) return new Set(byPhone);
  return new Set(indexesWhere(participants, (participant) => address !== undefined && isShownAt(participant, address)));
}

function isShownAt(participant: Participant, address: string): boolean {
  return participant.address !== undefined && comparableAddress(participant.address) === address;
}

function indexesWhere(participants: readonly Participant[], holds: (participant: Participant) => boolean): readonly number[] {
  return participants.flatMap((participant, index) => (holds(participant) ? [index] : []));
}
