import * as keyvault from '@pulumi/azure-native/keyvault';
import * as pulumi from '@pulumi/pulumi';
import { CREDENTIAL_NOT_SET } from '../../runtime/settings-keys';
import { after } from './known-value';
import { EVIDENCE, type Firewall, type Placement } from './placement';

export interface ConnectorVaultArgs {
  readonly vaultName: string;
  readonly vaultId: string;
  readonly tenantId: string;
  readonly placement: Placement;
  readonly firewall: Firewall;
  /** Unix seconds; undefined = the credential does not expire. */
  readonly credentialExpiresAt: number | undefined;
}

export const CREDENTIAL_SECRET_NAME = 'source-credential';
export const SIGNING_KEY_NAME = 'report-signing';

/** The credential of the source and the key that signs reports. */
export class ConnectorVault extends pulumi.ComponentResource {
  readonly vaultId: pulumi.Output<string>;
  readonly credentialId: pulumi.Output<string>;
  readonly signingKeyId: pulumi.Output<string>;

  constructor(name: string, args: ConnectorVaultArgs, opts?: pulumi.ComponentResourceOptions) {
    super('signal-archive:infra:ConnectorVault', name, {}, opts);
    const vault = new keyvault.Vault(name, vaultArgs(args), { parent: this, ...EVIDENCE });
    this.vaultId = after(vault, args.vaultId);
    const place = { resourceGroupName: args.placement.resourceGroupName, vaultName: after(vault, args.vaultName) };
    const credential = new keyvault.Secret(
      `${name}-credential`,
      { ...place, secretName: CREDENTIAL_SECRET_NAME, properties: placeholderSecret(args.credentialExpiresAt) },
      // Made once as a place for the credential, which `npm run set-credential` writes. An update must never write the placeholder again.
      { parent: this, ignoreChanges: ['properties', 'tags'], retainOnDelete: true },
    );
    const signingKey = new keyvault.Key(
      `${name}-signing`,
      { ...place, keyName: SIGNING_KEY_NAME, properties: signingKeyProperties() },
      // Azure makes a key only once; a new version is a step of its own (docs/deploy.md, "Rotate the signing key").
      { parent: this, ...EVIDENCE, ignoreChanges: ['properties', 'tags'] },
    );
    this.credentialId = after(credential, `${args.vaultId}/secrets/${CREDENTIAL_SECRET_NAME}`);
    this.signingKeyId = after(signingKey, `${args.vaultId}/keys/${SIGNING_KEY_NAME}`);
    this.registerOutputs({ vaultId: this.vaultId });
  }
}

export function vaultArgs(args: ConnectorVaultArgs): keyvault.VaultArgs {
  const { placement, firewall } = args;
  return {
    vaultName: args.vaultName,
    resourceGroupName: placement.resourceGroupName,
    location: placement.location,
    tags: placement.tags,
    properties: {
      tenantId: args.tenantId,
      sku: { family: keyvault.SkuFamily.A, name: keyvault.SkuName.Standard },
      enableRbacAuthorization: true,
      enableSoftDelete: true,
      softDeleteRetentionInDays: 90,
      enablePurgeProtection: true,
      enabledForDeployment: false,
      enabledForDiskEncryption: false,
      enabledForTemplateDeployment: false,
      publicNetworkAccess: firewall.publicNetworkAccess,
      networkAcls: {
        defaultAction: keyvault.NetworkRuleAction.Deny,
        bypass: keyvault.NetworkRuleBypassOptions.AzureServices,
        virtualNetworkRules: firewall.subnetIds.map((id) => ({ id })),
        ipRules: firewall.ipRanges.map((value) => ({ value })),
      },
    },
  };
}

/** Says "not set" in the form of a credential, so that the source refuses it and `doctor` recognises it. */
export const PLACEHOLDER_CREDENTIAL = JSON.stringify({ username: CREDENTIAL_NOT_SET, password: CREDENTIAL_NOT_SET });

export function placeholderSecret(expires: number | undefined): keyvault.SecretArgs['properties'] {
  return {
    value: pulumi.secret(PLACEHOLDER_CREDENTIAL),
    contentType: 'application/json',
    attributes: { enabled: true, ...(expires === undefined ? {} : { expires }) },
  };
}

/** ES256: the signature that `runtime/ports/signer.ts` speaks. */
export function signingKeyProperties(): keyvault.KeyArgs['properties'] {
  return {
    kty: keyvault.JsonWebKeyType.EC,
    curveName: keyvault.JsonWebKeyCurveName.P_256,
    keyOps: [keyvault.JsonWebKeyOperation.Sign, keyvault.JsonWebKeyOperation.Verify],
    attributes: { enabled: true },
  };
}
