import type { PartHeader } from './part-header';

/** A text or HTML body in the order of the item, not decoded yet. */
export interface BodyPart {
  readonly kind: 'plain' | 'html';
  /** Transfer-decoded. */
  readonly bytes: Buffer;
  readonly header: PartHeader;
  /** The outermost multipart/alternative around it: bodies that share one are forms of the same text. */
  readonly alternative: number | undefined;
  /** Longer than what may be kept; `bytes` is its beginning. */
  readonly isCut: boolean;
}
