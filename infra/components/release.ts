import type * as command from '@pulumi/command/local';
import * as pulumi from '@pulumi/pulumi';
import type { Hosting } from '../clouds';
import type { StackConfig } from '../config/fields';
import type { ReleaseChoice } from '../release-choice';
import { publishCommand } from './publish-command';

export interface ReleaseArgs {
  readonly config: Pick<StackConfig, 'cloud' | 'subscriptionId'>;
  readonly resourceGroupName: pulumi.Input<string>;
  readonly siteName: pulumi.Input<string>;
  readonly clientId: pulumi.Input<string>;
  readonly hosting: Hosting;
  readonly release: ReleaseChoice;
  /** What must be there first. Given to the resource itself: an order between components is not kept in the state. */
  readonly waitFor: readonly pulumi.Resource[];
}

/** Puts the release zip on the function app, again whenever the zip, the app registration or the hosting changes. */
export class Release extends pulumi.ComponentResource {
  readonly published: command.Command;

  constructor(name: string, args: ReleaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super('signal-archive:infra:Release', name, {}, opts);
    this.published = publishCommand(
      name,
      'release',
      {
        CONNECTOR_CLOUD: args.config.cloud,
        CONNECTOR_SUBSCRIPTION_ID: args.config.subscriptionId,
        CONNECTOR_RESOURCE_GROUP: args.resourceGroupName,
        CONNECTOR_SITE: args.siteName,
        CONNECTOR_RELEASE_URL: args.release.url,
        CONNECTOR_RELEASE_SHA256: args.release.sha256,
      },
      [args.release.sha256, args.clientId, args.hosting],
      { parent: this, dependsOn: [...args.waitFor] },
    );
    this.registerOutputs({ sha256: args.release.sha256 });
  }
}
