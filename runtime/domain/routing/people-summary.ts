import type { ParticipantState, Routing } from './routing';

/** How many people of an item are in which state. */
export type PeopleSummary = Readonly<Partial<Record<ParticipantState, number>>>;

const STATES: readonly ParticipantState[] = ['matched', 'unmatched', 'ambiguous', 'unresolved', 'external'];

/** As rows keep it: `matched:1,external:3`; '' for an item without people. */
export function peopleSummary({ participants }: Pick<Routing, 'participants'>): string {
  return STATES.map((wanted) => [wanted, participants.filter(({ state }) => state === wanted).length] as const)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${state}:${count}`)
    .join(',');
}

/** What of the text is no summary is left out. */
export function parsePeopleSummary(text: string): PeopleSummary {
  const parts = text.split(',').map((part) => part.split(':'));
  const known = parts.filter(([state = '', count = '']) => STATES.includes(state as ParticipantState) && /^\d+$/.test(count));
  return Object.fromEntries(known.map(([state, count]) => [state, Number(count)]));
}

/** Everybody is known not to be ours: an administrator may leave an item that waits for nobody. An item without people waits for an answer. */
export function isExternalThroughout(people: PeopleSummary): boolean {
  return (people.external ?? 0) > 0 && STATES.every((state) => state === 'external' || (people[state] ?? 0) === 0);
}
