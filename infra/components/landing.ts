import * as storage from '@pulumi/azure-native/storage';
import * as pulumi from '@pulumi/pulumi';
import { containerId } from '../resource-ids';
import { after } from './known-value';
import { EVIDENCE, type Firewall, type Placement } from './placement';
import { secureAccountArgs } from './secure-account';

export interface LandingArgs {
  readonly accountName: string;
  readonly accountId: string;
  readonly placement: Placement;
  /** The app's subnet and the vendor's addresses; the endpoint is public, because the vendor is outside. */
  readonly firewall: Firewall;
  readonly redundancy: string;
  readonly publicKey: string;
}

export const LANDING_CONTAINER = 'inbox';
const USER = 'vendor';

/**
 * Where the vendor pushes packages by SFTP. An account of its own: SFTP needs a hierarchical namespace, which excludes
 * versions and immutability, so the connector copies what arrives into the archive at once.
 */
export class Landing extends pulumi.ComponentResource {
  readonly accountId: pulumi.Output<string>;
  readonly containerId: pulumi.Output<string>;
  /** What the vendor signs in with: `<account>.<user>`. */
  readonly userName: pulumi.Output<string>;

  constructor(name: string, args: LandingArgs, opts?: pulumi.ComponentResourceOptions) {
    super('signal-archive:infra:Landing', name, {}, opts);
    const evidence = { parent: this, ...EVIDENCE };
    const account = new storage.StorageAccount(name, landingAccountArgs(args), evidence);
    this.accountId = after(account, args.accountId);
    const place = { resourceGroupName: args.placement.resourceGroupName, accountName: after(account, args.accountName) };
    new storage.BlobServiceProperties(
      `${name}-blobs`,
      { ...place, blobServicesName: 'default', deleteRetentionPolicy: SOFT_DELETE, containerDeleteRetentionPolicy: SOFT_DELETE },
      evidence,
    );
    const container = new storage.BlobContainer(
      `${name}-${LANDING_CONTAINER}`,
      { ...place, containerName: LANDING_CONTAINER, publicAccess: storage.PublicAccess.None },
      evidence,
    );
    const user = new storage.LocalUser(
      `${name}-${USER}`,
      { ...place, ...localUserArgs(args.publicKey) },
      { parent: this, dependsOn: [container] },
    );
    this.containerId = after(container, containerId(args.accountId, LANDING_CONTAINER));
    this.userName = after(user, `${args.accountName}.${USER}`);
    this.registerOutputs({ userName: this.userName });
  }
}

/** A package the connector has taken over and removed here can be brought back for this long. */
const SOFT_DELETE = { enabled: true, days: 30 };

export function landingAccountArgs(args: LandingArgs): storage.StorageAccountArgs {
  return { ...secureAccountArgs(args), isHnsEnabled: true, isSftpEnabled: true, isLocalUserEnabled: true };
}

/** Write only: the vendor can neither list nor read back nor delete what it pushed. */
export function localUserArgs(publicKey: string): Omit<storage.LocalUserArgs, 'accountName' | 'resourceGroupName'> {
  return {
    username: USER,
    hasSharedKey: false,
    hasSshKey: true,
    hasSshPassword: false,
    homeDirectory: LANDING_CONTAINER,
    permissionScopes: [{ service: 'blob', resourceName: LANDING_CONTAINER, permissions: 'w' }],
    sshAuthorizedKeys: [{ description: 'vendor', key: publicKey }],
  };
}
