/** What the reader of items keeps in memory or follows at most. Beyond a limit nothing is lost: the rest becomes an opaque attachment or stays in the bytes only, and a problem says so. */

const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;

/** Header of the item itself: room for 20,000 recipients with long names. */
export const MAX_HEADER_BYTES = 4 * MEBIBYTE;

/** Header of one part: what honest software writes stays below 4 KiB. */
export const MAX_PART_HEADER_BYTES = 256 * KIBIBYTE;

/** A header name of more characters is no header name, so that binary input is recognised early. */
export const MAX_HEADER_NAME_LENGTH = 256;

/** Parts of one item, containers included. */
export const MAX_PARTS = 50_000;

/** Multiparts inside multiparts. */
export const MAX_NESTING = 1_000;

/** RFC 2046 allows 70 characters; software that builds boundaries from addresses writes more. */
export const MAX_BOUNDARY_LENGTH = 1_000;

/** White space that a delimiter line may carry at its end (RFC 2046 5.1.1 names no limit). */
export const MAX_DELIMITER_PADDING = 200;

/**
 * Text bodies of one item, in transfer-decoded bytes. A request to Graph holds less than 4 MB in all, body and its JSON escapes included.
 * A longer body is cut there and the part is an attachment too, whole.
 */
export const MAX_BODY_BYTES = 2 * MEBIBYTE;

/** Addresses of one header field. */
export const MAX_ADDRESSES = 100_000;

/** How far into an item a line feed is looked for before its line ends are taken for bare carriage returns. */
export const LINE_END_SEARCH_BYTES = 8 * KIBIBYTE;
