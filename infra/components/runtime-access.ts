import * as authorization from '@pulumi/azure-native/authorization';
import * as pulumi from '@pulumi/pulumi';
import { BUILT_IN_ROLES, type BuiltInRole } from '../built-in-roles';

/** One right of the runtime's identity; `name` is unique in the stack. */
export interface RuntimeRight {
  readonly name: string;
  readonly role: BuiltInRole;
  readonly scope: pulumi.Input<string>;
}

/** Resources the runtime works with, by their resource ids. */
export interface RuntimeScopes {
  readonly hostAccount: pulumi.Input<string>;
  readonly archiveAccount: pulumi.Input<string>;
  /** Each container of the archive account by its name. */
  readonly archiveContainers: ReadonlyMap<string, pulumi.Input<string>>;
  readonly landingContainer: pulumi.Input<string> | undefined;
  readonly credentialSecret: pulumi.Input<string>;
  readonly signingKey: pulumi.Input<string>;
  readonly insights: pulumi.Input<string>;
}

/** The whole list of what the runtime may do, each at the narrowest scope Azure knows. Nobody else gets a data role. */
export function runtimeRights(scopes: RuntimeScopes): readonly RuntimeRight[] {
  return [
    { name: 'host-blobs', role: 'Storage Blob Data Owner', scope: scopes.hostAccount },
    ...[...scopes.archiveContainers].map(([container, scope]) => ({
      name: `archive-${container}`,
      role: 'Storage Blob Data Contributor' as const,
      scope,
    })),
    { name: 'archive-queues', role: 'Storage Queue Data Contributor', scope: scopes.archiveAccount },
    { name: 'archive-tables', role: 'Storage Table Data Contributor', scope: scopes.archiveAccount },
    ...(scopes.landingContainer === undefined
      ? []
      : [{ name: 'landing-inbox', role: 'Storage Blob Data Reader' as const, scope: scopes.landingContainer }]),
    { name: 'signing-key', role: 'Key Vault Crypto User', scope: scopes.signingKey },
    { name: 'credential', role: 'Key Vault Secrets User', scope: scopes.credentialSecret },
    { name: 'metrics', role: 'Monitoring Metrics Publisher', scope: scopes.insights },
  ];
}

export interface RuntimeAccessArgs {
  readonly subscriptionId: string;
  readonly principalId: pulumi.Input<string>;
  readonly rights: readonly RuntimeRight[];
  uuid(thing: string): string;
}

export class RuntimeAccess extends pulumi.ComponentResource {
  readonly assignments: readonly authorization.RoleAssignment[];

  constructor(name: string, args: RuntimeAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super('signal-archive:infra:RuntimeAccess', name, {}, opts);
    const definitions = `/subscriptions/${args.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions`;
    this.assignments = args.rights.map(
      (right) =>
        new authorization.RoleAssignment(
          `${name}-${right.name}`,
          {
            roleAssignmentName: args.uuid(`role ${right.name}`),
            principalId: args.principalId,
            // Named, so that Azure does not look up an identity that has just been made and may not be everywhere yet.
            principalType: authorization.PrincipalType.ServicePrincipal,
            roleDefinitionId: `${definitions}/${BUILT_IN_ROLES[right.role]}`,
            scope: right.scope,
          },
          // Azure cannot change an assignment, and its name is fixed.
          { parent: this, deleteBeforeReplace: true },
        ),
    );
    this.registerOutputs({});
  }
}
