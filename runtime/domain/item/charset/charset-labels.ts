import iconv from 'iconv-lite';

/** How a character set is decoded: by our own code, or by iconv-lite under that name. */
export type Decoding =
  | 'utf-8'
  | 'ascii'
  | 'utf-7'
  | 'utf-16'
  | 'utf-16le'
  | 'utf-16be'
  | 'utf-32'
  | 'utf-32le'
  | 'utf-32be'
  | 'iso-2022'
  | 'hz'
  | 'euc-tw'
  | { readonly iconvName: string };

/** Labels without punctuation, in lower case. Where a label's own set is a part of a larger one that software really writes, the larger one (as WHATWG does). */
const OWN: Readonly<Record<string, Decoding>> = {
  utf8: 'utf-8',
  utf8mb4: 'utf-8',
  unicode11utf8: 'utf-8',
  unicode20utf8: 'utf-8',
  '65001': 'utf-8',
  ascii: 'ascii',
  usascii: 'ascii',
  ansix341968: 'ascii',
  ansix341986: 'ascii',
  iso646us: 'ascii',
  us: 'ascii',
  '7bit': 'ascii',
  '8bit': 'ascii',
  unknown: 'ascii',
  unknown8bit: 'ascii',
  default: 'ascii',
  none: 'ascii',
  utf7: 'utf-7',
  unicode11utf7: 'utf-7',
  unicode20utf7: 'utf-7',
  '65000': 'utf-7',
  utf16: 'utf-16',
  unicode: 'utf-16',
  ucs2: 'utf-16',
  iso10646ucs2: 'utf-16',
  utf16le: 'utf-16le',
  unicodefeff: 'utf-16le',
  ucs2le: 'utf-16le',
  '1200': 'utf-16le',
  utf16be: 'utf-16be',
  unicodefffe: 'utf-16be',
  ucs2be: 'utf-16be',
  unicode11: 'utf-16be',
  '1201': 'utf-16be',
  utf32: 'utf-32',
  ucs4: 'utf-32',
  iso10646ucs4: 'utf-32',
  utf32le: 'utf-32le',
  ucs4le: 'utf-32le',
  '12000': 'utf-32le',
  utf32be: 'utf-32be',
  ucs4be: 'utf-32be',
  '12001': 'utf-32be',
  iso2022jp: 'iso-2022',
  iso2022jp1: 'iso-2022',
  iso2022jp2: 'iso-2022',
  iso2022jp3: 'iso-2022',
  iso2022jp2004: 'iso-2022',
  iso2022jpms: 'iso-2022',
  iso2022jpext: 'iso-2022',
  junet: 'iso-2022',
  jis: 'iso-2022',
  jis7: 'iso-2022',
  '50220': 'iso-2022',
  '50221': 'iso-2022',
  '50222': 'iso-2022',
  iso2022kr: 'iso-2022',
  '50225': 'iso-2022',
  iso2022cn: 'iso-2022',
  iso2022cnext: 'iso-2022',
  '50227': 'iso-2022',
  hz: 'hz',
  hzgb2312: 'hz',
  '52936': 'hz',
  euctw: 'euc-tw',
  cns11643: 'euc-tw',
};

/** Labels that iconv-lite does not know, or reads as a smaller set. */
const BY_ICONV: Readonly<Record<string, string>> = {
  iso88591: 'windows-1252',
  latin1: 'windows-1252',
  l1: 'windows-1252',
  '819': 'windows-1252',
  isoir100: 'windows-1252',
  iso885911987: 'windows-1252',
  iso88599: 'windows-1254',
  latin5: 'windows-1254',
  l5: 'windows-1254',
  iso885911: 'windows-874',
  tis620: 'windows-874',
  tis62025291: 'windows-874',
  dos874: 'windows-874',
  thai: 'windows-874',
  iso88598i: 'iso-8859-8',
  iso88598e: 'iso-8859-8',
  visual: 'iso-8859-8',
  logical: 'iso-8859-8',
  hebrew: 'iso-8859-8',
  iso88596i: 'iso-8859-6',
  iso88596e: 'iso-8859-6',
  arabic: 'iso-8859-6',
  asmo708: 'iso-8859-6',
  cyrillic: 'iso-8859-5',
  greek: 'iso-8859-7',
  elot928: 'iso-8859-7',
  latin9: 'iso-8859-15',
  l9: 'iso-8859-15',
  koi: 'koi8-r',
  koi8: 'koi8-r',
  koi8ru: 'koi8-u',
  maccyrillic: 'maccyrillic',
  macukrainian: 'macukraine',
  macroman: 'macintosh',
  mac: 'macintosh',
  '10000': 'macintosh',
  macgreek: 'macgreek',
  macturkish: 'macturkish',
  macce: 'maccenteuro',
  macarabic: 'macarabic',
  shiftjis: 'shift_jis',
  sjis: 'shift_jis',
  mskanji: 'shift_jis',
  windows31j: 'shift_jis',
  shiftjis2004: 'shift_jis',
  shiftjisx0213: 'shift_jis',
  eucjp: 'euc-jp',
  eucjpms: 'euc-jp',
  eucjisx0213: 'euc-jp',
  eucjis2004: 'euc-jp',
  extendedunixcodepackedformatforjapanese: 'euc-jp',
  '51932': 'euc-jp',
  gb2312: 'gb18030',
  gb231280: 'gb18030',
  gbk: 'gb18030',
  euccn: 'gb18030',
  eucgb2312: 'gb18030',
  isoir58: 'gb18030',
  iso58gb231280: 'gb18030',
  chinese: 'gb18030',
  gb18030: 'gb18030',
  '936': 'gb18030',
  '54936': 'gb18030',
  '51936': 'gb18030',
  big5: 'big5-hkscs',
  big5hkscs: 'big5-hkscs',
  big5eten: 'big5-hkscs',
  cnbig5: 'big5-hkscs',
  '950': 'big5-hkscs',
  '951': 'big5-hkscs',
  euckr: 'cp949',
  ksc5601: 'cp949',
  ksc56011987: 'cp949',
  ksc56011989: 'cp949',
  ksx1001: 'cp949',
  korean: 'cp949',
  isoir149: 'cp949',
  uhc: 'cp949',
  '949': 'cp949',
  '51949': 'cp949',
  roman8: 'hproman8',
  r8: 'hproman8',
};

/** Not character sets, though iconv-lite lists them; UTF-7 of IMAP never stands in mail. */
const REFUSED = new Set(['base64', 'hex', 'binary', 'utf7imap', 'internal']);

/** `cp1252`, `windows-1252`, `ms1252`, `ibm-1252`, `x-cp1252`, `cp_1252` all name a code page. */
const CODE_PAGE = /^(?:cp|windows|win|ms|ibm|ibmcp|dos|ccsid|oem|codepage)0*([1-9]\d*)$/;

const known = new Map<string, Decoding | undefined>();
/** A message can make up labels without end; the table of answers cannot. */
const MAX_KNOWN = 1_000;

/** The decoding of a charset label in any of its spellings; undefined when nobody knows it. */
export function decodingOf(label: string): Decoding | undefined {
  const key = label
    .slice(0, 64)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
  if (known.has(key)) return known.get(key);
  const decoding = resolve(key);
  if (known.size < MAX_KNOWN) known.set(key, decoding);
  return decoding;
}

function resolve(key: string): Decoding | undefined {
  for (const candidate of spellings(key)) {
    const own = Object.hasOwn(OWN, candidate) ? OWN[candidate] : undefined;
    if (own !== undefined) return own;
    const name = Object.hasOwn(BY_ICONV, candidate) ? BY_ICONV[candidate] : undefined;
    if (name !== undefined) return { iconvName: name };
    if (candidate !== '' && !REFUSED.has(candidate) && iconv.encodingExists(candidate)) return { iconvName: candidate };
  }
  return undefined;
}

function* spellings(key: string): Generator<string> {
  const plain = key.replace(/^x(?=[a-z])/, '').replace(/^cs(?=[a-z])/, '');
  const codePage = CODE_PAGE.exec(plain)?.[1];
  yield key;
  if (plain !== key) yield plain;
  if (codePage !== undefined) {
    yield codePage;
    yield `cp${codePage}`;
    yield `windows${codePage}`;
  }
}
