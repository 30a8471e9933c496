import { hash } from 'node:crypto';
import type { DisplayAddress, Participant } from '../item/item';
import { isSmtpAddress } from '../routing/comparable-address';

/** Reserved by RFC 2606: no mail can ever reach it. */
const PLACEHOLDER_DOMAIN = 'signal.invalid';
const NAME_HASH_LENGTH = 16;
const NOT_DIGITS = /[^0-9]+/g;

/**
 * A participant as the copy names it: the item's own display name and number, and an address that Exchange takes.
 *
 * `shown`: what stands in the item's address field. `mailbox`: the address of the mailbox that the participant was matched to.
 */
export function copyAddress(participant: Participant, shown: DisplayAddress | undefined, mailbox: string | undefined): DisplayAddress {
  const name = nameWithNumber(shown?.name ?? participant.name, participant.phone);
  return { name, address: shownAddress(participant) ?? mailbox ?? placeholderAddress(name, participant.phone) };
}

export function placeholderAddress(name: string, phone: string | undefined): string {
  if (phone !== undefined) return `${phone}@${PLACEHOLDER_DOMAIN}`;
  return `name-${hash('sha256', name).slice(0, NAME_HASH_LENGTH)}@${PLACEHOLDER_DOMAIN}`;
}

function shownAddress({ address, isAddressAmbiguous }: Participant): string | undefined {
  return address !== undefined && !isAddressAmbiguous && isSmtpAddress(address) ? address : undefined;
}

function nameWithNumber(name: string, phone: string | undefined): string {
  if (phone === undefined || name.replace(NOT_DIGITS, '').includes(phone)) return name;
  return name === '' ? phone : `${name} ${phone}`;
}
