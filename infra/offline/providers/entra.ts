import { listAt, textAt, UNKNOWN } from '../../property-path';
import { directoryObject, matches, type ResourceModel, type Rule } from './model';
import { madeUpUuid } from './values';

const HTTPS = /^https:\/\//;

const webAddressesAreSafe: Rule = (inputs) => {
  const refused = listAt(inputs, 'redirectUris').find((uri) => typeof uri === 'string' && !HTTPS.test(uri));
  return refused === undefined
    ? undefined
    : {
        property: 'redirectUris',
        reason: `Invalid URI scheme "${String(refused)}": the redirect URI of a web application must begin with https.`,
      };
};

const ownersStay: Rule = (inputs) =>
  inputs['owners'] === UNKNOWN || listAt(inputs, 'owners').length > 0
    ? undefined
    : { property: 'owners', reason: 'Without owners the calling identity is removed and can never change the application again.' };

const applicationId = matches(
  'applicationId',
  /^\/applications\/[0-9a-f-]{36}$/,
  (id) => `parsing "${id}": the segment at position 0 didn't match "applications"`,
);

/** Objects of Entra ID, by the words of the azuread provider. */
export const ENTRA: Readonly<Record<string, ResourceModel>> = {
  'azuread:index/application:Application': directoryObject({
    required: ['displayName'],
    rules: [ownersStay],
    id: (_inputs, objectId) => `/applications/${objectId}`,
    outputs: (inputs, objectId) => ({
      objectId,
      clientId: madeUpUuid(`${objectId} client`),
      appRoleIds: Object.fromEntries(listAt(inputs, 'appRoles').map((role) => [textAt(role, 'value'), textAt(role, 'id')])),
    }),
  }),
  'azuread:index/servicePrincipal:ServicePrincipal': directoryObject({
    required: ['clientId'],
    replaces: ['clientId'],
    rules: [ownersStay],
    id: (_inputs, objectId) => `/servicePrincipals/${objectId}`,
    outputs: (_inputs, objectId) => ({ objectId }),
  }),
  'azuread:index/appRoleAssignment:AppRoleAssignment': directoryObject({
    required: ['appRoleId', 'principalObjectId', 'resourceObjectId'],
    replaces: ['appRoleId', 'principalObjectId', 'resourceObjectId'],
  }),
  'azuread:index/applicationPreAuthorized:ApplicationPreAuthorized': directoryObject({
    required: ['applicationId', 'authorizedClientId', 'permissionIds'],
    replaces: ['applicationId', 'authorizedClientId'],
    rules: [applicationId],
  }),
  'azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential': directoryObject({
    required: ['applicationId', 'displayName', 'issuer', 'subject', 'audiences'],
    replaces: ['applicationId', 'displayName'],
    rules: [applicationId],
  }),
  'azuread:index/applicationIdentifierUri:ApplicationIdentifierUri': directoryObject({
    required: ['applicationId', 'identifierUri'],
    replaces: ['applicationId', 'identifierUri'],
    rules: [
      applicationId,
      matches('identifierUri', /^(api|https):\/\/./, (uri) => `expected "identifier_uri" to have a scheme of api or https, got ${uri}`),
    ],
  }),
  'azuread:index/applicationRedirectUris:ApplicationRedirectUris': directoryObject({
    required: ['applicationId', 'type', 'redirectUris'],
    replaces: ['applicationId', 'type'],
    rules: [applicationId, webAddressesAreSafe],
  }),
};

/** Application permissions that the made-up Microsoft Graph of the stand-in offers. */
export const OFFERED_BY_GRAPH: Readonly<Record<string, string>> = {
  'Mail.ReadWrite': 'e2a3a72e-5f79-4c64-b1b1-878b674786c9',
  'Mail.Send': 'b633e1c5-b582-4048-a93e-9f11b44c7e96',
  'User.Read.All': 'df021288-bdef-4463-88db-98f22de89214',
};
