import { get, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

/** Below this path stand the pages of the Exchange simulator, which is another process on another port. */
const PAGES = /^\/simulated-mailboxes(?:[/?]|$)/;

/** Whether a request is for those pages, so that people find page and mailboxes under one address. */
export const isForMailboxPages = (url: string): boolean => PAGES.test(url);

/** Passes a request on to the simulator as it is. What it answers goes back byte for byte; no answer is 502. */
export async function passOnToMailboxPages(origin: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = await new Promise<IncomingMessage | undefined>((resolve) => {
    get(`${origin}${request.url ?? '/'}`, { agent: false }, resolve).once('error', () => resolve(undefined));
  });
  if (answer === undefined) {
    response.writeHead(502).end();
    return;
  }
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  await pipeline(answer, response);
}
