import { cleanLine } from '../clean-text';
import type { DisplayAddress } from '../item';
import { MAX_ADDRESSES } from '../item-limits';
import { decodeEncodedWords } from '../mime/encoded-words';
import { normalisePhoneNumber } from '../phone-number';
import { type AddressSegment, splitAddressField } from './address-segments';
import { readSmtpAddress } from './smtp-address';
import { splitTrailingNumber } from './trailing-number';

/** One person of an address field, decoded. */
export interface AddressEntry {
  /** Everything shown beside the address, a number included; for `inspect` and the copy. */
  readonly shown: DisplayAddress;
  /** Without the number. */
  readonly name: string;
  readonly phone: string | undefined;
  /** One valid SMTP address, or undefined. */
  readonly address: string | undefined;
  readonly isAddressAmbiguous: boolean;
}

/** How names are written: `Last, First <...>` without quotation marks splits in two wherever commas separate. */
export type NameOrder = 'with-comma' | 'without-comma' | 'unknown';

/** What the app writes where it knows nothing. */
export const PLACEHOLDERS: ReadonlySet<string> = new Set(['UNKNOWN', 'EMPTY_ADDRESS']);
const MAX_NAME_LENGTH = 512;

export interface AddressFields {
  readonly from: readonly AddressEntry[];
  readonly to: readonly AddressEntry[];
  readonly cc: readonly AddressEntry[];
  readonly bcc: readonly AddressEntry[];
  readonly isCut: boolean;
}

/** A segment and what the text before its brackets says about names. */
interface ReadSegment {
  readonly segment: AddressSegment;
  /** Decoded, comments left in. */
  readonly text: string;
  readonly nameWords: number;
  /** A name and nothing else: it may be the first half of `Last, First`. */
  readonly isBareName: boolean;
  /** Carries an address field or a number: it may be the second half. */
  readonly isAnchor: boolean;
}

/** Reads the address fields of an item together, because one format holds for all of them. Each argument: the values of all fields of that name. */
export function readAddressFields(
  from: readonly string[],
  to: readonly string[],
  cc: readonly string[],
  bcc: readonly string[],
): AddressFields {
  let isCut = false;
  const read = (values: readonly string[]): ReadSegment[] =>
    values.flatMap((value) => {
      const split = splitAddressField(value, MAX_ADDRESSES);
      isCut ||= split.isCut;
      return split.segments.map(readSegment);
    });
  const [fromRead, toRead, ccRead, bccRead] = [read(from), read(to), read(cc), read(bcc)];
  const order = nameOrder(fromRead, [...toRead, ...ccRead, ...bccRead]);
  const entries = (segments: readonly ReadSegment[]) => joinHalves(segments, order);
  return { from: entries(fromRead), to: entries(toRead), cc: entries(ccRead), bcc: entries(bccRead), isCut };
}

function readSegment(segment: AddressSegment): ReadSegment {
  const text = decodeLine(segment.display === '' ? segment.comment : segment.displayWithComments);
  const { name, number } = splitTrailingNumber(text);
  const isPlaceholder = PLACEHOLDERS.has(text);
  const hasAddress = segment.angle !== undefined || text.includes('@');
  return {
    segment,
    text,
    nameWords: name === '' ? 0 : name.split(' ').length,
    isBareName: !hasAddress && number === undefined && !segment.isQuoted && !isPlaceholder && text !== '',
    isAnchor: !segment.isQuoted && !isPlaceholder && (segment.angle !== undefined || (number !== undefined && name !== '')),
  };
}

/**
 * Decides whether names hold a comma. From holds one person, so two pieces there settle it; else the lists vote. The outcome changes names
 * only: numbers and addresses stand in one piece either way.
 */
function nameOrder(from: readonly ReadSegment[], others: readonly ReadSegment[]): NameOrder {
  const [first, second] = from;
  if (from.length === 2 && first?.isBareName === true && second?.isAnchor === true) return 'with-comma';
  if (from.length === 1 && first?.isAnchor === true && first.nameWords >= 2) return 'without-comma';

  let votes = 0;
  for (const [index, current] of others.entries()) {
    if (!current.isAnchor) continue;
    const follows = others[index - 1]?.isBareName === true;
    votes += follows ? 1 : current.nameWords >= 2 ? -1 : 0;
  }
  return votes > 0 ? 'with-comma' : votes < 0 ? 'without-comma' : 'unknown';
}

function joinHalves(segments: readonly ReadSegment[], order: NameOrder): AddressEntry[] {
  const entries: AddressEntry[] = [];
  for (let index = 0; index < segments.length; index++) {
    const current = segments[index];
    const next = segments[index + 1];
    if (current === undefined) continue;
    if (current.isBareName && next?.isAnchor === true && isSecondHalf(next, order)) {
      entries.push(entryOf(next, current));
      index++;
    } else if (current.text !== '' || (current.segment.angle ?? '') !== '') entries.push(entryOf(current, undefined));
  }
  return entries;
}

function isSecondHalf(anchor: ReadSegment, order: NameOrder): boolean {
  return order === 'with-comma' || (order === 'unknown' && anchor.nameWords === 1);
}

function entryOf({ segment, text }: ReadSegment, lastName: ReadSegment | undefined): AddressEntry {
  const bare = segment.angle === undefined ? bareAddress(segment.display) : undefined;
  const raw = segment.angle ?? bare?.address ?? '';
  const reading = segment.isDoubtful && (raw.includes('@') || segment.display.includes('@')) ? 'doubtful' : readSmtpAddress(raw);
  const isNamedTwice = bare === undefined && !segment.isQuoted && hasOtherAddress(segment.display, raw);
  const isAmbiguous = reading === 'doubtful' || (reading === 'valid' && (isNamedTwice || bare?.isAlone === false));
  const address = reading === 'valid' && !isAmbiguous ? raw : undefined;
  const join = (own: string) => (lastName === undefined ? own : own === '' ? lastName.text : `${lastName.text}, ${own}`);

  const ownShown = bare === undefined ? decodeLine(segment.display) : decodeLine(bare.rest);
  const own = splitTrailingNumber(bare === undefined ? text : decodeLine(bare.rest === '' ? segment.comment : bare.rest));
  const shownName = join(ownShown === '' ? decodeLine(segment.comment) : ownShown);
  const inBrackets = reading === 'none' ? normalisePhoneNumber(raw) : undefined;
  const phone = own.number ?? inBrackets ?? numberInLocalPart(address, own.name);
  return {
    shown: { name: shownName, address: cleanLine(raw) },
    name: nameOf(join(own.name), raw, reading === 'none' && inBrackets === undefined),
    phone,
    address,
    isAddressAmbiguous: isAmbiguous,
  };
}

/** `<EMPTY_ADDRESS>` or a bare word in brackets is all there is of that participant. */
function nameOf(name: string, raw: string, isRawText: boolean): string {
  return name === '' && isRawText ? decodeLine(raw) : name;
}

/** An address without brackets: the one word with an `@`, and what stands around it. */
function bareAddress(display: string): { readonly address: string; readonly rest: string; readonly isAlone: boolean } | undefined {
  if (!display.includes('@')) return undefined;
  const words = display.split(/[ \t]+/);
  const index = words.findIndex((word) => word.includes('@'));
  const rest = words.filter((_, position) => position !== index).join(' ');
  return { address: words[index] ?? '', rest, isAlone: rest === '' };
}

/** `ceo@contoso.example <x@evil.example>` without quotation marks: some readers take the first one. */
function hasOtherAddress(display: string, raw: string): boolean {
  return display.includes('@') && display.toLowerCase() !== raw.toLowerCase();
}

/** `<447700900123@sms.example>`: the number of a participant without account. Shorter digits are an employee's number. */
function numberInLocalPart(address: string | undefined, name: string): string | undefined {
  const local = /^\+?([0-9]{10,15})@/.exec(address ?? '')?.[1];
  return local !== undefined && name === '' ? normalisePhoneNumber(local) : undefined;
}

function decodeLine(text: string): string {
  return cleanLine(decodeEncodedWords(text), MAX_NAME_LENGTH);
}
