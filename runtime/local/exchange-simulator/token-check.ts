import type { IncomingHttpHeaders } from 'node:http';
import { GraphFailure } from './graph-failure';
import type { FoundRoute } from './routes';
import type { ClientMistakes } from './statistics';
import type { Switches } from './switches';

/** Graph wants the bearer token; an upload URL wants none, it is authorised by itself. */
export function refuseToken(headers: IncomingHttpHeaders, { params }: FoundRoute, { tokens }: Switches, mistakes: ClientMistakes): void {
  const { authorization } = headers;
  if (params['session'] !== undefined) {
    if (authorization === undefined) return;
    mistakes.tokenToUploadUrl += 1;
    throw new GraphFailure(401, 'InvalidAuthenticationToken', 'An upload URL takes no Authorization header.');
  }
  if (headers['client-request-id'] === undefined) mistakes.withoutClientRequestId += 1;
  if (headers['prefer'] === undefined) mistakes.withoutImmutableIds += 1;
  const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
  if (token === undefined) throw new GraphFailure(401, 'InvalidAuthenticationToken', 'Access token is empty.');
  if (!tokens.includes(token))
    throw new GraphFailure(401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.');
}
