import { html } from '../domain/evidence/html';
import type { AdminPorts } from '../pipeline/admin/admin-ports';
import { describeError } from '../pipeline/describe-error';
import type { Assets } from './assets';
import { isChange, redirect, textResponse, type WebRequest, type WebResponse } from './http';
import { answerPage } from './page/answer-page';
import { type SignInProof, signedIn } from './sign-in';

export interface VisitorParts {
  readonly ports: AdminPorts;
  readonly proof: SignInProof;
  readonly assets: Assets;
}

/** Paths of the platform's own sign-in. Whoever gets here with one of them meets a connector whose platform signs nobody in. */
const PLATFORM_PATH = '/.auth/';
const SIGN_IN_PATH = `${PLATFORM_PATH}login/aad`;

/** Shows the page to whoever may see it, and the way to the sign-in to whoever has none yet. */
export async function answerVisitor(request: WebRequest, { ports, proof, assets }: VisitorParts): Promise<WebResponse> {
  const { method, url, headers } = request;
  const who = signedIn(request, proof);
  if (who.kind === 'nobody') return isChange(method) || isNoView(url) ? notSignedIn('Sign in first.') : wayToSignIn(url);
  if (who.kind === 'refused') return notSignedIn(`This sign-in cannot be used: ${who.why}.`);
  const asset = assets.answer(url.pathname, headers.get('if-none-match'));
  if (isChange(method)) return refusal(405, 'The page is only read; what changes something goes to its API.', { Allow: 'GET, HEAD' });
  if (asset !== undefined) return asset;
  if (who.kind === 'no-role') return refusal(403, 'You have no role of this connector. Ask its administrator for one.');
  try {
    return await answerPage(request, { ports, person: who.person, assets });
  } catch (error) {
    ports.log.error('API operation failed', {
      route: `page:${url.pathname.replace(/[^a-z/-]/g, '').slice(0, 40)}`,
      ...describeError(error),
    });
    return refusal(500, 'The connector could not answer. What failed is in its log; nothing is lost. Load the page again.');
  }
}

const isNoView = ({ pathname }: URL): boolean => pathname.startsWith('/public/') || pathname.startsWith(PLATFORM_PATH);

const wayToSignIn = ({ pathname, search }: URL): WebResponse =>
  redirect(`${SIGN_IN_PATH}?post_login_redirect_uri=${encodeURIComponent(`${pathname}${search}`)}`);

const notSignedIn = (why: string): WebResponse => refusal(401, why);

/** A page without style: what it would load is only for whoever is signed in. */
function refusal(status: number, why: string, headers: Readonly<Record<string, string>> = {}): WebResponse {
  const page = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Signal archive connector</title></head>
<body><main><h1>Signal archive connector</h1><p>${why}</p></main></body>
</html>
`;
  return textResponse(status, 'text/html; charset=utf-8', page.text, headers);
}
