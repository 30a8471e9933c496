import { privateZones } from '../clouds';
import { Budget } from '../components/budget';
import { MappingActivation } from '../components/mapping-activation';
import { PrivateEndpoints } from '../components/private-endpoints';
import { Release } from '../components/release';
import { RetentionLock } from '../components/retention-lock';
import type { Foundation } from './foundation';
import type { Runtime } from './runtime';
import type { Stores } from './stores';

/** What is done to the resources once they are there: private roads to them, the release, the mapping, the lock, the budget. */
export function deliver(base: Foundation, stores: Stores, runtime: Runtime): void {
  const { config, facts, names, options } = base;
  const { app, addresses, importFunction } = runtime;
  const roads = config.networkMode === 'private' ? [connectPrivately(base, stores, runtime)] : [];
  const release = new Release(
    'release',
    {
      config,
      resourceGroupName: base.placement.resourceGroupName,
      siteName: importFunction.siteName,
      clientId: app.clientId,
      hosting: base.hosting,
      release: facts.release,
      waitFor: [importFunction, ...roads],
    },
    options,
  );
  if (facts.mapping !== undefined) {
    new MappingActivation(
      'mapping',
      { config, hostName: importFunction.hostName, clientId: app.clientId, ...facts.mapping, waitFor: [release, addresses, app] },
      options,
    );
  }
  if (config.lockRetention !== '') {
    new RetentionLock('retention-lock', { config, accountId: stores.archive.accountId, waitFor: stores.archive.ready }, options);
  }
  if (config.monthlyBudget > 0) {
    new Budget(
      'budget',
      { budgetName: names.budget, resourceGroupId: base.groupId, amount: config.monthlyBudget, emails: config.alertEmails, now: facts.now },
      options,
    );
  }
}

function connectPrivately(base: Foundation, { archive, host, vault, network }: Stores, { importFunction }: Runtime): PrivateEndpoints {
  return new PrivateEndpoints(
    'private',
    {
      placement: base.placement,
      groupId: base.ids.group,
      networkId: network.networkId,
      subnetId: network.endpointSubnetId,
      zones: privateZones(base.cloud),
      existingZoneIds: base.config.privateDnsZoneIds,
      targets: [
        { name: 'archive-blob', resourceId: archive.accountId, service: 'blob' },
        { name: 'archive-queue', resourceId: archive.accountId, service: 'queue' },
        { name: 'archive-table', resourceId: archive.accountId, service: 'table' },
        { name: 'host-blob', resourceId: host.accountId, service: 'blob' },
        { name: 'vault', resourceId: vault.vaultId, service: 'vault' },
        { name: 'site', resourceId: importFunction.siteId, service: 'sites' },
      ],
    },
    base.options,
  );
}
