import { type Person, ROLES, type Role } from '../pipeline/admin/person';
import type { WebRequest } from './http';

/** Who signs people in, as the settings know it; see `SignInSettings`. */
export type SignInProof =
  | { readonly kind: 'proven'; readonly tenantId: string; readonly issuers: readonly string[]; readonly audiences: readonly string[] }
  | { readonly kind: 'unproven' };

/**
 * - `nobody`: no sign-in at all
 * - `refused`: a sign-in that proves nothing: the platform's authentication is not known to be on, or it is for another tenant or application
 * - `no-role`: somebody of this tenant without a role of this application
 */
export type SignedIn =
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'no-role'; readonly name: string }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'refused'; readonly why: string };

const PRINCIPAL_HEADER = 'x-ms-client-principal';
const MAX_PRINCIPAL_LENGTH = 64 * 1024;

const OBJECT_ID = ['http://schemas.microsoft.com/identity/claims/objectidentifier', 'oid'];
const TENANT_ID = ['http://schemas.microsoft.com/identity/claims/tenantid', 'tid'];
const NAMES = ['name', 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name'];
const USER_NAMES = ['preferred_username', 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn', 'upn'];
const ROLE_TYPES = ['roles', 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role'];

/**
 * Reads who the platform says is signed in. Its header proves nothing by itself: it counts only when the platform's authentication is known to
 * be on, because then no caller can set it; and what it says must fit issuer, audience and tenant of this connector.
 */
export function signedIn(request: WebRequest, proof: SignInProof): SignedIn {
  const header = request.headers.get(PRINCIPAL_HEADER);
  if (header === undefined || header === '') return { kind: 'nobody' };
  if (proof.kind === 'unproven') return { kind: 'refused', why: "the platform's authentication is not known to be on" };
  const claims = readClaims(header);
  if (claims === undefined) return { kind: 'refused', why: 'the principal cannot be read' };
  const misfit = misfitOf(claims, proof);
  return misfit === undefined ? personOf(claims) : { kind: 'refused', why: misfit };
}

interface Claim {
  readonly typ: string;
  readonly val: string;
}

interface Claims {
  readonly all: readonly Claim[];
  readonly roleType: string;
}

function readClaims(header: string): Claims | undefined {
  if (header.length > MAX_PRINCIPAL_LENGTH) return undefined;
  try {
    const principal = JSON.parse(Buffer.from(header, 'base64').toString('utf8')) as { claims?: unknown; role_typ?: unknown } | null;
    if (principal === null || !Array.isArray(principal.claims)) return undefined;
    const all = principal.claims.filter(
      (claim): claim is Claim =>
        typeof claim === 'object' && claim !== null && typeof claim.typ === 'string' && typeof claim.val === 'string',
    );
    return { all, roleType: typeof principal.role_typ === 'string' ? principal.role_typ : '' };
  } catch {
    return undefined;
  }
}

function misfitOf(claims: Claims, { tenantId, issuers, audiences }: Extract<SignInProof, { kind: 'proven' }>): string | undefined {
  if (!issuers.includes(onlyValueOf(claims, ['iss']))) return 'it was issued by somebody else';
  if (!audiences.includes(onlyValueOf(claims, ['aud']))) return 'it was issued for another application';
  if (onlyValueOf(claims, TENANT_ID) !== tenantId) return 'it is of another tenant';
  return onlyValueOf(claims, OBJECT_ID) === '' ? 'it names nobody' : undefined;
}

function personOf(claims: Claims): SignedIn {
  const id = onlyValueOf(claims, USER_NAMES) || onlyValueOf(claims, OBJECT_ID);
  const name = onlyValueOf(claims, NAMES) || id;
  const held = claims.all.filter(({ typ }) => typ === claims.roleType || ROLE_TYPES.includes(typ)).map(({ val }) => val);
  const role = ROLES.findLast((each) => held.includes(each));
  return role === undefined ? { kind: 'no-role', name } : { kind: 'person', person: { id, name, role } };
}

/** The only value of a claim; '' when there is none, or when there are two that differ. */
function onlyValueOf({ all }: Claims, types: readonly string[]): string {
  const values = new Set(all.filter(({ typ }) => types.includes(typ)).map(({ val }) => val));
  return values.size === 1 ? ([...values][0] ?? '') : '';
}

export const hasRole = (person: Person, needed: Role): boolean => ROLES.indexOf(person.role) >= ROLES.indexOf(needed);

/** Readers see numbers without their last digits. */
export const seesNumbers = (person: Person): boolean => hasRole(person, 'DataConnector.Auditor');
export const mayAct = (person: Person): boolean => person.role === 'DataConnector.Admin';
