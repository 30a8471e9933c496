import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { SourceRefusedError, SourceUnavailableError } from '../../../ports/source-errors';

/** A page of a listing is far below this; more is not a listing. */
const LARGEST_JSON_BYTES = 4 * 1024 * 1024;
const LONGEST_RETRY_AFTER_IN_MS = 24 * 60 * 60 * 1000;

const token = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,4096}$/));
/** Goes into a URL path and into the stamp. */
const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._~-]{1,128}$/), v.notValue('.'), v.notValue('..'));
const etag = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._~+=-]{1,128}$/));
const time = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.transform((text) => new Date(text)),
  v.date(),
);
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const SIGN_IN_ANSWER = v.object({ token });

export const LISTING_PAGE = v.object({
  total: count,
  packages: v.array(
    v.object({
      id,
      name: v.pipe(v.string(), v.minLength(1), v.maxLength(1024)),
      bytes: count,
      etag,
      arrivedAt: time,
      modifiedAt: v.optional(time),
    }),
  ),
  next: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(2048))),
});
export type ListingPage = v.InferOutput<typeof LISTING_PAGE>;
export type AnsweredPackage = ListingPage['packages'][number];

/** The body of a JSON answer with the expected shape; everything else, an HTML page above all, is `SourceUnavailableError`. */
export async function readJson<S extends v.GenericSchema>(response: IncomingMessage, schema: S, what: string): Promise<v.InferOutput<S>> {
  const contentType = response.headers['content-type'] ?? 'none';
  if (!/^application\/json\s*(;|$)/i.test(contentType)) {
    response.destroy();
    throw new SourceUnavailableError(what, `the answer is not JSON (content type ${mediaType(contentType)})`);
  }
  const text = (await readBody(response, what)).toString('utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new SourceUnavailableError(what, 'the answer is not valid JSON');
  }
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new SourceUnavailableError(what, `the answer does not follow the contract at '${v.getDotPath(issue) ?? 'its root'}'`);
}

async function readBody(response: IncomingMessage, what: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LARGEST_JSON_BYTES) throw new SourceUnavailableError(what, `the answer is larger than ${LARGEST_JSON_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Only the type, and only of harmless characters: the header is the other side's text and ends up in a log. */
export function mediaType(contentType: string): string {
  return /^[\w.+-]+\/[\w.+-]+/.exec(contentType)?.[0].slice(0, 60) ?? 'unknown';
}

/** Throws what an answer without success means; closes its body. A redirect is never followed: it could lead the credential to another host. */
export function requireSuccess(response: IncomingMessage, what: string): void {
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return;
  response.destroy();
  if (status === 401 || status === 403) {
    throw new SourceRefusedError(
      `The source refused ${what} (status ${status}); check the TeleMessage user name and password in the vault`,
    );
  }
  if (status >= 300 && status < 400) {
    throw new SourceUnavailableError(what, `it answered with a redirect (status ${status}), which is not followed`);
  }
  const retryAt = retryTime(response.headers['retry-after']);
  throw new SourceUnavailableError(what, `status ${status}`, retryAt === undefined ? undefined : { retryAt });
}

/** Retry-After in seconds or as a date; absurd values are capped at a day. */
function retryTime(header: string | undefined): Date | undefined {
  if (header === undefined) return undefined;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  if (!Number.isFinite(milliseconds) || milliseconds < 0) return undefined;
  return new Date(Date.now() + Math.min(milliseconds, LONGEST_RETRY_AFTER_IN_MS));
}
