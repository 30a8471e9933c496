import { hash } from 'node:crypto';

/** SHA-256 of bytes or of a text in UTF-8, hex. */
export function sha256Hex(content: Buffer | string): string {
  return hash('sha256', content, 'hex');
}
