import { blobServiceUri } from '../clouds';
import { ArchiveStorage } from '../components/archive-storage';
import { ConnectorVault } from '../components/connector-vault';
import { HostStorage } from '../components/host-storage';
import { Landing } from '../components/landing';
import { Network } from '../components/network';
import type { Firewall } from '../components/placement';
import type { Foundation } from './foundation';

/** The network and everything that keeps something. */
export interface Stores {
  readonly network: Network;
  readonly archive: ArchiveStorage;
  readonly host: HostStorage;
  readonly vault: ConnectorVault;
  readonly landing: Landing | undefined;
}

export function makeStores(base: Foundation): Stores {
  const { config, names, ids, placement, options } = base;
  const network = new Network('network', { names, ids, placement, hosting: base.hosting, config }, options);
  const publicNetworkAccess = config.networkMode === 'private' ? 'Disabled' : 'Enabled';
  const appOnly: Firewall = { publicNetworkAccess, subnetIds: [network.appSubnetId], ipRanges: [] };
  const appAndPeople: Firewall = { ...appOnly, ipRanges: config.allowedIps };
  return {
    network,
    archive: new ArchiveStorage(
      'archive',
      { accountName: names.archiveAccount, accountId: ids.archiveAccount, placement, firewall: appAndPeople, config },
      options,
    ),
    host: makeHost(base, appOnly),
    vault: new ConnectorVault(
      'vault',
      {
        vaultName: names.vault,
        vaultId: ids.vault,
        tenantId: config.tenantId,
        placement,
        firewall: appAndPeople,
        credentialExpiresAt: unixSeconds(config.credentialExpiresOn),
      },
      options,
    ),
    landing: config.sourceKind === 'landing' ? makeLanding(base, network) : undefined,
  };
}

function makeHost({ config, names, ids, cloud, placement, options }: Foundation, firewall: Firewall): HostStorage {
  const accountName = names.hostAccount;
  return new HostStorage(
    'host',
    {
      accountName,
      accountId: ids.hostAccount,
      blobServiceUri: blobServiceUri(cloud, accountName),
      redundancy: config.storageRedundancy,
      placement,
      firewall,
    },
    options,
  );
}

function makeLanding({ config, names, ids, placement, options }: Foundation, network: Network): Landing {
  return new Landing(
    'landing',
    {
      accountName: names.landingAccount,
      accountId: ids.landingAccount,
      placement,
      // The vendor comes from outside, whatever the network of the app is.
      firewall: { publicNetworkAccess: 'Enabled', subnetIds: [network.appSubnetId], ipRanges: config.landingAllowedIps },
      redundancy: config.storageRedundancy,
      publicKey: config.landingPublicKey,
    },
    options,
  );
}

const MILLISECONDS_PER_SECOND = 1000;

/** The end of a day such as "2027-06-30" (UTC) in Unix seconds; undefined for no day. */
export function unixSeconds(day: string): number | undefined {
  return day === '' ? undefined : Date.parse(`${day}T23:59:59Z`) / MILLISECONDS_PER_SECOND;
}
