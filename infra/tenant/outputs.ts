import * as pulumi from '@pulumi/pulumi';
import { vaultUri } from '../clouds';
import { exchangeScopeScript } from '../exchange-scope';
import { graphRoles } from '../graph-roles';
import { OUTPUT } from '../previous-stack';
import type { Foundation } from './foundation';
import type { Runtime } from './runtime';
import type { Stores } from './stores';

/** What an administrator needs after an update, and what the next update reads. None of it is a secret. */
export type TenantOutputs = Readonly<Record<string, pulumi.Input<unknown>>>;

export function outputsOf(base: Foundation, stores: Stores, { app, importFunction }: Runtime): TenantOutputs {
  const { config, facts, cloud, names } = base;
  return {
    resourceGroupName: base.placement.resourceGroupName,
    portalUrl: pulumi.interpolate`${cloud.portal}/#@${config.tenantId}/resource${base.groupId}`,
    functionAppName: importFunction.siteName,
    pageUrl: pulumi.interpolate`https://${importFunction.hostName}`,
    archiveAccountName: names.archiveAccount,
    vaultUri: vaultUri(cloud, names.vault),
    appClientId: app.clientId,
    servicePrincipalObjectId: app.principal.objectId,
    managedIdentityClientId: base.identity.clientId,
    graphRoles: [...graphRoles(config.mailAccess)],
    adminConsentUrl: app.consentUrl,
    exchangeScopeScript: exchangeScript(base, app),
    outboundIp: stores.network.outboundIp,
    landingUser: stores.landing?.userName ?? '',
    releaseSha256: facts.release.sha256,
    retentionDays: config.retentionDays,
    [OUTPUT.lockedRetentionDays]: config.lockRetention === '' ? facts.previous.lockedRetentionDays : config.retentionDays,
    [OUTPUT.mappingVersion]: facts.mapping?.version ?? '',
    mappingRows: facts.mapping?.rows ?? 0,
  };
}

/** Empty when every mailbox is reached by a permission in Entra. */
function exchangeScript({ config, cloud, facts, names }: Foundation, app: Runtime['app']): pulumi.Input<string> {
  if (config.mailAccess !== 'exchange-rbac') return '';
  return pulumi.all([app.clientId, app.principal.objectId]).apply(([clientId, principalObjectId]) =>
    exchangeScopeScript({
      cloud,
      stack: facts.stack,
      clientId,
      principalObjectId,
      displayName: names.application,
      group: config.exchangeScopeGroup,
    }),
  );
}
