import { attachmentName } from './attachment-name';
import type { BodyPart } from './body-part';
import { decodeCharset } from './charset/decode-charset';
import { cleanLine } from './clean-text';
import type { Attachment } from './item';
import { MAX_BODY_BYTES, MAX_NESTING, MAX_PARTS } from './item-limits';
import type { ItemProblemList } from './item-problems';
import { JournalReport } from './journal-report';
import { LeafReading } from './leaf-reading';
import { decodeEncodedWords } from './mime/encoded-words';
import { type HeaderBlock, NO_HEADER, parseHeaderBlock } from './mime/header-block';
import type { BodyPlan, FoundHeader, MimeHandler } from './mime/mime-scanner';
import { type PartHeader, readPartHeader } from './part-header';

interface OpenFrame {
  readonly kind: 'multipart' | 'message';
  readonly subtype: string;
  readonly alternative: number | undefined;
  readonly isInRelated: boolean;
  hasParts: boolean;
  /** Text before the first part: the whole content when no part ever comes. */
  preamble: { readonly reading: LeafReading; readonly start: number } | undefined;
}

interface OpenLeaf {
  readonly reading: LeafReading;
  readonly kind: 'plain' | 'html' | 'attachment';
  readonly header: PartHeader;
  readonly start: number;
}

/** Enough of an attached message to find its subject. */
const ATTACHED_HEADER_BYTES = 16_384;
const PLAIN_TEXT: PartHeader = readPartHeader(NO_HEADER, 'text/plain');
const OPAQUE: PartHeader = readPartHeader(NO_HEADER, 'application/octet-stream');
/** Fields of which at least one stands in whatever is a mail; without any, a header is text that happens to hold a colon. */
const MAIL_FIELDS =
  /^(?:from|to|cc|bcc|subject|date|message-id|sender|reply-to|received|return-path|delivered-to|mime-version|content-.*|x-.*)$/;

/** Listens to the scanner and keeps what an item is made of: its header, its text, where its attachments stand. */
export class ItemCollector implements MimeHandler {
  header: HeaderBlock = NO_HEADER;
  bodies: BodyPart[] = [];
  attachments: Attachment[] = [];
  /** Of the text leaves, in order, for the message identity. */
  textDigests: string[] = [];
  readonly journal: JournalReport;
  private budget = { left: MAX_BODY_BYTES };
  private readonly frames: OpenFrame[] = [];
  private leaf: OpenLeaf | undefined;
  private partCount = 0;
  private alternativeCount = 0;
  private isRest = false;

  constructor(
    private readonly problems: ItemProblemList,
    messageIdHeaders: readonly string[],
  ) {
    this.journal = new JournalReport(messageIdHeaders);
  }

  onHeader(found: FoundHeader): BodyPlan {
    const header = parseHeaderBlock(found.bytes, found.lineEnd, (bytes, charset) => decodeCharset(bytes, charset).text);
    const parent = this.frames.at(-1);
    if (parent === undefined) return this.startItem(header, found);
    if (parent.kind === 'message') return this.startEmbedded(header, found);

    this.noteHeaderProblems(header, found);
    parent.preamble = undefined;
    parent.hasParts = true;
    if (++this.partCount > MAX_PARTS) return this.startRest(found.bodyStart);
    const part = readPartHeader(header, parent.subtype === 'digest' ? 'message/rfc822' : 'text/plain');
    if (this.journal.isCandidate(this.frames.length, part, this.header, this.bodies, this.attachments.length)) {
      this.journal.begin(part);
      this.openFrame('message', 'rfc822', parent);
      return { kind: 'message' };
    }
    return this.startEntity(part, found.bodyStart);
  }

  private startItem(header: HeaderBlock, found: FoundHeader): BodyPlan {
    const isMail = header.fields.some((field) => MAIL_FIELDS.test(field.key));
    if (!isMail) {
      this.startLeaf(PLAIN_TEXT, 'plain', found.start);
      return { kind: 'leaf-with-header' };
    }
    this.noteHeaderProblems(header, found);
    this.header = header;
    return this.startEntity(readPartHeader(header, 'text/plain'), found.bodyStart);
  }

  /** The message inside what may be a journal report: now its own header tells. */
  private startEmbedded(header: HeaderBlock, found: FoundHeader): BodyPlan {
    if (!this.journal.decide(header)) {
      this.startLeaf(this.journal.part ?? OPAQUE, 'attachment', found.start);
      return { kind: 'leaf-with-header' };
    }
    this.noteHeaderProblems(header, found);
    this.header = header;
    this.bodies = [];
    this.attachments = [];
    this.textDigests = [];
    this.budget = { left: MAX_BODY_BYTES };
    return this.startEntity(readPartHeader(header, 'text/plain'), found.bodyStart);
  }

  private startRest(start: number): BodyPlan {
    this.problems.add('too-many-parts');
    this.isRest = true;
    this.startLeaf(OPAQUE, 'attachment', start);
    return { kind: 'rest' };
  }

  private startEntity(part: PartHeader, bodyStart: number): BodyPlan {
    if (!part.isEncodingKnown) this.problems.add('encoding-unknown');
    const isMultipart = part.contentType.startsWith('multipart/');
    if (isMultipart && this.frames.length < MAX_NESTING) {
      if (part.boundary === undefined) this.problems.add('boundary-missing');
      this.openFrame('multipart', part.contentType.slice('multipart/'.length), this.frames.at(-1));
      return { kind: 'multipart', boundary: part.boundary };
    }
    if (isMultipart) this.problems.add('nesting-too-deep');
    this.startLeaf(part, this.leafKind(part), bodyStart);
    return { kind: 'leaf' };
  }

  private openFrame(kind: OpenFrame['kind'], subtype: string, parent: OpenFrame | undefined): void {
    const isAlternative = subtype === 'alternative' && parent?.alternative === undefined;
    this.frames.push({
      kind,
      subtype,
      alternative: isAlternative ? ++this.alternativeCount : parent?.alternative,
      isInRelated: subtype === 'related' || parent?.isInRelated === true,
      hasParts: false,
      preamble: undefined,
    });
  }

  /** A named part is an attachment even when it is text, unless it is all there is. */
  private leafKind(part: PartHeader): OpenLeaf['kind'] {
    const isAlone = this.frames.at(-1)?.kind !== 'multipart';
    if (part.disposition === 'attachment' || (part.fileName !== undefined && !isAlone)) return 'attachment';
    if (part.contentType === 'text/plain') return 'plain';
    return part.contentType === 'text/html' ? 'html' : 'attachment';
  }

  private startLeaf(header: PartHeader, kind: OpenLeaf['kind'], start: number): void {
    const isNamelessMessage = header.contentType === 'message/rfc822' && header.fileName === undefined;
    const budget = kind === 'attachment' ? { left: isNamelessMessage ? ATTACHED_HEADER_BYTES : 0 } : this.budget;
    const reading = new LeafReading(header.encoding, kind === 'attachment' ? 'attachment' : 'text', budget);
    this.leaf = { reading, kind, header, start };
  }

  onLeafBytes(bytes: Buffer): void {
    this.leaf?.reading.write(bytes);
  }

  onLeafEnd(end: number): void {
    const leaf = this.leaf;
    this.leaf = undefined;
    if (leaf !== undefined) this.takeLeaf(leaf, end);
  }

  private takeLeaf({ reading, kind, header, start }: OpenLeaf, end: number): void {
    const content = reading.end();
    if (content.isDamaged) this.problems.add('base64-damaged');
    if (content.textDigest !== undefined) this.textDigests.push(content.textDigest);
    const isCut = kind !== 'attachment' && content.sha256 !== undefined;
    if (kind !== 'attachment') {
      if (isCut) this.problems.add('body-too-large', `The text has ${content.bytes} bytes; ${content.kept.length} are shown`);
      this.bodies.push({ kind, bytes: content.kept, header, alternative: this.frames.at(-1)?.alternative, isCut });
    }
    if (content.sha256 === undefined) return;

    const frame = this.frames.at(-1);
    const subject = content.kept.length > 0 && kind === 'attachment' ? attachedSubject(content.kept) : undefined;
    this.attachments.push({
      name: attachmentName(header.fileName, header.contentType, this.attachments.length + 1, subject),
      contentType: header.contentType,
      bytes: content.bytes,
      sha256: content.sha256,
      isInline:
        header.contentId !== undefined &&
        header.disposition !== 'attachment' &&
        (header.disposition === 'inline' || frame?.isInRelated === true),
      contentId: header.contentId,
      encoding: header.encoding,
      start,
      end,
      isCleanBase64: content.isCleanBase64,
    });
  }

  onPreamble(bytes: Buffer, start: number): void {
    const frame = this.frames.at(-1);
    if (frame === undefined || frame.hasParts) return;
    frame.preamble ??= { reading: new LeafReading('identity', 'text', { left: this.budget.left }), start };
    frame.preamble.reading.write(bytes);
  }

  onEpilogue(bytes: Buffer): void {
    if (!this.isRest && !this.problems.has('text-after-end') && /\S/.test(bytes.toString('latin1'))) this.problems.add('text-after-end');
  }

  onFrameEnd(isClosed: boolean, end: number): void {
    const frame = this.frames.at(-1);
    const preamble = frame?.preamble;
    if (frame?.kind === 'multipart' && !this.isRest) {
      if (!frame.hasParts) this.problems.add('no-parts');
      else if (!isClosed) this.problems.add('end-missing');
    }
    this.frames.pop();
    if (frame?.kind === 'message') this.journal.end();
    if (preamble !== undefined && frame?.hasParts === false)
      this.takeLeaf({ reading: preamble.reading, kind: 'plain', header: PLAIN_TEXT, start: preamble.start }, end);
  }

  onMessageBytes(bytes: Buffer): void {
    this.journal.take(bytes);
  }

  private noteHeaderProblems(header: HeaderBlock, found: FoundHeader): void {
    if (header.unreadableLines > 0) this.problems.add('header-line-unreadable');
    if (found.endedBy === 'limit') this.problems.add('header-too-large');
    if (found.endedBy === 'body' && found.bytes.length > 0) this.problems.add('blank-line-missing');
  }
}

function attachedSubject(bytes: Buffer): string | undefined {
  const blankLine = /\r?\n\r?\n/.exec(bytes.toString('latin1'))?.index ?? bytes.length;
  const header = parseHeaderBlock(bytes.subarray(0, blankLine), '\n', (raw, charset) => decodeCharset(raw, charset).text);
  const subject = header.first('subject');
  return subject === undefined ? undefined : cleanLine(decodeEncodedWords(subject));
}
