import * as monitor from '@pulumi/azure-native/monitor';
import * as pulumi from '@pulumi/pulumi';

/** A resource whose use is logged. */
export interface DiagnosedResource {
  /** Unique in the stack. */
  readonly name: string;
  readonly resourceId: pulumi.Input<string>;
  readonly categories: readonly string[];
}

const STORAGE_CATEGORIES = ['StorageRead', 'StorageWrite', 'StorageDelete'];

/** Storage logs by service: a setting on the account itself knows no log category. */
export function storageServices(
  name: string,
  accountId: pulumi.Input<string>,
  services: readonly ('blob' | 'queue' | 'table')[],
): DiagnosedResource[] {
  return services.map((service) => ({
    name: `${name}-${service}`,
    resourceId: pulumi.interpolate`${accountId}/${service}Services/default`,
    categories: STORAGE_CATEGORIES,
  }));
}

export interface DiagnosticsArgs {
  readonly workspaceId: pulumi.Input<string>;
  readonly resources: readonly DiagnosedResource[];
}

/** Who read, wrote and deleted what: the access log of the evidence. */
export class Diagnostics extends pulumi.ComponentResource {
  constructor(name: string, args: DiagnosticsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('signal-archive:infra:Diagnostics', name, {}, opts);
    for (const resource of args.resources) {
      new monitor.DiagnosticSetting(
        `${name}-${resource.name}`,
        {
          name: 'signal-archive',
          resourceUri: resource.resourceId,
          workspaceId: args.workspaceId,
          logs: resource.categories.map((category) => ({ category, enabled: true })),
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
