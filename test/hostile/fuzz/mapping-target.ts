import { isDeepStrictEqual } from 'node:util';
import { compareMappings } from '../../../runtime/domain/mapping/mapping-change';
import { type MappingFile, readMappingFile } from '../../../runtime/domain/mapping/mapping-file';
import { MAPPING_PROBLEMS } from '../../../runtime/domain/mapping/mapping-problems';
import { isValidAt, type MappingRow } from '../../../runtime/domain/mapping/user-mapping';
import { mappingCsv } from '../../../runtime/domain/mapping/write-mapping';
import { isSmtpAddress } from '../../../runtime/domain/routing/comparable-address';
import { sha256 } from '../item/item-rules';
import type { RandomSource } from '../item/random-source';
import type { FuzzTarget } from './fuzz-target';

const HEADERS = ['External User ID,Microsoft 365 User Mailbox', 'mobile;mailbox;validFrom;validTo', 'Name\tMailbox\tMobile number', ''];
const ROWS = [
  '447700900123,anna@contoso.example',
  '"+44 7700 900124","ben@contoso.example"',
  '="447700900125",carl@contoso.example',
  "'+447700900126,dora@contoso.example",
];
const DATED = [
  '447700900123;anna@contoso.example;;2026-01-01',
  '447700900123;ben@contoso.example;2026-01-01;',
  '447700900124;ben@contoso.example;2026-02-03T04:05:06Z;',
];
const WORDS = [
  ...[
    ',',
    ';',
    '\t',
    '\n',
    '\r\n',
    '\r',
    '"',
    '""',
    '","',
    "'",
    '=',
    '@',
    '+',
    '-',
    ' ',
    '\u00a0',
    '\ufeff',
    '\u202e',
    '\u200b',
    '\0',
    '\ud83d\ude00',
  ],
  ...[
    '4.45204E+11',
    '445204000000',
    '=HYPERLINK("x")',
    "=cmd|'/c calc'!A1",
    '#REF!',
    '####',
    '447700900123',
    '+447700900123',
    '00447700900123',
    '7700900123',
  ],
  ...[
    'anna@contoso.example',
    'ben@contoso.example',
    'ANNA@CONTOSO.EXAMPLE',
    '\u0430nna@contoso.example',
    '__proto__',
    'constructor',
    'sep=;\n',
    'mobile,mailbox\n',
  ],
  ...['2026-01-01', '2026-02-30', '01/02/2026', '2026-01-01T00:00:00Z', 'validFrom', 'validTo', 'expires'],
];
const EARLIEST = -8_640_000_000_000_000;
/** Texts that stand in a problem on purpose. */
const OWN_EXAMPLES = Object.values(MAPPING_PROBLEMS).flatMap(({ meaning, whatToDo }) => [meaning, whatToDo]);

function seeds(): readonly Buffer[] {
  const texts = HEADERS.flatMap((header) => [
    [header, ...(header.includes('valid') ? DATED : ROWS)].join('\n'),
    [header, ...(header.includes('valid') ? DATED : ROWS), ''].join('\r\n').replaceAll(',', header.includes('\t') ? '\t' : ','),
  ]);
  return [
    ...texts.map((text) => Buffer.from(text)),
    ...texts.slice(0, 2).map((text) => Buffer.from(`\ufeff${text}`)),
    ...texts.slice(0, 2).map((text) => Buffer.from(`\ufeff${text}`, 'utf16le')),
    Buffer.from(`\ufeff${texts[0]}`, 'utf16le').swap16(),
    Buffer.from('mobile,mailbox\n447700900123,z\u00fc@contoso.example', 'latin1'),
  ];
}

/** By trying every moment at which something changes: nobody's number leads to two mailboxes. */
function hasConflict(rows: readonly MappingRow[]): boolean {
  const moments = [
    EARLIEST,
    ...rows.flatMap(({ validFrom, validTo }) => [validFrom?.getTime() ?? EARLIEST, validTo?.getTime() ?? EARLIEST]),
  ];
  return [...Map.groupBy(rows, ({ phone }) => phone).values()].some((same) =>
    moments.some((moment) => new Set(same.filter((row) => isValidAt(row, new Date(moment))).map(({ mailbox }) => mailbox)).size > 1),
  );
}

function brokenFileRules(file: MappingFile, bytes: Buffer): string[] {
  const { rows, problems, state, version, problemCount } = file;
  const lineCount = bytes.length + 1;
  const broken: string[] = [];
  if (version !== sha256(bytes)) broken.push('another version');
  if (state === 'refused' && rows.length > 0) broken.push('rows of a refused file');
  if (state === 'refused' && problemCount === 0) broken.push('refused without a reason');
  if (problems.some(({ line }, index) => line < 1 || line > lineCount || line < (problems[index - 1]?.line ?? 1)))
    broken.push('a line that is none, or out of order');
  if (rows.some(({ phone }) => !/^[0-9]{7,15}$/.test(phone))) broken.push('a number that is none');
  if (rows.some(({ mailbox }) => !isSmtpAddress(mailbox) || mailbox !== mailbox.toLowerCase())) broken.push('a mailbox that is none');
  if (rows.some(({ validFrom, validTo }) => validFrom !== undefined && validTo !== undefined && validFrom >= validTo))
    broken.push('a row that is never valid');
  if (hasConflict(rows)) broken.push('one number for two mailboxes');
  const details = problems.map(({ detail }) => OWN_EXAMPLES.reduce((text, own) => text.replace(own, ''), detail)).join('\n');
  if (/[0-9]{7}|@|[\x00-\x09\x0b-\x1f\u202a-\u202e]/.test(details.replace(/"[0-9/.: TZ+-]{1,40}"/g, '')))
    broken.push(`content in a problem: ${details}`);
  return broken;
}

const said = (rows: readonly MappingRow[]) => rows.map(({ line: _line, ...row }) => row);

/** The reader of mapping files: all or nothing, no number with two mailboxes, nothing of the file in a problem; what we write is what we read. */
export const mappingTarget: FuzzTarget = {
  name: 'mapping',
  dictionary: WORDS.map((word) => Buffer.from(word)),
  seeds: async () => seeds(),
  check: async (bytes) => {
    const file = readMappingFile(bytes);
    const broken = brokenFileRules(file, bytes);
    if (file.rows.length === 0) return broken;
    const again = readMappingFile(mappingCsv(file.rows));
    if (again.state !== 'usable' || !isDeepStrictEqual(said(again.rows), said(file.rows))) broken.push('reads back as other rows');
    if (compareMappings(file.rows, again.rows).changes.length > 0) broken.push('the same rows are a change');
    return broken;
  },
  roundTrip: async (random: RandomSource) => {
    const rows = Array.from({ length: random.between(1, 8) }, (_none, index) => ({
      phone: `4477009001${String(index).padStart(2, '0')}`,
      mailbox: `${random.pick(['anna', "o'hara", 'a.b+c', '=x', '-y'])}${index}@contoso.example`,
      validFrom: random.chance(0.3)
        ? new Date(Date.UTC(2026, random.between(0, 11), random.between(1, 28), random.pick([0, 5])))
        : undefined,
      validTo: random.chance(0.3) ? new Date(Date.UTC(2027, random.between(0, 11), random.between(1, 28))) : undefined,
    })).filter(({ mailbox }) => isSmtpAddress(mailbox) && !mailbox.startsWith('='));
    const file = readMappingFile(mappingCsv(rows));
    return file.state === 'usable' && isDeepStrictEqual(said(file.rows), rows)
      ? []
      : [`read other rows than were written: ${JSON.stringify(file)}`];
  },
};
