import type { Participant, ParticipantRole } from '../item';
import type { ItemProblemList } from '../item-problems';
import type { AddressEntry, AddressFields } from './address-field';

/** The people of an item in the order of its fields. `areSendersInConflict`: its From fields contradict each other, so none of them is believed. */
export function readParticipants(fields: AddressFields, areSendersInConflict: boolean, problems: ItemProblemList): Participant[] {
  const senders = toParticipants(fields.from, 'from');
  const participants = [
    ...(areSendersInConflict ? senders.map(distrusted) : senders),
    ...toParticipants(fields.to, 'to'),
    ...toParticipants(fields.cc, 'cc'),
    ...toParticipants(fields.bcc, 'bcc'),
  ];
  if (fields.isCut) problems.add('too-many-participants');
  if (participants.some((participant) => participant.isAddressAmbiguous)) problems.add('address-ambiguous');
  if (participants.length > 0 && participants.every((participant) => participant.phone === undefined)) problems.add('no-number');
  return participants;
}

function toParticipants(entries: readonly AddressEntry[], role: ParticipantRole): Participant[] {
  return entries.map(({ name, phone, address, isAddressAmbiguous }) => ({ role, name, phone, address, isAddressAmbiguous }));
}

/** Neither number nor address of a sender that another From field contradicts may lead to a mailbox. */
function distrusted(participant: Participant): Participant {
  return { ...participant, phone: undefined, address: undefined, isAddressAmbiguous: true };
}
