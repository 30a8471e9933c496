import { PLACEHOLDERS, readAddressFields } from './address/address-field';
import { splitAddressField } from './address/address-segments';
import { readSmtpAddress } from './address/smtp-address';
import { cleanLine } from './clean-text';
import type { EmailProperty, ItemOwner, Participant } from './item';
import { MAX_ADDRESSES } from './item-limits';
import type { ItemProblemList } from './item-problems';
import { decodeEncodedWords } from './mime/encoded-words';
import { normalisePhoneNumber } from './phone-number';

/** The email property, and whether it names somebody besides its addresses: a placeholder, or something that is no valid address. */
export interface ReadEmailProperty {
  readonly property: EmailProperty;
  readonly hasUnknown: boolean;
}

/** Reads the *User's Email address* property from the values of all its fields. */
export function readEmailProperty(values: readonly string[], problems: ItemProblemList): ReadEmailProperty {
  if (values.length > 1) problems.add('email-property-repeated', `${values.length} fields`);
  const addresses = new Set<string>();
  let hasUnknown = false;
  for (const { raw, isDoubtful } of values.flatMap(propertyEntries)) {
    if (!isDoubtful && readSmtpAddress(raw) === 'valid') addresses.add(raw.toLowerCase());
    else {
      hasUnknown = true;
      if (!PLACEHOLDERS.has(raw)) problems.add('email-property-unreadable');
    }
  }
  return { property: { fieldCount: values.length, addresses: [...addresses] }, hasUnknown };
}

function propertyEntries(value: string): { readonly raw: string; readonly isDoubtful: boolean }[] {
  return splitAddressField(value, MAX_ADDRESSES).segments.flatMap(({ angle, display, isDoubtful }) =>
    (angle === undefined ? display.split(/\s+/) : [angle]).filter((raw) => raw !== '').map((raw) => ({ raw, isDoubtful })),
  );
}

/**
 * The owner: named by an owner field, else by an email property of one field that names one address and nobody else.
 * Owner fields that name different people name nobody.
 */
export function readOwner(
  ownerValues: readonly string[],
  { property, hasUnknown }: ReadEmailProperty,
  problems: ItemProblemList,
): ItemOwner | undefined {
  const named = ownerValues.map(readOwnerValue).filter((owner) => owner !== undefined);
  if (ownerValues.some((value) => value !== '') && named.length === 0) problems.add('owner-unreadable');
  const [first, ...others] = named;
  if (first !== undefined) {
    if (others.every((other) => isSameOwner(first, other))) return first;
    problems.add('owner-repeated');
    return undefined;
  }
  const [address, second] = property.addresses;
  const isOne = property.fieldCount === 1 && address !== undefined && second === undefined && !hasUnknown;
  return isOne ? { phone: undefined, address, knownFrom: 'email-property' } : undefined;
}

/** The owner as a participant when an owner field names somebody who stands in no address field. */
export function unlistedOwner(owner: ItemOwner | undefined, participants: readonly Participant[]): Participant | undefined {
  if (owner === undefined || owner.knownFrom !== 'owner-header') return undefined;
  const isListed = participants.some(
    ({ phone, address }) =>
      (owner.phone !== undefined && phone === owner.phone) || (owner.address !== undefined && address?.toLowerCase() === owner.address),
  );
  return isListed ? undefined : { role: 'owner', name: '', phone: owner.phone, address: owner.address, isAddressAmbiguous: false };
}

function readOwnerValue(raw: string): ItemOwner | undefined {
  const value = cleanLine(decodeEncodedWords(raw));
  const number = normalisePhoneNumber(value);
  if (number !== undefined) return { phone: number, address: undefined, knownFrom: 'owner-header' };
  const entries = readAddressFields([raw], [], [], []).from;
  const [entry] = entries;
  if (entries.length !== 1 || entry === undefined || (entry.phone === undefined && entry.address === undefined)) return undefined;
  return { phone: entry.phone, address: entry.address?.toLowerCase(), knownFrom: 'owner-header' };
}

function isSameOwner(a: ItemOwner, b: ItemOwner): boolean {
  return a.phone === b.phone && a.address === b.address;
}
