import type { HeldRow } from '../../../pipeline/rows/held-row';

export const choiceName = (groupId: string): string => `choice-${groupId}`;

/** The mailboxes that are possible; whoever chooses one says which is right for all items of the group. */
export function Choice({ id, row }: { readonly id: string; readonly row: HeldRow }) {
  const candidates = row.detail.split(', ').filter((text) => text.includes('@'));
  if (candidates.length === 0) return null;
  return (
    <fieldset class="whole choice">
      <legend class="note">Choose the mailbox, then replay:</legend>
      {candidates.map((address) => (
        <label key={address} class="check">
          <input type="radio" name={choiceName(id)} value={address} autocomplete="off" />
          <span>{address}</span>
        </label>
      ))}
    </fieldset>
  );
}
