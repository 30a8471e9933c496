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
 * The owner: named by owner fields, else by an email property of one field that names one address and nobody else. `ownerFields`: the values of
 * each field that the settings name; one may hold the number and another the address of the owner. Those that name different people name nobody.
 */
export function readOwner(
  ownerFields: readonly (readonly string[])[],
  { property, hasUnknown }: ReadEmailProperty,
  problems: ItemProblemList,
): ItemOwner | undefined {
  const named = ownerFields.map((values) => values.map(readOwnerValue).filter((owner) => owner !== undefined));
  const [first, ...others] = named.map(([owner]) => owner).filter((owner) => owner !== undefined);
  if (first === undefined && ownerFields.flat().some((value) => value !== '')) problems.add('owner-unreadable');
  if (first !== undefined) {
    const isEachOne = named.every(([owner, ...again]) => again.every((other) => isSameOwner(owner, other)));
    const owner = isEachOne ? others.reduce<ItemOwner | undefined>(oneOwner, first) : undefined;
    if (owner === undefined) problems.add('owner-repeated');
    return owner;
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

function isSameOwner(a: ItemOwner | undefined, b: ItemOwner): boolean {
  return a !== undefined && a.phone === b.phone && a.address === b.address;
}

/** What two fields say of one person; undefined when they contradict each other. */
function oneOwner(a: ItemOwner | undefined, b: ItemOwner): ItemOwner | undefined {
  if (a === undefined || isOther(a.phone, b.phone) || isOther(a.address, b.address)) return undefined;
  return { phone: a.phone ?? b.phone, address: a.address ?? b.address, knownFrom: 'owner-header' };
}

const isOther = (a: string | undefined, b: string | undefined): boolean => a !== undefined && b !== undefined && a !== b;
