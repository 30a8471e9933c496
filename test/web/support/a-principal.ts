import type { SignInProof } from '../../../runtime/web/sign-in';

export const TENANT = '33333333-3333-3333-3333-333333333333';
export const CLIENT = '44444444-4444-4444-4444-444444444444';

export const PROVEN: SignInProof = {
  kind: 'proven',
  tenantId: TENANT,
  issuers: [`https://login.microsoftonline.com/${TENANT}/v2.0`, `https://sts.windows.net/${TENANT}/`],
  audiences: [CLIENT, `api://${CLIENT}`],
};

export type ClaimPair = readonly [typ: string, val: string];

const CLAIMS: readonly ClaimPair[] = [
  ['iss', `https://login.microsoftonline.com/${TENANT}/v2.0`],
  ['aud', CLIENT],
  ['http://schemas.microsoft.com/identity/claims/tenantid', TENANT],
  ['http://schemas.microsoft.com/identity/claims/objectidentifier', '55555555-5555-5555-5555-555555555555'],
  ['name', 'Rosa Marsh'],
  ['preferred_username', 'rosa.marsh@contoso.example'],
];

/** The header of the platform. `more` stands beside the usual claims, `without` names those of them to leave out. */
export function aPrincipal(
  role: string | undefined,
  more: readonly ClaimPair[] = [],
  without: readonly string[] = [],
): Record<string, string> {
  const usual = CLAIMS.filter(([typ]) => !without.includes(typ));
  const all = [...usual, ...(role === undefined ? [] : [['roles', `DataConnector.${role}`] as const]), ...more];
  return principalHeader({
    auth_typ: 'aad',
    name_typ: 'preferred_username',
    role_typ: 'roles',
    claims: all.map(([typ, val]) => ({ typ, val })),
  });
}

export const principalHeader = (principal: unknown): Record<string, string> => ({
  'x-ms-client-principal': Buffer.from(JSON.stringify(principal)).toString('base64'),
});
