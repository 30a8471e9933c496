/** Receives decoded bytes; they are valid only during the call. */
export type ByteSink = (bytes: Buffer) => void;

/** Undoes a transfer encoding piece by piece. The pieces may be cut anywhere; the result is the same. */
export interface TransferDecoder {
  write(encoded: Buffer, sink: ByteSink): void;
  end(sink: ByteSink): void;
  /** After `end`: the encoded bytes are strict base64 but for line ends (always false for other encodings). */
  readonly isCleanBase64: boolean;
  /** After `end`: something was not decodable and was left out. */
  readonly isDamaged: boolean;
}
