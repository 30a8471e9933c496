import type { HttpResponseInit } from '@azure/functions';
import type { WebResponse } from '../main';

/** An answer without a body has none at all: the platform would send an empty text as a type of its own choice. */
export function toHttpResponse({ status, headers, body }: WebResponse): HttpResponseInit {
  return { status, headers: { ...headers }, ...(body === undefined ? {} : { body }) };
}
