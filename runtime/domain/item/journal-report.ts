import { createHash, type Hash } from 'node:crypto';
import { readAddressFields } from './address/address-field';
import type { BodyPart } from './body-part';
import { decodeEncodedWords } from './mime/encoded-words';
import type { HeaderBlock } from './mime/header-block';
import type { PartHeader } from './part-header';
import { isVendorMessageId } from './source-message-id';
import { isVendorSubject } from './vendor-subject';

/** Exchange marks its reports so (MS-OXPROPS and the journaling documentation); a chat participant cannot set a header. */
const JOURNAL_HEADER = 'x-ms-journal-report';
const MAX_REPORT_BYTES = 65_536;

/**
 * Recognises a journal report: a message about a message, with the real one attached (Exchange journaling, and the vendor's "journaling
 * wrapped message"). The item is then the inner message.
 *
 * The inner message decides who gets a copy, so a person must not be able to pass one off by sending an EML in a chat: without Exchange's
 * header, the report must name its sender and the very message id that the attached message carries, and the outer message must not look
 * like an item of the vendor itself.
 */
export class JournalReport {
  part: PartHeader | undefined;
  private isCertain = false;
  private reportedId: string | undefined;
  private hash: Hash | undefined;
  private innerSha256: string | undefined;

  constructor(private readonly messageIdHeaders: readonly string[]) {}

  /** Whether the part that begins now may be the message that a report is about. `depth`: how many multiparts are open. */
  isCandidate(depth: number, part: PartHeader, outer: HeaderBlock, bodies: readonly BodyPart[], attachmentCount: number): boolean {
    const report = bodies[0];
    const hasShape =
      depth === 1 &&
      bodies.length === 1 &&
      attachmentCount === 0 &&
      report?.kind === 'plain' &&
      part.contentType === 'message/rfc822' &&
      part.encoding === 'identity';
    if (!hasShape || report === undefined || this.part !== undefined) return false;
    this.isCertain = outer.has(JOURNAL_HEADER);
    this.reportedId = reportedMessageId(report.bytes);
    return this.isCertain || (this.reportedId !== undefined && !this.isVendorItem(outer));
  }

  begin(part: PartHeader): void {
    this.part = part;
    this.hash = createHash('sha256');
  }

  /** Whether the inner message, whose header is known now, is the item. */
  decide(inner: HeaderBlock): boolean {
    const isMessage = inner.fields.length > 0;
    const isJournal = isMessage && (this.isCertain || withoutBrackets(inner.first('message-id')) === this.reportedId);
    if (!isJournal) this.hash = undefined;
    return isJournal;
  }

  take(bytes: Buffer): void {
    this.hash?.update(bytes);
  }

  end(): void {
    this.innerSha256 = this.hash?.digest('hex');
    this.hash = undefined;
  }

  /** The vendor's id, or its subject and people with numbers; wrappers repeat the subject, and are sent by systems to systems. */
  private isVendorItem(outer: HeaderBlock): boolean {
    const ids = ['message-id', ...this.messageIdHeaders].flatMap((name) => outer.all(name.toLowerCase()));
    if (ids.some((id) => isVendorMessageId(id))) return true;
    if (!isVendorSubject(decodeEncodedWords(outer.first('subject') ?? ''))) return false;
    const { from, to } = readAddressFields(outer.all('from'), outer.all('to'), [], []);
    return [...from, ...to].some(({ phone }) => phone !== undefined);
  }

  /** SHA-256 of the inner message's bytes; undefined when the item is no journal report. */
  get sha256(): string | undefined {
    return this.innerSha256;
  }
}

function reportedMessageId(bytes: Buffer): string | undefined {
  const text = bytes.toString('latin1', 0, Math.min(bytes.length, MAX_REPORT_BYTES));
  if (!/^\s*Sender:[ \t]*\S/i.test(text)) return undefined;
  return withoutBrackets(/^Message-Id:[ \t]*(\S+)/im.exec(text)?.[1]);
}

function withoutBrackets(id: string | undefined): string | undefined {
  const bare = id?.trim().replace(/^<|>$/g, '');
  return bare === '' ? undefined : bare;
}
