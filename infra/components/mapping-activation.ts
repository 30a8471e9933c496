import * as pulumi from '@pulumi/pulumi';
import type { StackConfig } from '../config/fields';
import { publishCommand } from './publish-command';

export interface MappingActivationArgs {
  readonly config: Pick<StackConfig, 'cloud' | 'tenantId' | 'mappingFile' | 'mappingConfirm'>;
  readonly hostName: pulumi.Input<string>;
  readonly clientId: pulumi.Input<string>;
  /** SHA-256 and rows of the checked file. Of its content nothing else is an input: nobody's number gets into the state. */
  readonly version: string;
  readonly rows: number;
  /** What must be there first. Given to the resource itself: an order between components is not kept in the state. */
  readonly waitFor: readonly pulumi.Resource[];
}

/** Uploads and activates the mapping file through the connector's own API, where it is recorded like any administrator's act. */
export class MappingActivation extends pulumi.ComponentResource {
  constructor(name: string, args: MappingActivationArgs, opts?: pulumi.ComponentResourceOptions) {
    super('signal-archive:infra:MappingActivation', name, {}, opts);
    publishCommand(
      name,
      'activate-mapping',
      {
        CONNECTOR_CLOUD: args.config.cloud,
        CONNECTOR_TENANT_ID: args.config.tenantId,
        CONNECTOR_API: pulumi.interpolate`https://${args.hostName}`,
        CONNECTOR_CLIENT_ID: args.clientId,
        CONNECTOR_MAPPING_FILE: args.config.mappingFile,
        CONNECTOR_MAPPING_VERSION: args.version,
        CONNECTOR_MAPPING_CONFIRMED: String(args.config.mappingConfirm === args.version),
      },
      [args.version, args.rows],
      { parent: this, dependsOn: [...args.waitFor] },
    );
    this.registerOutputs({ version: args.version, rows: args.rows });
  }
}
