import * as storage from '@pulumi/azure-native/storage';
import * as pulumi from '@pulumi/pulumi';
import type { Firewall, Placement } from './placement';
import { secureAccountArgs } from './secure-account';

export interface HostStorageArgs {
  readonly accountName: string;
  readonly placement: Placement;
  readonly firewall: Firewall;
}

/** What the Functions host and the deployment need, and nothing of the archive: locks, keys, the released package. */
export class HostStorage extends pulumi.ComponentResource {
  readonly account: storage.StorageAccount;
  readonly deployments: storage.BlobContainer;

  constructor(name: string, args: HostStorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super('signal-archive:infra:HostStorage', name, {}, opts);
    this.account = new storage.StorageAccount(name, secureAccountArgs({ ...args, redundancy: storage.SkuName.Standard_ZRS }), {
      parent: this,
    });
    const place = { resourceGroupName: args.placement.resourceGroupName, accountName: this.account.name };
    const service = new storage.BlobServiceProperties(
      `${name}-blobs`,
      { ...place, blobServicesName: 'default', deleteRetentionPolicy: SOFT_DELETE, containerDeleteRetentionPolicy: SOFT_DELETE },
      { parent: this },
    );
    this.deployments = new storage.BlobContainer(
      `${name}-deployments`,
      { ...place, containerName: 'deployments', publicAccess: storage.PublicAccess.None },
      { parent: this, dependsOn: [service] },
    );
    this.registerOutputs({ accountName: this.account.name });
  }
}

/** Enough to take back a release that somebody deleted; the host's own blobs are made again. */
const SOFT_DELETE = { enabled: true, days: 7 };
