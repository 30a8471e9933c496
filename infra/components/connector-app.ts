import * as azuread from '@pulumi/azuread';
import * as pulumi from '@pulumi/pulumi';
import { ACCESS_SCOPE, APP_ROLES, type AppRole, AZURE_CLI_CLIENT_ID } from '../app-roles';
import { type Cloud, issuerOf } from '../clouds';
import type { StackConfig } from '../config/fields';
import { GRAPH_CLIENT_ID, graphRoles } from '../graph-roles';

export interface ConnectorAppArgs {
  readonly displayName: string;
  readonly cloud: Cloud;
  readonly config: Pick<
    StackConfig,
    'tenantId' | 'ownerIds' | 'adminIds' | 'auditorIds' | 'readerIds' | 'mailAccess' | 'grantAdminConsent'
  >;
  /** Object id of the user-assigned identity whose tokens stand for the app. */
  readonly identityPrincipalId: pulumi.Input<string>;
  /** A UUID that belongs to this stack and the given thing. */
  uuid(thing: string): string;
}

/** The connector in Entra ID: single tenant, no secret, three roles, the permissions it needs and no more. */
export class ConnectorApp extends pulumi.ComponentResource {
  readonly application: azuread.Application;
  readonly principal: azuread.ServicePrincipal;
  readonly clientId: pulumi.Output<string>;
  /** Where an administrator consents; empty when this update does. */
  readonly consentUrl: pulumi.Output<string>;

  constructor(name: string, args: ConnectorAppArgs, opts?: pulumi.ComponentResourceOptions) {
    super('signal-archive:infra:ConnectorApp', name, {}, opts);
    const child = { parent: this };
    // Only looked up: a resource for Microsoft Graph's own principal would patch it.
    const graph = azuread.getServicePrincipalOutput({ clientId: GRAPH_CLIENT_ID }, child);
    const roles = graphRoles(args.config.mailAccess).map((role) => ({ role, id: graph.appRoleIds.apply((ids) => graphRoleId(ids, role)) }));
    this.application = new azuread.Application(
      name,
      applicationArgs(
        args,
        roles.map(({ id }) => id),
      ),
      {
        ...child,
        // Set by resources of their own after the web app (`ConnectorAppAddresses`).
        ignoreChanges: ['identifierUris', 'web.redirectUris'],
      },
    );
    this.clientId = this.application.clientId;
    this.principal = new azuread.ServicePrincipal(name, principalArgs(args, this.clientId), child);
    new azuread.ApplicationPreAuthorized(
      `${name}-azure-cli`,
      { applicationId: this.application.id, authorizedClientId: AZURE_CLI_CLIENT_ID, permissionIds: [args.uuid(`scope ${ACCESS_SCOPE}`)] },
      child,
    );
    new azuread.ApplicationFederatedIdentityCredential(
      `${name}-identity`,
      {
        applicationId: this.application.id,
        displayName: 'function-identity',
        description: 'The managed identity of the function app stands for this application.',
        issuer: issuerOf(args.cloud, args.config.tenantId),
        subject: args.identityPrincipalId,
        audiences: [args.cloud.tokenExchangeAudience],
      },
      child,
    );
    this.assignMembers(name, args);
    this.consentUrl = this.consent(name, args, graph.objectId, roles);
    this.registerOutputs({ clientId: this.clientId });
  }

  private assignMembers(name: string, args: ConnectorAppArgs): void {
    for (const role of APP_ROLES) {
      for (const member of args.config[role.membersKey]) {
        new azuread.AppRoleAssignment(
          `${name}-${role.membersKey}-${member}`,
          { appRoleId: appRoleUuid(args, role), principalObjectId: member, resourceObjectId: this.principal.objectId },
          { parent: this, dependsOn: [this.application] },
        );
      }
    }
  }

  private consent(
    name: string,
    args: ConnectorAppArgs,
    graphObjectId: pulumi.Input<string>,
    roles: readonly { readonly role: string; readonly id: pulumi.Input<string> }[],
  ): pulumi.Output<string> {
    if (!args.config.grantAdminConsent) {
      return pulumi.interpolate`${args.cloud.authorityHost}/${args.config.tenantId}/adminconsent?client_id=${this.clientId}`;
    }
    for (const { role, id } of roles) {
      new azuread.AppRoleAssignment(
        `${name}-consent-${role}`,
        { appRoleId: id, principalObjectId: this.principal.objectId, resourceObjectId: graphObjectId },
        { parent: this },
      );
    }
    return pulumi.output('');
  }
}

function graphRoleId(ids: Readonly<Record<string, string>>, role: string): string {
  const id = ids[role];
  if (id === undefined) throw new Error(`Microsoft Graph of this tenant has no application permission ${role}`);
  return id;
}

const appRoleUuid = (args: Pick<ConnectorAppArgs, 'uuid'>, role: AppRole): string => args.uuid(`app role ${role.value}`);

export function applicationArgs(args: ConnectorAppArgs, graphRoleIds: readonly pulumi.Input<string>[]): azuread.ApplicationArgs {
  return {
    displayName: args.displayName,
    description: "Archives employees' Signal messages in their mailboxes. Deployed by Pulumi.",
    signInAudience: 'AzureADMyOrg',
    owners: [...args.config.ownerIds],
    api: { requestedAccessTokenVersion: 2, oauth2PermissionScopes: [accessScope(args)] },
    // The sign-in of the page asks for an id token beside the code.
    web: { implicitGrant: { idTokenIssuanceEnabled: true, accessTokenIssuanceEnabled: false } },
    appRoles: APP_ROLES.map((role) => ({
      id: appRoleUuid(args, role),
      value: role.value,
      displayName: role.displayName,
      description: role.description,
      allowedMemberTypes: ['User', 'Application'],
      enabled: true,
    })),
    requiredResourceAccesses: [{ resourceAppId: GRAPH_CLIENT_ID, resourceAccesses: graphRoleIds.map((id) => ({ id, type: 'Role' })) }],
  };
}

function accessScope(args: Pick<ConnectorAppArgs, 'uuid'>): azuread.types.input.ApplicationApiOauth2PermissionScope {
  return {
    id: args.uuid(`scope ${ACCESS_SCOPE}`),
    value: ACCESS_SCOPE,
    type: 'User',
    enabled: true,
    adminConsentDisplayName: 'Use the connector',
    adminConsentDescription: 'Lets the signed-in user use the connector with the roles assigned to them.',
    userConsentDisplayName: 'Use the connector',
    userConsentDescription: 'Lets you use the connector with the roles assigned to you.',
  };
}

export function principalArgs(args: Pick<ConnectorAppArgs, 'config'>, clientId: pulumi.Input<string>): azuread.ServicePrincipalArgs {
  return {
    clientId,
    owners: [...args.config.ownerIds],
    // Nobody gets a token without a role.
    appRoleAssignmentRequired: true,
    featureTags: [{ enterprise: true, hide: false }],
  };
}
