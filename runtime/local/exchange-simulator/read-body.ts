import type { IncomingMessage } from 'node:http';

/** Calls back with the whole body, or with undefined when it is longer than allowed. Never, when the client goes away before its end. */
export function readBody(request: IncomingMessage, maxBytes: number, done: (body: Buffer | undefined) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
  });
  request.on('end', () => {
    if (bytes > maxBytes) done(undefined);
    else done(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
  });
}
