import { VENDOR_MAPPING_HEADER } from '../synthetic/user-mapping-csv';
import { type Sample, textFile } from './sample';

const MAYA = '447700900101,maya.okafor@contoso.example';
const JAMES = '447700900102,james.whitfield@contoso.example';

function csv(...lines: readonly string[]): string {
  return [...lines, ''].join('\r\n');
}

/** Mapping files, good, odd and refused. */
export const MAPPING_SAMPLES: readonly Sample[] = [
  {
    number: 27,
    name: 'mapping-files',
    what: 'vendor header, plain words, byte order mark, UTF-16, semicolons, quotes, duplicates, conflicts, blanks, damage by a spreadsheet, formulas',
    files: () => [
      textFile('vendor.csv', csv(VENDOR_MAPPING_HEADER, MAYA, JAMES)),
      textFile('own-words.csv', csv("User's mobile Number,Microsoft 365 mailbox address", MAYA, JAMES)),
      textFile('validity.csv', csv('mobile,mailbox,validFrom,validTo', `${MAYA},2026-01-01,`, `${JAMES},,2027-01-01`)),
      textFile('byte-order-mark.csv', `\uFEFF${csv(VENDOR_MAPPING_HEADER, MAYA, JAMES)}`),
      { name: 'utf-16.csv', content: Buffer.from(`\uFEFF${csv(VENDOR_MAPPING_HEADER, MAYA, JAMES)}`, 'utf16le') },
      textFile('semicolons.csv', csv(VENDOR_MAPPING_HEADER, MAYA, JAMES).replaceAll(',', ';')),
      textFile('quoted.csv', csv('"External User ID","Microsoft 365 User Mailbox"', '"447700900101","maya.okafor@contoso.example"')),
      textFile('blanks.csv', csv(VENDOR_MAPPING_HEADER, ' 447700900101 , maya.okafor@contoso.example ', '', JAMES)),
      textFile('duplicate-rows.csv', csv(VENDOR_MAPPING_HEADER, MAYA, MAYA)),
      textFile('conflict.csv', csv(VENDOR_MAPPING_HEADER, MAYA, '447700900101,james.whitfield@contoso.example')),
      textFile('conflict-after-normalisation.csv', csv(VENDOR_MAPPING_HEADER, MAYA, '+44 7700 900101,james.whitfield@contoso.example')),
      textFile(
        'disjoint-validity.csv',
        csv('mobile,mailbox,validFrom,validTo', `${MAYA},,2026-06-01`, '447700900101,james.whitfield@contoso.example,2026-06-01,'),
      ),
      textFile('spreadsheet-number.csv', csv(VENDOR_MAPPING_HEADER, '4.45204E+11,susan@contoso.example')),
      textFile('formula.csv', csv(VENDOR_MAPPING_HEADER, '=HYPERLINK("https://attacker.example"),maya.okafor@contoso.example')),
      textFile('mailbox-not-in-tenant.csv', csv(VENDOR_MAPPING_HEADER, '447700900101,nobody@contoso.example')),
      textFile('foreign-domain.csv', csv(VENDOR_MAPPING_HEADER, '447700900101,maya.okafor@attacker.example')),
      textFile(
        'prototype-keys.csv',
        csv(VENDOR_MAPPING_HEADER, '__proto__,maya.okafor@contoso.example', 'constructor,james.whitfield@contoso.example'),
      ),
      textFile('empty.csv', ''),
      textFile('header-only.csv', csv(VENDOR_MAPPING_HEADER)),
      textFile('wrong-columns.csv', csv('Name,Department', 'Maya,Board')),
    ],
  },
];
