import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { WebRequest, WebResponse } from './http';

/** Shorter answers grow by it. */
const FEWEST_BYTES = 1_000;
const TEXT = /^(text\/|application\/(json|problem\+json|yaml|javascript)|image\/svg)/;
/** As fast as gzip at its usual level, and a fifth smaller. */
const BROTLI_QUALITY = 4;

/** Compresses text for whoever can read it. Nothing secret stands in an answer beside what the caller sent, so its length tells nothing. */
export function compressed(request: WebRequest, response: WebResponse): WebResponse {
  const { body, headers } = response;
  if (body === undefined || body.length < FEWEST_BYTES || !TEXT.test(headers['Content-Type'] ?? '')) return response;
  if (headers['Content-Encoding'] !== undefined) return response;
  const accepted = request.headers.get('accept-encoding') ?? '';
  const vary = { ...headers, Vary: 'Accept-Encoding' };
  if (/\bbr\b/.test(accepted)) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
    return { ...response, body: brotliCompressSync(body, { params }), headers: { ...vary, 'Content-Encoding': 'br' } };
  }
  if (/\bgzip\b/.test(accepted)) return { ...response, body: gzipSync(body), headers: { ...vary, 'Content-Encoding': 'gzip' } };
  return { ...response, headers: vary };
}
