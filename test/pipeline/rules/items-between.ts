const ITEM_BYTES = 256 * 1024;
/** With one small item before them they fill a part of a package: what follows is unpacked as the next one. */
const ITEMS = 48;

/** Items that nobody gets, of the largest size that is kept in memory while a part is routed. */
export function itemsBetween(): readonly { readonly name: string; readonly content: Buffer }[] {
  return Array.from({ length: ITEMS }, (_none, index) => {
    const id = `${1_795_132_800_000 + index}_${20_000_000 + index}`;
    const header = `Date: Fri, 20 Nov 2026 00:02:00 +0000\r\nFrom: Nobody\r\nMessage-ID: <${id}>\r\nSubject: For nobody\r\nX-Source-Type: SIGNAL\r\n\r\n`;
    return { name: `${id}.eml`, content: Buffer.from(header.padEnd(ITEM_BYTES, 'x')) };
  });
}
