import { PEOPLE, type Person } from './people';

/** The vendor's header (fact sheet 3). */
export const VENDOR_MAPPING_HEADER = 'External User ID,Microsoft 365 User Mailbox';

/** The user mapping of the synthetic organisation in the vendor's form: number without plus, mailbox. */
export function userMappingCsv(people: readonly Person[] = PEOPLE): string {
  const rows = people.flatMap(({ phone, row }) => (phone === undefined || row === undefined ? [] : [`${phone},${row}`]));
  return [VENDOR_MAPPING_HEADER, ...rows, ''].join('\r\n');
}
