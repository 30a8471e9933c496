import * as pulumi from '@pulumi/pulumi';
import { IMMUTABLE_CONTAINERS } from '../archive-stores';
import type { StackConfig } from '../config/fields';
import { publishCommand } from './publish-command';

export interface RetentionLockArgs {
  readonly config: Pick<StackConfig, 'cloud' | 'retentionDays'>;
  readonly accountId: pulumi.Input<string>;
  /** What must be there first. Given to the resource itself: an order between components is not kept in the state. */
  readonly waitFor: readonly pulumi.Resource[];
}

/** Locks the immutability policies, and later makes the locked period longer. Nothing undoes it. */
export class RetentionLock extends pulumi.ComponentResource {
  constructor(name: string, args: RetentionLockArgs, opts?: pulumi.ComponentResourceOptions) {
    super('signal-archive:infra:RetentionLock', name, {}, opts);
    const containers = IMMUTABLE_CONTAINERS.map((container) => container.name).join(',');
    publishCommand(
      name,
      'lock-retention',
      {
        CONNECTOR_CLOUD: args.config.cloud,
        CONNECTOR_ARCHIVE_ACCOUNT_ID: args.accountId,
        CONNECTOR_CONTAINERS: containers,
        CONNECTOR_RETENTION_DAYS: String(args.config.retentionDays),
      },
      [containers, args.config.retentionDays],
      { parent: this, dependsOn: [...args.waitFor] },
    );
    this.registerOutputs({ days: args.config.retentionDays });
  }
}
