import type { TransferEncoding } from '../item';
import { Base64Decoder } from './base64-decoder';
import { QuotedPrintableDecoder } from './quoted-printable-decoder';
import type { TransferDecoder } from './transfer-decoder';

const IDENTITY: TransferDecoder = {
  write: (encoded, sink) => sink(encoded),
  end: () => undefined,
  isCleanBase64: false,
  isDamaged: false,
};

export function createTransferDecoder(encoding: TransferEncoding): TransferDecoder {
  switch (encoding) {
    case 'base64':
      return new Base64Decoder();
    case 'quoted-printable':
      return new QuotedPrintableDecoder();
    case 'identity':
      return IDENTITY;
  }
}
