import * as storage from '@pulumi/azure-native/storage';
import * as pulumi from '@pulumi/pulumi';
import { CONTAINERS, type ContainerPlan, QUEUES, TABLES } from '../archive-stores';
import { MAX_RETENTION_DAYS, type StackConfig } from '../config/fields';
import { containerId } from '../resource-ids';
import { after } from './known-value';
import { lifecycleRules } from './lifecycle';
import { EVIDENCE, type Firewall, type Placement } from './placement';
import { secureAccountArgs } from './secure-account';

type RetentionConfig = Pick<
  StackConfig,
  | 'retentionDays'
  | 'deleteAfterDays'
  | 'legalHold'
  | 'lockRetention'
  | 'softDeleteDays'
  | 'storageRedundancy'
  | 'customerManagedKeyId'
  | 'customerManagedKeyIdentityId'
>;

export interface ArchiveStorageArgs {
  readonly accountName: string;
  readonly accountId: string;
  readonly placement: Placement;
  readonly firewall: Firewall;
  readonly config: RetentionConfig;
}

/** The secure storage of the organisation: originals, reports, mappings, the ledger and the queues between the steps. */
export class ArchiveStorage extends pulumi.ComponentResource {
  readonly accountId: pulumi.Output<string>;
  /** Id of each container by its name. */
  readonly containerIds: ReadonlyMap<string, pulumi.Output<string>>;
  /** Exist before anything may write: the stores and what keeps them immutable. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: ArchiveStorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super('signal-archive:infra:ArchiveStorage', name, {}, opts);
    const child = { parent: this };
    const evidence = { parent: this, ...EVIDENCE };
    const account = new storage.StorageAccount(name, archiveAccountArgs(args), evidence);
    this.accountId = after(account, args.accountId);
    const place = { resourceGroupName: args.placement.resourceGroupName, accountName: after(account, args.accountName) };

    const service = new storage.BlobServiceProperties(`${name}-blobs`, { ...place, ...blobServiceArgs(args.config) }, evidence);
    const containers = CONTAINERS.map((plan) => ({
      plan,
      container: new storage.BlobContainer(
        `${name}-${plan.name}`,
        { ...place, containerName: plan.name, publicAccess: storage.PublicAccess.None },
        { ...evidence, dependsOn: [service] },
      ),
    }));
    this.containerIds = new Map(
      containers.map(({ plan, container }) => [plan.name, after(container, containerId(args.accountId, plan.name))]),
    );
    const policies = containers
      .filter(({ plan }) => plan.isImmutable)
      .map(({ plan, container }) => this.makeImmutable(name, plan, { ...place, containerName: after(container, plan.name) }, args.config));
    const tables = TABLES.map((tableName) => new storage.Table(`${name}-${tableName}`, { ...place, tableName }, evidence));
    const queues = QUEUES.map((queueName) => new storage.Queue(`${name}-${queueName}`, { ...place, queueName }, child));
    new storage.ManagementPolicy(
      `${name}-lifecycle`,
      { ...place, managementPolicyName: 'default', policy: { rules: lifecycleRules(args.config) } },
      { ...child, dependsOn: [service] },
    );
    this.ready = [...containers.map(({ container }) => container), ...policies, ...tables, ...queues];
    this.registerOutputs({ accountId: this.accountId });
  }

  private makeImmutable(name: string, plan: ContainerPlan, place: ContainerPlace, config: RetentionConfig): pulumi.Resource {
    const policy = new storage.BlobContainerImmutabilityPolicy(
      `${name}-${plan.name}-immutable`,
      { ...place, ...immutabilityArgs(plan, config) },
      { parent: this, ...EVIDENCE, ...(config.lockRetention === '' ? {} : LEFT_TO_THE_LOCK) },
    );
    if (config.legalHold.length > 0) {
      new storage.BlobContainerLegalHold(
        `${name}-${plan.name}-hold`,
        { ...place, tags: [...config.legalHold], allowProtectedAppendWritesAll: false },
        { parent: this, dependsOn: [policy] },
      );
    }
    return policy;
  }
}

type ContainerPlace = Pick<storage.BlobContainerImmutabilityPolicyArgs, 'resourceGroupName' | 'accountName' | 'containerName'>;

/** A locked policy refuses every PUT; from then on our client makes it longer (`infra/publish/retention-lock.ts`). */
const LEFT_TO_THE_LOCK = { ignoreChanges: ['immutabilityPeriodSinceCreationInDays', 'allowProtectedAppendWrites'] };

/** Days the immutability policies get: "keep for ever" is the longest period that Azure takes. */
export function immutabilityDays(retentionDays: number): number {
  return retentionDays === 0 ? MAX_RETENTION_DAYS : retentionDays;
}

export function immutabilityArgs(
  plan: ContainerPlan,
  config: Pick<StackConfig, 'retentionDays'>,
): Pick<
  storage.BlobContainerImmutabilityPolicyArgs,
  'immutabilityPolicyName' | 'immutabilityPeriodSinceCreationInDays' | 'allowProtectedAppendWrites'
> {
  return {
    immutabilityPolicyName: 'default',
    immutabilityPeriodSinceCreationInDays: immutabilityDays(config.retentionDays),
    allowProtectedAppendWrites: plan.hasAppends,
  };
}

export function blobServiceArgs(
  config: Pick<StackConfig, 'softDeleteDays'>,
): Omit<storage.BlobServicePropertiesArgs, 'accountName' | 'resourceGroupName'> {
  const softDelete = { enabled: true, days: config.softDeleteDays };
  return {
    blobServicesName: 'default',
    isVersioningEnabled: true,
    changeFeed: { enabled: true },
    deleteRetentionPolicy: softDelete,
    containerDeleteRetentionPolicy: softDelete,
  };
}

export function archiveAccountArgs(args: ArchiveStorageArgs): storage.StorageAccountArgs {
  const { customerManagedKeyId: keyId, customerManagedKeyIdentityId: identityId } = args.config;
  return secureAccountArgs({
    accountName: args.accountName,
    placement: args.placement,
    redundancy: args.config.storageRedundancy,
    firewall: args.firewall,
    customerManagedKey: keyId === '' ? undefined : { keyId, identityId },
  });
}
