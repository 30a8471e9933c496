import type { Participant } from './item';

/**
 * A stable name for the chat that an item belongs to, for the thread of its copies: the group's id, else its name, else the people in it.
 * Numbers come first, since names and addresses change with whoever recorded the item.
 */
export function chatKey(groupId: string | undefined, groupName: string | undefined, participants: readonly Participant[]): string {
  if (groupId !== undefined) return `group-id:${groupId}`;
  if (groupName !== undefined) return `group-name:${groupName}`;
  const people = participants
    .filter(({ role }) => role !== 'owner')
    .map((person) => person.phone ?? person.address?.toLowerCase() ?? person.name.toLowerCase());
  return `people:${[...new Set(people)].sort().join('|')}`;
}
