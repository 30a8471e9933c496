import type { Person } from './people';

/** The eight display formats that a customer can choose from (fact sheet 1.6). 6 to 8 carry no number; 4 and 8 have a bare comma. */
export type ParticipantFormat = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export const PARTICIPANT_FORMATS: readonly ParticipantFormat[] = [1, 2, 3, 4, 5, 6, 7, 8];

/** What stands before the angle brackets, without quotes. */
export function displayName(person: Person, format: ParticipantFormat): string {
  const phone = person.phone ?? 'UNKNOWN';
  const firstLast = joined(person.firstName, person.lastName);
  const lastFirst = joined(person.lastName, person.firstName);
  const lastCommaFirst = person.lastName === '' ? person.firstName : `${person.lastName}, ${person.firstName}`;
  switch (format) {
    case 1:
    case 2:
      return `${firstLast} ${phone}`;
    case 3:
      return `${lastFirst} ${phone}`;
    case 4:
      return `${lastCommaFirst} ${phone}`;
    case 5:
      return phone;
    case 6:
      return firstLast;
    case 7:
      return lastFirst;
    case 8:
      return lastCommaFirst;
  }
}

function joined(first: string, second: string): string {
  return second === '' ? first : `${first} ${second}`;
}
