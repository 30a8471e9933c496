import * as azuread from '@pulumi/azuread';
import * as pulumi from '@pulumi/pulumi';

export interface ConnectorAppAddressesArgs {
  readonly application: azuread.Application;
  readonly hostName: pulumi.Input<string>;
}

/** What the app registration can only say once the web app exists. Resources of their own, or the two would need each other. */
export class ConnectorAppAddresses extends pulumi.ComponentResource {
  readonly identifierUri: pulumi.Output<string>;

  constructor(name: string, args: ConnectorAppAddressesArgs, opts?: pulumi.ComponentResourceOptions) {
    super('signal-archive:infra:ConnectorAppAddresses', name, {}, opts);
    const applicationId = args.application.id;
    const uri = new azuread.ApplicationIdentifierUri(
      `${name}-identifier`,
      { applicationId, identifierUri: pulumi.interpolate`api://${args.application.clientId}` },
      { parent: this },
    );
    new azuread.ApplicationRedirectUris(
      `${name}-redirect`,
      { applicationId, type: 'Web', redirectUris: [pulumi.interpolate`https://${args.hostName}/.auth/login/aad/callback`] },
      { parent: this },
    );
    this.identifierUri = uri.identifierUri;
    this.registerOutputs({ identifierUri: this.identifierUri });
  }
}
