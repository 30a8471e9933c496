import { MAX_HEADER_BYTES, MAX_PART_HEADER_BYTES } from '../item-limits';
import { type Delimiter, Delimiters } from './delimiters';
import { type HeaderEnd, HeaderRest, HeaderScan } from './header-scan';
import { findItemStart } from './item-start';
import { PendingBytes } from './pending-bytes';

/** What the handler wants done with the body that follows a header. */
export type BodyPlan =
  /** `boundary` undefined: the header names none, the first line that looks like one counts. */
  | { readonly kind: 'multipart'; readonly boundary: string | undefined }
  | { readonly kind: 'leaf' }
  /** The header bytes are no header: they are the beginning of the body. */
  | { readonly kind: 'leaf-with-header' }
  /** The body is a message that is read as a part of this item. */
  | { readonly kind: 'message' }
  /** Everything that follows, to the end of the item, is one body. */
  | { readonly kind: 'rest' };

export interface FoundHeader {
  readonly bytes: Buffer;
  readonly lineEnd: '\n' | '\r';
  readonly endedBy: HeaderEnd['endedBy'];
  /** Offset in the item of the header and of the body after it. */
  readonly start: number;
  readonly bodyStart: number;
}

/** Told in order what an item consists of. Buffers are valid only during the call. */
export interface MimeHandler {
  onHeader(header: FoundHeader): BodyPlan;
  /** Bytes of the leaf whose header came last. */
  onLeafBytes(bytes: Buffer): void;
  /** `end`: offset in the item where the leaf's body ends. */
  onLeafEnd(end: number): void;
  /** Bytes of the innermost multipart before its first part. */
  onPreamble(bytes: Buffer, start: number): void;
  /** Bytes of the innermost multipart after its end. */
  onEpilogue(bytes: Buffer): void;
  /** The innermost multipart or message ends; `isClosed`: by its own last delimiter. */
  onFrameEnd(isClosed: boolean, end: number): void;
  /** Bytes of the embedded message (plan `message`), header included. */
  onMessageBytes(bytes: Buffer): void;
}

type State = 'start' | 'header' | 'header-rest' | 'leaf' | 'preamble' | 'epilogue';

interface Frame {
  readonly kind: 'multipart' | 'message';
  isClosed: boolean;
}

/** Cuts an item into headers and bodies as its bytes arrive, in linear time and with no more memory than a header and a line. */
export class MimeScanner {
  private readonly pending = new PendingBytes();
  private readonly delimiters = new Delimiters();
  private readonly frames: Frame[] = [];
  private state: State = 'start';
  private lineEnd: '\n' | '\r' = '\n';
  private headerScan = new HeaderScan('\n', MAX_HEADER_BYTES);
  private headerRest = new HeaderRest('\n');
  private plan: BodyPlan = { kind: 'leaf' };
  private bytes: Buffer = Buffer.alloc(0);
  /** Index in `bytes` of the first byte that is not consumed, and its offset in the item. */
  private at = 0;
  private offset = 0;
  /** Offset at which the current body began: a delimiter may stand right there. */
  private bodyStart = 0;
  private messageDepth = 0;

  constructor(private readonly handler: MimeHandler) {}

  write(chunk: Buffer): void {
    this.bytes = this.pending.append(chunk);
    this.at = 0;
    this.run(false);
    this.pending.keep(this.bytes, this.at);
  }

  end(): void {
    this.bytes = this.pending.append(Buffer.alloc(0));
    this.at = 0;
    this.run(true);
    this.endLeaf();
    this.closeFrames(0);
  }

  private run(isLast: boolean): void {
    let goesOn = true;
    while (goesOn) goesOn = this.step(isLast);
  }

  /** One step; false when more bytes are needed or none are left. */
  private step(isLast: boolean): boolean {
    switch (this.state) {
      case 'start':
        return this.readStart(isLast);
      case 'header':
        return this.readHeader(isLast);
      case 'header-rest':
        return this.readHeaderRest(isLast);
      default:
        return this.readBody(isLast);
    }
  }

  private readStart(isLast: boolean): boolean {
    const found = findItemStart(this.bytes, isLast);
    if (found === undefined) return false;
    this.lineEnd = found.lineEnd;
    this.consume(found.start);
    this.startHeader(MAX_HEADER_BYTES);
    return true;
  }

  private startHeader(limit: number): void {
    this.state = 'header';
    this.headerScan = new HeaderScan(this.lineEnd, limit);
  }

  private readHeader(isLast: boolean): boolean {
    const found = this.headerScan.advance(this.bytes, this.at, this.delimiters, isLast);
    if (found === undefined) return false;
    this.plan = this.handler.onHeader({
      bytes: this.bytes.subarray(this.at, this.at + found.headerEnd),
      lineEnd: this.lineEnd,
      endedBy: found.endedBy,
      start: this.offset,
      bodyStart: this.offset + found.bodyStart,
    });
    if (this.plan.kind !== 'leaf-with-header') {
      this.consume(this.at + found.bodyStart);
      if (found.endedBy === 'limit') {
        this.headerRest = new HeaderRest(this.lineEnd);
        this.state = 'header-rest';
        return true;
      }
    }
    this.startBody();
    return true;
  }

  private readHeaderRest(isLast: boolean): boolean {
    const { at, isDone } = this.headerRest.advance(this.bytes, this.at, this.delimiters, isLast);
    this.consume(at);
    if (isDone) this.startBody();
    return isDone;
  }

  private startBody(): void {
    this.bodyStart = this.offset;
    switch (this.plan.kind) {
      case 'multipart':
        this.openMultipart(this.plan.boundary);
        break;
      case 'message':
        this.frames.push({ kind: 'message', isClosed: true });
        this.messageDepth = this.frames.length;
        this.startHeader(MAX_HEADER_BYTES);
        break;
      case 'rest':
        this.delimiters.close(0);
        this.state = 'leaf';
        break;
      default:
        this.state = 'leaf';
    }
  }

  private openMultipart(boundary: string | undefined): void {
    const owner = this.frames.length;
    this.frames.push({ kind: 'multipart', isClosed: false });
    if (boundary === undefined) this.delimiters.pushUnknown(owner);
    else this.delimiters.push(boundary, owner);
    this.state = 'preamble';
  }

  private readBody(isLast: boolean): boolean {
    if (this.delimiters.isEmpty) {
      this.passBody(this.bytes.length);
      return false;
    }
    const lineStart = this.offset === this.bodyStart ? this.at : -1;
    const found = this.delimiters.find(this.bytes, this.at, lineStart, isLast);
    if ('safeEnd' in found) {
      this.passBody(found.safeEnd);
      return false;
    }
    this.passBody(found.start);
    this.takeDelimiter(found);
    return true;
  }

  private takeDelimiter(found: Delimiter): void {
    this.endLeaf();
    this.closeFrames(found.owner + 1);
    this.consume(found.end);
    if (found.isClosing) {
      const frame = this.frames[found.owner];
      if (frame !== undefined) frame.isClosed = true;
      this.delimiters.end(found.owner);
      this.state = 'epilogue';
      this.bodyStart = this.offset;
    } else this.startHeader(MAX_PART_HEADER_BYTES);
  }

  private passBody(end: number): void {
    if (end <= this.at) return;
    const body = this.bytes.subarray(this.at, end);
    if (this.state === 'leaf') this.handler.onLeafBytes(body);
    else if (this.state === 'preamble') this.handler.onPreamble(body, this.offset);
    else this.handler.onEpilogue(body);
    this.consume(end);
  }

  private endLeaf(): void {
    if (this.state === 'leaf') this.handler.onLeafEnd(this.offset);
    this.state = 'epilogue';
  }

  /** Ends every frame from index `first` on, innermost first. */
  private closeFrames(first: number): void {
    this.delimiters.close(first);
    while (this.frames.length > first) {
      const frame = this.frames.pop();
      if (this.frames.length < this.messageDepth) this.messageDepth = 0;
      this.handler.onFrameEnd(frame?.isClosed === true, this.offset);
    }
  }

  private consume(end: number): void {
    if (this.messageDepth > 0) this.handler.onMessageBytes(this.bytes.subarray(this.at, end));
    this.offset += end - this.at;
    this.at = end;
  }
}
