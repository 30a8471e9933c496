import { GRAPH_CLIENT_ID } from '../../graph-roles';
import { at, listAt, textAt } from '../../property-path';
import { type SecurityRule, securityRule } from '../security-rule';

const ROLE = 'azure-native:authorization:RoleAssignment';
const APPLICATION = 'azuread:index/application:Application';
const PRINCIPAL = 'azuread:index/servicePrincipal:ServicePrincipal';
const FEDERATION = 'azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential';

/** Owner, Contributor, User Access Administrator, Role Based Access Control Administrator. */
const BROAD_ROLES = new Set([
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  'b24988ac-6180-42a0-ab88-20f7382dd24c',
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
  'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
]);
const WHOLE_SUBSCRIPTION_OR_GROUP = /^\/subscriptions\/[^/]+(\/resourceGroups\/[^/]+)?\/?$/i;

/** Mail.ReadWrite and User.Read.All: all the connector may ever ask for. */
const ALLOWED_GRAPH_ROLES = new Set(['e2a3a72e-5f79-4c64-b1b1-878b674786c9', 'df021288-bdef-4463-88db-98f22de89214']);

const ENTRA_ISSUER = /^https:\/\/login\.(microsoftonline\.com|microsoftonline\.us|partner\.microsoftonline\.cn)\/[0-9a-f-]{36}\/v2\.0$/;

export const IDENTITY_RULES: readonly SecurityRule[] = [
  securityRule('role-narrow-scope', ROLE, {
    must: 'A right is given on a resource, never on a group or a subscription.',
    holds: ({ props }) => !WHOLE_SUBSCRIPTION_OR_GROUP.test(textAt(props, 'scope') ?? '/subscriptions/unknown'),
  }),
  securityRule('role-no-broad-role', ROLE, {
    must: 'Nobody is made owner, contributor or administrator.',
    checkov: ['CKV_AZURE_39'],
    azurePolicy: ['10ee2ea2-fb4d-45b8-a7e9-a2e770044cd9'],
    holds: ({ props }) => !BROAD_ROLES.has((textAt(props, 'roleDefinitionId') ?? '').split('/').at(-1) ?? ''),
  }),
  securityRule('app-single-tenant', APPLICATION, {
    must: 'The app registration belongs to one tenant and gives out tokens of version 2.',
    holds: ({ props }) => props['signInAudience'] === 'AzureADMyOrg' && at(props, 'api.requestedAccessTokenVersion') === 2,
  }),
  securityRule('app-no-secret', APPLICATION, {
    must: 'The app registration has no secret.',
    holds: ({ props }) => props['password'] === undefined,
  }),
  securityRule('app-few-permissions', APPLICATION, {
    must: 'The app asks Microsoft Graph for mailboxes and users at most, and nobody else for anything.',
    holds: ({ props }) =>
      listAt(props, 'requiredResourceAccesses').every(
        (resource) =>
          textAt(resource, 'resourceAppId') === GRAPH_CLIENT_ID &&
          listAt(resource, 'resourceAccesses').every((access) => ALLOWED_GRAPH_ROLES.has(textAt(access, 'id') ?? '')),
      ),
  }),
  securityRule('app-assigned-users-only', PRINCIPAL, {
    must: 'Only who has a role gets a token for the app.',
    holds: ({ props }) => props['appRoleAssignmentRequired'] === true,
  }),
  securityRule('app-trusts-its-tenant-only', FEDERATION, {
    must: 'The app trusts an identity of Entra ID and no outside issuer.',
    holds: ({ props }) => ENTRA_ISSUER.test(textAt(props, 'issuer') ?? ''),
  }),
];
