import * as storage from '@pulumi/azure-native/storage';
import * as pulumi from '@pulumi/pulumi';
import { after } from './known-value';
import type { Firewall, Placement } from './placement';
import { secureAccountArgs } from './secure-account';

export interface HostStorageArgs {
  readonly accountName: string;
  readonly accountId: string;
  /** `https://<account>.blob.<suffix>`. */
  readonly blobServiceUri: string;
  readonly redundancy: string;
  readonly placement: Placement;
  readonly firewall: Firewall;
}

/** What the Functions host and the deployment need, and nothing of the archive: locks, keys, the released package. */
export class HostStorage extends pulumi.ComponentResource {
  readonly accountId: pulumi.Output<string>;
  /** Container the platform keeps the released zip in. */
  readonly deploymentsUrl: pulumi.Output<string>;

  constructor(name: string, args: HostStorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super('signal-archive:infra:HostStorage', name, {}, opts);
    const account = new storage.StorageAccount(name, secureAccountArgs(args), {
      parent: this,
    });
    this.accountId = after(account, args.accountId);
    const place = { resourceGroupName: args.placement.resourceGroupName, accountName: after(account, args.accountName) };
    const service = new storage.BlobServiceProperties(
      `${name}-blobs`,
      { ...place, blobServicesName: 'default', deleteRetentionPolicy: SOFT_DELETE, containerDeleteRetentionPolicy: SOFT_DELETE },
      { parent: this },
    );
    const deployments = new storage.BlobContainer(
      `${name}-deployments`,
      { ...place, containerName: 'deployments', publicAccess: storage.PublicAccess.None },
      { parent: this, dependsOn: [service] },
    );
    this.deploymentsUrl = after(deployments, `${args.blobServiceUri}/deployments`);
    this.registerOutputs({ accountId: this.accountId });
  }
}

/** Enough to take back a release that somebody deleted; the host's own blobs are made again. */
const SOFT_DELETE = { enabled: true, days: 7 };
