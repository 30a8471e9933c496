import type { IdentityConflict, Item } from '../item/item';

/** Why nobody gets an item before an administrator has looked at it. */
export type ItemAmbiguity = IdentityConflict | 'email-property-repeated';

/**
 * A field that says whom an item concerns stands there twice: one of the two may be forged, and whoever forged it may have forged the rest.
 * Several addresses in one field are normal. The email property is looked at only while addresses may name mailboxes.
 */
export function itemAmbiguity(
  { identityConflicts, emailProperty }: Pick<Item, 'identityConflicts' | 'emailProperty'>,
  automaticMapping: boolean,
): ItemAmbiguity | undefined {
  const [conflict] = identityConflicts;
  if (conflict !== undefined) return conflict;
  return automaticMapping && emailProperty.fieldCount > 1 ? 'email-property-repeated' : undefined;
}
