/**
 * What the platform's sign-in is in local mode:
 * - `on`: everybody on this machine has these roles
 * - `off`: nobody is signed in
 * - `absent`: the platform has none, so that it neither sets nor takes out any header: what a connector must not trust
 */
export type SignIn = { readonly kind: 'on'; readonly roles: readonly string[] } | { readonly kind: 'off' } | { readonly kind: 'absent' };

export const LOCAL_ADMINISTRATOR: SignIn = { kind: 'on', roles: ['DataConnector.Admin'] };

const ZERO_GUID = '00000000-0000-0000-0000-000000000000';
const LOCAL_USER_ID = '00000000-0000-0000-0000-000000000001';
const LOCAL_USER_NAME = 'local.administrator@localhost.example';

/** Headers of the platform, which no caller may set. */
const PLATFORM_HEADER = /^x-ms-(client-principal|token-)/i;

/**
 * Asks for another sign-in than the local administrator's, to see what others see: `off`, or what differs as a query, e.g.
 * `roles=DataConnector.Reader` or `iss=https://login.example/`. Whoever may send it is the administrator of this machine anyway.
 */
export const SIGN_IN_HEADER = 'x-local-sign-in';

/** The headers that reach a function: the caller's without the platform's, and the platform's own. */
export function signedInHeaders(
  headers: Readonly<Record<string, string>>,
  signIn: SignIn,
  isTrustedCaller: boolean,
): Record<string, string> {
  if (signIn.kind === 'absent') return { ...headers };
  const { [SIGN_IN_HEADER]: asked = '', ...others } = headers;
  const kept = Object.fromEntries(Object.entries(others).filter(([name]) => !PLATFORM_HEADER.test(name)));
  if (signIn.kind === 'off' || asked === 'off' || !isTrustedCaller) return kept;
  return {
    ...kept,
    'x-ms-client-principal': Buffer.from(JSON.stringify(principal(signIn.roles, new URLSearchParams(asked)))).toString('base64'),
    'x-ms-client-principal-id': LOCAL_USER_ID,
    'x-ms-client-principal-name': new URLSearchParams(asked).get('user') ?? LOCAL_USER_NAME,
    'x-ms-client-principal-idp': 'aad',
  };
}

/** The form in which App Service hands on who has signed in. */
function principal(given: readonly string[], asked: URLSearchParams): object {
  const roles = asked.get('roles')?.split(',') ?? given;
  const claims = [
    ['aud', asked.get('aud') ?? ZERO_GUID],
    ['iss', asked.get('iss') ?? `https://login.microsoftonline.com/${ZERO_GUID}/v2.0`],
    ['name', asked.get('name') ?? 'Local administrator'],
    ['http://schemas.microsoft.com/identity/claims/objectidentifier', LOCAL_USER_ID],
    ['http://schemas.microsoft.com/identity/claims/tenantid', asked.get('tid') ?? ZERO_GUID],
    ['preferred_username', asked.get('user') ?? LOCAL_USER_NAME],
    ...roles.filter((role) => role !== '').map((role) => ['roles', role]),
  ];
  return {
    auth_typ: 'aad',
    claims: claims.map(([typ, val]) => ({ typ, val })),
    name_typ: 'preferred_username',
    role_typ: 'roles',
  };
}

/**
 * Whether a request may have been made by this machine's own page or a tool, and not by a foreign site in the user's browser: signing in
 * here needs no secret, so that a page on the internet could act through the browser otherwise (DNS rebinding, cross-site requests).
 */
export function isTrustedCaller(headers: Readonly<Record<string, string>>, port: number): boolean {
  const own = ['localhost', '127.0.0.1', '[::1]'].map((host) => `${host}:${port}`);
  const { host = '', origin } = headers;
  if (!own.includes(host.toLowerCase())) return false;
  if (origin !== undefined && !own.map((name) => `http://${name}`).includes(origin.toLowerCase())) return false;
  return !['cross-site', 'same-site'].includes(headers['sec-fetch-site'] ?? '') || isNavigation(headers);
}

/** A link on another page may lead here: a GET of the whole page changes nothing. */
function isNavigation(headers: Readonly<Record<string, string>>): boolean {
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document' && headers['origin'] === undefined;
}
