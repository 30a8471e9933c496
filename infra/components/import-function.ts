import type { input } from '@pulumi/azure-native/types';
import * as web from '@pulumi/azure-native/web';
import * as pulumi from '@pulumi/pulumi';
import { type Cloud, type Hosting, issuerOf } from '../clouds';
import type { StackConfig } from '../config/fields';
import { SIGN_IN_WITHOUT_SECRET } from '../function-settings';
import { after } from './known-value';
import type { Placement } from './placement';

export interface ImportFunctionArgs {
  readonly siteName: string;
  readonly siteId: string;
  /** `<name>.azurewebsites.net`, or as the cloud has it. */
  readonly hostName: string;
  readonly planName: string;
  readonly planId: string;
  readonly placement: Placement;
  readonly hosting: Hosting;
  readonly cloud: Cloud;
  readonly config: Pick<StackConfig, 'tenantId' | 'networkMode' | 'maximumInstances' | 'instanceMemoryMb'>;
  readonly identityId: pulumi.Input<string>;
  readonly subnetId: pulumi.Input<string>;
  readonly clientId: pulumi.Input<string>;
  /** Container the platform keeps the released package in. */
  readonly deploymentsUrl: pulumi.Input<string>;
  /** What must be there first. Given to the resource itself: an order between components is not kept in the state. */
  readonly waitFor: readonly pulumi.Resource[];
  /** Settings of the runtime and of the platform. */
  readonly settings: Readonly<Record<string, pulumi.Input<string>>>;
}

/** The function app: its plan, the site, the sign-in in front of it, and basic authentication off. */
export class ImportFunction extends pulumi.ComponentResource {
  readonly siteId: pulumi.Output<string>;
  readonly siteName: pulumi.Output<string>;
  readonly hostName: pulumi.Output<string>;

  constructor(name: string, args: ImportFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super('signal-archive:infra:ImportFunction', name, {}, opts);
    const child = { parent: this };
    const plan = new web.AppServicePlan(`${name}-plan`, { ...args.placement, name: args.planName, ...PLANS[args.hosting] }, child);
    const site = new web.WebApp(name, siteArgs(args, after(plan, args.planId)), {
      ...child,
      dependsOn: [...args.waitFor],
      transformations: [withoutSdkDefaults],
    });
    this.siteId = after(site, args.siteId);
    this.siteName = after(site, args.siteName);
    const place = { resourceGroupName: args.placement.resourceGroupName, name: this.siteName };
    new web.WebAppFtpAllowed(`${name}-ftp`, { ...place, allow: false }, child);
    new web.WebAppScmAllowed(`${name}-scm`, { ...place, allow: false }, child);
    new web.WebAppAuthSettingsV2(`${name}-sign-in`, { ...place, ...signInArgs(args) }, child);
    // The answer would be the same, but unknown in every preview that changes the site, and with it all that names the host.
    this.hostName = after(site, args.hostName);
    this.registerOutputs({ siteName: this.siteName, hostName: this.hostName });
  }
}

/** Elastic Premium is no alternative: its content share takes no managed identity. */
const PLANS: Readonly<Record<Hosting, Pick<web.AppServicePlanArgs, 'kind' | 'reserved' | 'sku'>>> = {
  flex: { kind: 'functionapp', reserved: true, sku: { name: 'FC1', tier: 'FlexConsumption' } },
  dedicated: { kind: 'linux', reserved: true, sku: { name: 'P0v3', tier: 'Premium0V3', capacity: 1 } },
};

const NODE_VERSION = '24';

export function siteArgs(args: ImportFunctionArgs, planId: pulumi.Input<string>): web.WebAppArgs {
  return {
    ...args.placement,
    name: args.siteName,
    kind: 'functionapp,linux',
    reserved: true,
    serverFarmId: planId,
    httpsOnly: true,
    clientAffinityEnabled: false,
    publicNetworkAccess: args.config.networkMode === 'private' ? 'Disabled' : 'Enabled',
    virtualNetworkSubnetId: args.subnetId,
    // The deployment reads and writes its storage from here too, and that storage admits this subnet only.
    outboundVnetRouting: { allTraffic: true },
    identity: { type: web.ManagedServiceIdentityType.UserAssigned, userAssignedIdentities: [args.identityId] },
    keyVaultReferenceIdentity: args.identityId,
    siteConfig: { ...siteConfig(args.settings), ...(args.hosting === 'dedicated' ? DEDICATED_SITE_CONFIG : {}) },
    ...(args.hosting === 'flex' ? { functionAppConfig: flexConfig(args) } : DEDICATED_SITE),
  };
}

/**
 * Takes out what azure-native 3.28 adds to every site's configuration by itself (`netFrameworkVersion: "v4.6"`, `localMySqlEnabled`):
 * Flex refuses the first, and neither means anything to a Linux app.
 */
function withoutSdkDefaults({ props, opts }: pulumi.ResourceTransformationArgs): pulumi.ResourceTransformationResult {
  const siteConfig = pulumi
    .output(props['siteConfig'] as input.web.SiteConfigArgs)
    .apply(({ netFrameworkVersion: _framework, localMySqlEnabled: _mySql, ...rest }) => rest);
  return { props: { ...props, siteConfig }, opts };
}

/** All that Flex accepts here; it refuses `ftpsState`, `linuxFxVersion`, `use32BitWorkerProcess` and their like (ARM 51021). */
function siteConfig(settings: ImportFunctionArgs['settings']): input.web.SiteConfigArgs {
  return {
    appSettings: Object.entries(settings)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => ({ name, value })),
    cors: { allowedOrigins: [], supportCredentials: false },
    http20Enabled: true,
    minTlsVersion: web.SupportedTlsVersions.SupportedTlsVersions_1_2,
    scmMinTlsVersion: web.SupportedTlsVersions.SupportedTlsVersions_1_2,
    remoteDebuggingEnabled: false,
  };
}

const DEDICATED_SITE_CONFIG: input.web.SiteConfigArgs = {
  alwaysOn: true,
  ftpsState: web.FtpsState.Disabled,
  linuxFxVersion: `NODE|${NODE_VERSION}`,
  use32BitWorkerProcess: false,
};

const DEDICATED_SITE: Partial<web.WebAppArgs> = { endToEndEncryptionEnabled: true, sshEnabled: false };

function flexConfig(args: ImportFunctionArgs): input.web.FunctionAppConfigArgs {
  return {
    deployment: {
      storage: {
        type: web.FunctionsDeploymentStorageType.BlobContainer,
        value: args.deploymentsUrl,
        authentication: { type: web.AuthenticationType.UserAssignedIdentity, userAssignedIdentityResourceId: args.identityId },
      },
    },
    runtime: { name: web.RuntimeName.Node, version: NODE_VERSION },
    scaleAndConcurrency: { maximumInstanceCount: args.config.maximumInstances, instanceMemoryMB: args.config.instanceMemoryMb },
  };
}

/** Sign-in by Entra ID for everything; people are sent to it, and a bearer token of the app's own audience is taken as it is. */
export function signInArgs(
  args: Pick<ImportFunctionArgs, 'cloud' | 'config' | 'clientId'>,
): Omit<web.WebAppAuthSettingsV2Args, 'name' | 'resourceGroupName'> {
  return {
    platform: { enabled: true, runtimeVersion: '~1' },
    globalValidation: {
      requireAuthentication: true,
      unauthenticatedClientAction: web.UnauthenticatedClientActionV2.RedirectToLoginPage,
      redirectToProvider: 'azureactivedirectory',
    },
    httpSettings: { requireHttps: true },
    login: { tokenStore: { enabled: false }, preserveUrlFragmentsForLogins: false },
    identityProviders: {
      azureActiveDirectory: {
        enabled: true,
        registration: {
          clientId: args.clientId,
          clientSecretSettingName: SIGN_IN_WITHOUT_SECRET,
          openIdIssuer: issuerOf(args.cloud, args.config.tenantId),
        },
        validation: { allowedAudiences: [args.clientId, pulumi.interpolate`api://${args.clientId}`] },
      },
    },
  };
}
