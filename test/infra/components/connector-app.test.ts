import { CLOUDS, type CloudName } from '../../../infra/clouds';
import { graphRoles } from '../../../infra/graph-roles';
import { at } from '../../../infra/property-path';
import { type CapturedTenant, captureTenant } from '../support/captured-tenant';

const APPLICATION = 'azuread:index/application:Application';
const ASSIGNMENT = 'azuread:index/appRoleAssignment:AppRoleAssignment';
const FEDERATION = 'azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential';

describe('the connector in Entra ID', () => {
  let example: CapturedTenant;
  let consented: CapturedTenant;

  beforeAll(async () => {
    example = await captureTenant();
    consented = await captureTenant({ grantAdminConsent: true, mailAccess: 'entra', cloud: 'dod', hosting: '' });
  });

  it.each<[string, string, unknown]>([
    ['belongs to one tenant', 'signInAudience', 'AzureADMyOrg'],
    ['gives out tokens of version 2', 'api.requestedAccessTokenVersion', 2],
    ['has no secret', 'password', undefined],
    ['gives the page an id token', 'web.implicitGrant.idTokenIssuanceEnabled', true],
    ['gives nobody an access token in an address', 'web.implicitGrant.accessTokenIssuanceEnabled', false],
    ['leaves its redirect addresses to a resource after the web app', 'web.redirectUris', undefined],
    ['leaves its identifiers to a resource after the web app', 'identifierUris', undefined],
  ])('%s', (_case, path, value) => {
    expect(at(example.resource(APPLICATION, 'connector').inputs, path)).toEqual(value);
  });

  it('is owned by those the configuration names, application and principal', () => {
    const owners = ['33333333-3333-4333-8333-333333333301', '33333333-3333-4333-8333-333333333302'];
    expect(example.resource(APPLICATION, 'connector').inputs['owners']).toEqual(owners);
    expect(example.resource('azuread:index/servicePrincipal:ServicePrincipal', 'connector').inputs).toMatchObject({
      owners,
      appRoleAssignmentRequired: true,
    });
  });

  it('has three roles, for people and for deploying identities', () => {
    expect(example.resource(APPLICATION, 'connector').inputs['appRoles']).toMatchObject([
      { value: 'DataConnector.Admin', allowedMemberTypes: ['User', 'Application'] },
      { value: 'DataConnector.Auditor', allowedMemberTypes: ['User', 'Application'] },
      { value: 'DataConnector.Reader', allowedMemberTypes: ['User', 'Application'] },
    ]);
  });

  it('gives each role to whom the configuration names', () => {
    const roles = new Map(
      (example.resource(APPLICATION, 'connector').inputs['appRoles'] as { id: string; value: string }[]).map(({ id, value }) => [
        id,
        value,
      ]),
    );
    const given = example
      .ofType(ASSIGNMENT)
      .map(({ inputs }) => [roles.get(String(inputs['appRoleId'])), String(inputs['principalObjectId']).slice(-2)]);
    expect(given.sort()).toEqual([
      ['DataConnector.Admin', '01'],
      ['DataConnector.Admin', '02'],
      ['DataConnector.Auditor', '02'],
      ['DataConnector.Reader', '03'],
    ]);
  });

  it.each([
    ['exchange-rbac', ['User.Read.All']],
    ['entra', ['Mail.ReadWrite', 'User.Read.All']],
  ] as const)('asks with %s for %s, and never to send mail', (mailAccess, roles) => {
    expect(graphRoles(mailAccess)).toEqual(roles);
    expect(graphRoles(mailAccess)).not.toContain('Mail.Send');
  });

  it('declares the permissions by the ids that Microsoft Graph gives them', () => {
    expect(at(example.resource(APPLICATION, 'connector').inputs, 'requiredResourceAccesses.0.resourceAccesses')).toEqual([
      { id: 'df021288-bdef-4463-88db-98f22de89214', type: 'Role' },
    ]);
  });

  it('only looks Microsoft Graph up: a resource would patch it', () => {
    const clientIds = example.ofType('azuread:index/servicePrincipal:ServicePrincipal').map(({ inputs }) => inputs['clientId']);
    expect(clientIds).toHaveLength(1);
    expect(clientIds).not.toContain('00000003-0000-0000-c000-000000000000');
  });

  it('says where to consent, or consents when the configuration says so', () => {
    expect(example.outputs['adminConsentUrl']).toMatch(/^https:\/\/login\.microsoftonline\.com\/11111111-.*\/adminconsent\?client_id=/);
    expect(consented.outputs['adminConsentUrl']).toBe('');
    expect(consented.resources.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['connector-consent-Mail.ReadWrite', 'connector-consent-User.Read.All']),
    );
  });

  it('lets the Azure command line ask for its scope', () => {
    const scope = at(example.resource(APPLICATION, 'connector').inputs, 'api.oauth2PermissionScopes.0.id');
    expect(example.resource('azuread:index/applicationPreAuthorized:ApplicationPreAuthorized', 'connector-azure-cli').inputs).toMatchObject(
      {
        authorizedClientId: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
        permissionIds: [scope],
      },
    );
  });

  it('gets its addresses after the web app', () => {
    const host = String(example.outputs['pageUrl']);
    expect(
      example.resource('azuread:index/applicationRedirectUris:ApplicationRedirectUris', 'connector-redirect').inputs['redirectUris'],
    ).toEqual([`${host}/.auth/login/aad/callback`]);
    expect(
      example.resource('azuread:index/applicationIdentifierUri:ApplicationIdentifierUri', 'connector-identifier').inputs['identifierUri'],
    ).toBe(`api://${example.outputs['appClientId']}`);
  });

  it("trusts the function's identity, by the issuer and audience of its cloud", () => {
    const identity = example.ofType('azure-native:authorization:RoleAssignment')[0]?.inputs['principalId'];
    expect(example.resource(FEDERATION, 'connector-identity').inputs).toMatchObject({
      subject: identity,
      issuer: 'https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0',
      audiences: ['api://AzureADTokenExchange'],
    });
    expect(consented.resource(FEDERATION, 'connector-identity').inputs).toMatchObject({
      issuer: 'https://login.microsoftonline.us/11111111-1111-4111-8111-111111111111/v2.0',
      audiences: ['api://AzureADTokenExchangeUSGov'],
    });
  });

  it('comes with the exact commands that limit it to the mailboxes of one group', () => {
    const script = String(example.outputs['exchangeScopeScript']);
    for (const part of [
      'Connect-ExchangeOnline -ExchangeEnvironmentName O365Default',
      `New-ServicePrincipal -AppId '${example.outputs['appClientId']}' -ObjectId '${example.outputs['servicePrincipalObjectId']}'`,
      "Get-DistributionGroup -Identity 'Signal archive mailboxes'",
      `New-ManagementScope -Name 'Signal archive dev' -RecipientRestrictionFilter "MemberOfGroup -eq '$($group.DistinguishedName)'"`,
      "-Role 'Application Mail.ReadWrite' -CustomResourceScope 'Signal archive dev'",
      'Test-ServicePrincipalAuthorization',
    ]) {
      expect(script).toContain(part);
    }
    expect(consented.outputs['exchangeScopeScript']).toBe('');
  });
});

describe('the table of clouds', () => {
  it.each<[CloudName, string, string, string, string]>([
    ['commercial', 'public', 'https://graph.microsoft.com/v1.0', 'core.windows.net', 'flex'],
    ['gcc', 'public', 'https://graph.microsoft.com/v1.0', 'core.windows.net', 'flex'],
    ['gcc-high', 'usgovernment', 'https://graph.microsoft.us/v1.0', 'core.usgovcloudapi.net', 'dedicated'],
    ['dod', 'usgovernment', 'https://dod-graph.microsoft.us/v1.0', 'core.usgovcloudapi.net', 'dedicated'],
    ['china', 'china', 'https://microsoftgraph.chinacloudapi.cn/v1.0', 'core.chinacloudapi.cn', 'dedicated'],
  ])('knows %s', (cloud, azureEnvironment, graphRoot, storageSuffix, hosting) => {
    expect(CLOUDS[cloud]).toMatchObject({ azureEnvironment, graphRoot, storageSuffix, hosting });
  });

  it('reaches every setting of the runtime and every provider', async () => {
    const tenant = await captureTenant({ cloud: 'china', hosting: '' });
    const settings = new Map(
      (at(tenant.resource('azure-native:web:WebApp', 'import').inputs, 'siteConfig.appSettings') as { name: string; value: string }[]).map(
        ({ name, value }) => [name, value],
      ),
    );
    expect(settings.get('GRAPH_ROOT')).toBe('https://microsoftgraph.chinacloudapi.cn/v1.0');
    expect(settings.get('AUTHORITY_HOST')).toBe('https://login.partner.microsoftonline.cn');
    expect(settings.get('ARCHIVE_STORAGE__queueServiceUri')).toMatch(/\.queue\.core\.chinacloudapi\.cn$/);
    expect(settings.get('VAULT_URI')).toMatch(/\.vault\.azure\.cn$/);
    expect(settings.get('TOKEN_EXCHANGE_AUDIENCE')).toBe('api://AzureADTokenExchangeChina');
  });
});
