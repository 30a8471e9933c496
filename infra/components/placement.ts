import type * as pulumi from '@pulumi/pulumi';

/** Where a component's resources go. */
export interface Placement {
  readonly resourceGroupName: pulumi.Input<string>;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Who may reach a resource over the network. */
export interface Firewall {
  /** `Disabled` = only private endpoints; then the rules below have no effect. */
  readonly publicNetworkAccess: 'Enabled' | 'Disabled';
  readonly subnetIds: readonly pulumi.Input<string>[];
  readonly ipRanges: readonly string[];
}

/**
 * Options of everything that bears evidence. `protect` makes the engine refuse to delete it; `retainOnDelete` keeps it in Azure
 * should it leave the state all the same.
 */
export const EVIDENCE = { protect: true, retainOnDelete: true } as const satisfies pulumi.CustomResourceOptions;
