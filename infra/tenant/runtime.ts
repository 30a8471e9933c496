import { blobServiceUri } from '../clouds';
import { ConnectorApp } from '../components/connector-app';
import { ConnectorAppAddresses } from '../components/connector-app-addresses';
import { CREDENTIAL_SECRET_NAME, SIGNING_KEY_NAME } from '../components/connector-vault';
import { Diagnostics, storageServices } from '../components/diagnostics';
import { ImportFunction } from '../components/import-function';
import { LANDING_CONTAINER } from '../components/landing';
import { Monitoring } from '../components/monitoring';
import { RuntimeAccess, runtimeRights } from '../components/runtime-access';
import { connectorSettings, platformSettings, type SettingsFacts } from '../function-settings';
import type { Foundation } from './foundation';
import type { Stores } from './stores';

/** What runs, as whom, and who watches it. */
export interface Runtime {
  readonly app: ConnectorApp;
  readonly addresses: ConnectorAppAddresses;
  readonly monitoring: Monitoring;
  readonly importFunction: ImportFunction;
}

export function makeRuntime(base: Foundation, stores: Stores): Runtime {
  const { config, cloud, names, ids, placement, identity, options } = base;
  const monitoring = new Monitoring('monitoring', { names, ids, stack: base.facts.stack, placement, config }, options);
  watch(base, stores, monitoring);
  const app = new ConnectorApp(
    'connector',
    { displayName: names.application, cloud, config, identityPrincipalId: identity.principalId, uuid: base.uuid },
    options,
  );
  const access = grantAccess(base, stores, monitoring);
  const facts = settingsFacts(base, stores, app, monitoring);
  const importFunction = new ImportFunction(
    'import',
    {
      siteName: names.site,
      siteId: ids.site,
      hostName: `${names.site}.${cloud.sitesSuffix}`,
      planName: names.plan,
      planId: ids.plan,
      placement,
      hosting: base.hosting,
      cloud,
      config,
      identityId: base.identityId,
      subnetId: stores.network.appSubnetId,
      clientId: app.clientId,
      deploymentsUrl: stores.host.deploymentsUrl,
      waitFor: [...access.assignments, ...stores.archive.ready],
      settings: { ...connectorSettings(config, facts), ...platformSettings(base.hosting, config, facts) },
    },
    options,
  );
  const addresses = new ConnectorAppAddresses('connector', { application: app.application, hostName: importFunction.hostName }, options);
  return { app, addresses, monitoring, importFunction };
}

function watch(base: Foundation, { archive, vault, landing }: Stores, monitoring: Monitoring): void {
  const resources = [
    ...storageServices('archive', archive.accountId, ['blob', 'queue', 'table']),
    ...(landing === undefined ? [] : storageServices('landing', landing.accountId, ['blob'])),
    { name: 'vault', resourceId: vault.vaultId, categories: ['AuditEvent'] },
  ];
  new Diagnostics('access-log', { workspaceId: monitoring.workspaceId, resources }, base.options);
}

function grantAccess(base: Foundation, { archive, host, vault, landing }: Stores, monitoring: Monitoring): RuntimeAccess {
  const rights = runtimeRights({
    hostAccount: host.accountId,
    archiveAccount: archive.accountId,
    archiveContainers: archive.containerIds,
    landingContainer: landing?.containerId,
    credentialSecret: vault.credentialId,
    signingKey: vault.signingKeyId,
    insights: monitoring.insightsId,
  });
  return new RuntimeAccess(
    'access',
    { subscriptionId: base.config.subscriptionId, principalId: base.identity.principalId, rights, uuid: base.uuid },
    base.options,
  );
}

function settingsFacts(base: Foundation, stores: Stores, app: ConnectorApp, monitoring: Monitoring): SettingsFacts {
  const { cloud, names, facts, identity } = base;
  const landing = stores.landing === undefined ? undefined : `${blobServiceUri(cloud, names.landingAccount)}/${LANDING_CONTAINER}`;
  return {
    stack: facts.stack,
    cloud,
    release: facts.release.sha256,
    clientId: app.clientId,
    identityClientId: identity.clientId,
    archiveAccount: names.archiveAccount,
    hostAccount: names.hostAccount,
    vaultName: names.vault,
    credentialSecretName: CREDENTIAL_SECRET_NAME,
    signingKeyName: SIGNING_KEY_NAME,
    landingUrl: landing,
    mappingVersion: facts.mapping?.version ?? '',
    insightsConnectionString: monitoring.insightsConnectionString,
  };
}
