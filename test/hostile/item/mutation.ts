import type { RandomSource } from './random-source';

/** Pieces on which readers of mail have gone wrong. */
export const MAIL_DICTIONARY: readonly Buffer[] = [
  ...[
    '\r\n',
    '\n',
    '\r',
    '\r\n\r\n',
    '\n\n',
    ' \r\n',
    '\t',
    '\0',
    '\u001b$B',
    '\u001b(B',
    '\u000e',
    '--',
    '--b',
    '--b--',
    '\r\n--b\r\n',
    '=',
    '==',
    '=\r\n',
    '=0D=0A',
  ],
  ...[
    'From: a@b.example\r\n',
    'From: c@d.example\r\n',
    'To: Jones, Sam 17819988776 <sam@contoso.example>, <>, UNKNOWN\r\n',
    'Message-ID: <1_2>\r\n',
  ],
  ...[
    'X-User-Email-Address: a@contoso.example\r\n',
    'Date: Fri, 31 Feb 2025 25:00:00 +9999\r\n',
    'Subject: EDIT READ x\r\n',
    'X-MS-Journal-Report:\r\n',
  ],
  ...[
    'Content-Type: multipart/mixed; boundary=b\r\n',
    'Content-Type: multipart/mixed\r\n',
    'Content-Type: message/rfc822\r\n',
    'Content-Type: text/html; charset=utf-7\r\n',
  ],
  ...[
    'Content-Transfer-Encoding: base64\r\n',
    'Content-Transfer-Encoding: quoted-printable\r\n',
    'Content-Transfer-Encoding: x-uuencode\r\n',
    'Content-Disposition: attachment; filename*0*=utf-8\'\'%00%0d%0a; filename*1="../x"\r\n',
  ],
  ...[
    '=?utf-8?B?',
    '?=',
    '=?utf-8?Q?=00=0D=0A=E2=80=AE?=',
    '=?iso-2022-jp?B?GyRCJCI=?=',
    '=?x?x?x?=',
    '<',
    '>',
    '<<',
    '>>',
    '"',
    '\\',
    '(',
    ')',
    '((',
    ':',
    ';',
    ',',
    '@',
    '@@',
  ],
  ...[
    'boundary=',
    'charset=utf-16',
    'charset=iso-2022-kr',
    'charset=hz-gb-2312',
    'charset=x-unknown',
    '\ufeff',
    '\u202e',
    '\u2068',
    '\ud83d\ude00',
    'begin 644 x\r\n',
    '=ybegin line=128\r\n',
  ],
].map((text) => Buffer.from(text));

/** A damaged copy of a mail: bytes changed, pieces lost, repeated, moved, or put in that have no business there. */
export function mutate(bytes: Buffer, other: Buffer, random: RandomSource, dictionary: readonly Buffer[] = MAIL_DICTIONARY): Buffer {
  let mutated: Buffer = Buffer.from(bytes);
  for (let count = random.between(1, 5); count > 0; count--) mutated = mutateOnce(mutated, other, random, dictionary);
  return mutated;
}

function mutateOnce(bytes: Buffer, other: Buffer, random: RandomSource, dictionary: readonly Buffer[]): Buffer {
  const from = random.between(0, bytes.length);
  const to = Math.min(bytes.length, from + random.between(0, 60));
  switch (random.between(0, 8)) {
    case 0:
      if (from < bytes.length) bytes[from] = random.between(0, 255);
      return bytes;
    case 1:
      return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
    case 3:
    case 4:
      return Buffer.concat([bytes.subarray(0, from), random.pick(dictionary), bytes.subarray(from)]);
    case 5:
      return bytes.subarray(0, from);
    case 6:
      return Buffer.concat([bytes.subarray(0, from), other.subarray(random.between(0, other.length))]);
    case 7:
      return withNumber(bytes, from, random);
    default:
      return Buffer.from(bytes.toString('latin1').replaceAll('\r\n', random.pick(['\n', '\r', '\r\r\n'])), 'latin1');
  }
}

const NUMBERS = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff] as const;

/** Lengths, counts and offsets are where formats with numbers are attacked: one field gets a number at an edge. */
function withNumber(bytes: Buffer, at: number, random: RandomSource): Buffer {
  const width = random.pick([1, 2, 4] as const);
  if (at + width > bytes.length) return bytes;
  bytes.writeUIntLE(random.pick(NUMBERS) % 2 ** (8 * width), at, width);
  return bytes;
}
