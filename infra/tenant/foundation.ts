import * as managedidentity from '@pulumi/azure-native/managedidentity';
import * as resources from '@pulumi/azure-native/resources';
import type * as pulumi from '@pulumi/pulumi';
import { CLOUDS, type Cloud, type Hosting } from '../clouds';
import { after } from '../components/known-value';
import { EVIDENCE, type Placement } from '../components/placement';
import type { StackConfig } from '../config/fields';
import type { MappingCheck } from '../mapping-check';
import { type NameSeed, type Names, namesOf, stackUuid } from '../naming';
import type { PreviousStack } from '../previous-stack';
import type { ReleaseChoice } from '../release-choice';
import { type ResourceIds, resourceIds } from '../resource-ids';
import type { Providers } from '../signed-in-tenants';

/** What a tenant is made from besides its configuration. */
export interface TenantFacts {
  readonly stack: string;
  readonly release: ReleaseChoice;
  /** The checked mapping file; undefined = the mapping is kept on the page. */
  readonly mapping: MappingCheck | undefined;
  readonly previous: PreviousStack;
  readonly now: Date;
}

/** What every part of a tenant stands on. */
export interface Foundation {
  readonly config: StackConfig;
  readonly facts: TenantFacts;
  readonly cloud: Cloud;
  readonly hosting: Hosting;
  readonly names: Names;
  readonly ids: ResourceIds;
  readonly placement: Placement;
  readonly groupId: pulumi.Output<string>;
  readonly identity: managedidentity.UserAssignedIdentity;
  readonly identityId: pulumi.Output<string>;
  /** For components: which provider signs in for which package. */
  readonly options: pulumi.ComponentResourceOptions;
  /** A UUID that belongs to this stack and the given thing. */
  uuid(thing: string): string;
}

export function layFoundation(config: StackConfig, facts: TenantFacts, providers: Providers): Foundation {
  const seed: NameSeed = { ...config, stack: facts.stack };
  const names = namesOf(seed);
  const ids = resourceIds(config.subscriptionId, names);
  const cloud = CLOUDS[config.cloud];
  const tags = { ...config.tags, application: 'signal-archive', tenant: config.tenantName, stage: config.stage, stack: facts.stack };
  const azure = { provider: providers.azure };
  const resourceGroup = new resources.ResourceGroup(
    'tenant',
    { resourceGroupName: names.resourceGroup, location: config.location, tags },
    { ...azure, ...EVIDENCE },
  );
  const placement = { resourceGroupName: after(resourceGroup, names.resourceGroup), location: config.location, tags };
  const identity = new managedidentity.UserAssignedIdentity('runtime', { ...placement, resourceName: names.identity }, azure);
  return {
    config,
    facts,
    cloud,
    hosting: config.hosting === '' ? cloud.hosting : config.hosting,
    names,
    ids,
    placement,
    groupId: after(resourceGroup, ids.group),
    identity,
    identityId: after(identity, ids.identity),
    options: { providers: { 'azure-native': providers.azure, azuread: providers.entra } },
    uuid: (thing) => stackUuid(seed, thing),
  };
}
