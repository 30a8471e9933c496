/** The entities that mail software writes; every other one can stand as a number and stays as it is when it does not. */
// biome-ignore format: a table
const NAMED: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', copy: '\u00a9', reg: '\u00ae', trade: '\u2122', euro: '\u20ac', pound: '\u00a3',
  yen: '\u00a5', cent: '\u00a2', sect: '\u00a7', para: '\u00b6', deg: '\u00b0', plusmn: '\u00b1', middot: '\u00b7', bull: '\u2022',
  hellip: '\u2026', ndash: '\u2013', mdash: '\u2014', lsquo: '\u2018', rsquo: '\u2019', sbquo: '\u201a', ldquo: '\u201c', rdquo: '\u201d',
  bdquo: '\u201e', laquo: '\u00ab', raquo: '\u00bb', lsaquo: '\u2039', rsaquo: '\u203a', times: '\u00d7', divide: '\u00f7', frac12: '\u00bd',
  auml: '\u00e4', ouml: '\u00f6', uuml: '\u00fc', Auml: '\u00c4', Ouml: '\u00d6', Uuml: '\u00dc', szlig: '\u00df', eacute: '\u00e9',
  Eacute: '\u00c9', egrave: '\u00e8', Egrave: '\u00c8', ecirc: '\u00ea', euml: '\u00eb', agrave: '\u00e0', Agrave: '\u00c0', aacute: '\u00e1',
  Aacute: '\u00c1', acirc: '\u00e2', atilde: '\u00e3', aring: '\u00e5', Aring: '\u00c5', aelig: '\u00e6', AElig: '\u00c6', ccedil: '\u00e7',
  Ccedil: '\u00c7', igrave: '\u00ec', iacute: '\u00ed', icirc: '\u00ee', iuml: '\u00ef', ntilde: '\u00f1', Ntilde: '\u00d1', ograve: '\u00f2',
  oacute: '\u00f3', ocirc: '\u00f4', otilde: '\u00f5', oslash: '\u00f8', Oslash: '\u00d8', ugrave: '\u00f9', uacute: '\u00fa', ucirc: '\u00fb',
  yacute: '\u00fd', yuml: '\u00ff', iexcl: '\u00a1', iquest: '\u00bf', zwj: '\u200d', zwnj: '\u200c', shy: '\u00ad',
};
const ENTITY = /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z][a-z0-9]{1,7}));?/gi;

export function decodeHtmlEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
    if (name !== undefined) return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? whole) : whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    if (code < 0x20) return ' ';
    return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '\ufffd';
  });
}
