import { CLOUDS } from '../clouds';
import type { ConfigKey, StackConfig } from './fields';

/** What the rules know besides the stack's own configuration. */
export interface StackFacts {
  /** Tenants that the stack file sets for the providers themselves; undefined = not set. */
  readonly providerTenants: { readonly 'azure-native': string | undefined; readonly azuread: string | undefined };
  /** The other stack files of this repository. */
  readonly siblings: readonly StackSibling[];
  /** Days of the locked retention that the last update left behind; 0 = not locked. */
  readonly lockedRetentionDays: number;
}

export interface StackSibling {
  readonly stack: string;
  readonly stage: string;
  readonly tenantId: string;
  /** Kind, address and account: what makes two sources the same. */
  readonly source: string;
}

/** A rule over several keys. It runs only when all of `needs` could be read; `broken` says what is wrong and what to set. */
export interface Rule {
  readonly key: ConfigKey | 'azure-native:tenantId' | 'azuread:tenantId';
  readonly needs: readonly ConfigKey[];
  broken(config: StackConfig, facts: StackFacts): string | undefined;
}

/** Two addresses that differ in capitals or in the slash at their end lead to one source, and an account is one however it is written. */
export const sourceOf = (config: { readonly sourceKind: string; readonly sourceUrl: string; readonly sourceAccount: string }): string =>
  [config.sourceKind, config.sourceUrl.replace(/\/+$/, ''), config.sourceAccount.trim()].join(' ').toLowerCase();

const when = (isBroken: boolean, text: string): string | undefined => (isBroken ? text : undefined);

function providerTenant(provider: 'azure-native' | 'azuread'): Rule {
  return {
    key: `${provider}:tenantId`,
    needs: ['tenantId'],
    broken: (config, facts) => {
      const tenant = facts.providerTenants[provider];
      return when(
        tenant !== undefined && tenant.toLowerCase() !== config.tenantId,
        `is ${tenant}, but the stack belongs to ${config.tenantId}: remove it`,
      );
    },
  };
}

const TENANT: readonly Rule[] = [
  providerTenant('azure-native'),
  providerTenant('azuread'),
  {
    key: 'acknowledge',
    needs: ['stage', 'tenantId', 'sourceKind', 'sourceUrl', 'sourceAccount', 'acknowledge', 'pilotMailboxes'],
    broken: (config, facts) => {
      if (config.stage === 'prod' || config.sourceKind === 'landing') return undefined;
      const shared = facts.siblings.find(
        (other) => other.stage === 'prod' && other.tenantId.toLowerCase() === config.tenantId && other.source === sourceOf(config),
      );
      if (shared === undefined || (!config.acknowledge && config.pilotMailboxes.length > 0)) return undefined;
      return `is ${config.acknowledge} with ${config.pilotMailboxes.length} pilotMailboxes, but this stage reads the source of ${shared.stack} in the same tenant and would take packages and mailboxes from it: set acknowledge to false and name pilotMailboxes, or give it a source (sourceUrl, sourceAccount) of its own`;
    },
  },
  {
    key: 'release',
    needs: ['stage', 'release'],
    broken: ({ stage, release }) =>
      when(
        stage !== 'dev' && release.sha256 === '',
        `is missing: stage ${stage} deploys a published zip only; set url and sha256, or run \`npm run promote\``,
      ),
  },
];

const SOURCE: readonly Rule[] = [
  {
    key: 'sourceUrl',
    needs: ['sourceKind', 'sourceUrl'],
    broken: ({ sourceKind, sourceUrl }) => {
      if (sourceKind === 'landing') return when(sourceUrl !== '', 'is set, but a landing stack makes its own container: remove it');
      const scheme = sourceKind === 'sftp' ? 'sftp://' : 'https://';
      return when(!sourceUrl.startsWith(scheme), `is "${sourceUrl}": set the ${scheme} address of the source`);
    },
  },
  {
    key: 'sourceHostKeys',
    needs: ['sourceKind', 'sourceHostKeys'],
    broken: ({ sourceKind, sourceHostKeys }) =>
      when(
        sourceKind === 'sftp' && sourceHostKeys.length === 0,
        'is empty: set the fingerprint of the SFTP server (`ssh-keyscan HOST | ssh-keygen -lf -`)',
      ),
  },
  {
    key: 'landingAllowedIps',
    needs: ['sourceKind', 'landingAllowedIps'],
    broken: ({ sourceKind, landingAllowedIps }) =>
      when(sourceKind === 'landing' && landingAllowedIps.length === 0, 'is empty: set the addresses the vendor pushes from'),
  },
  {
    key: 'landingPublicKey',
    needs: ['sourceKind', 'landingPublicKey'],
    broken: ({ sourceKind, landingPublicKey }) =>
      when(sourceKind === 'landing' && landingPublicKey === '', "is empty: set the vendor's public SSH key"),
  },
  {
    key: 'mappingConfirm',
    needs: ['mappingFile', 'mappingConfirm'],
    broken: ({ mappingFile, mappingConfirm }) => when(mappingFile === '' && mappingConfirm !== '', 'is set without mappingFile: remove it'),
  },
  {
    key: 'pilotMailboxes',
    needs: ['allowedDomains', 'pilotMailboxes'],
    broken: ({ allowedDomains, pilotMailboxes }) => {
      const outside = pilotMailboxes.find((mailbox) => !allowedDomains.includes(mailbox.slice(mailbox.lastIndexOf('@') + 1).toLowerCase()));
      return when(outside !== undefined, `has ${outside}, whose domain is not among allowedDomains: add the domain or remove the mailbox`);
    },
  },
];

const RETENTION: readonly Rule[] = [
  {
    key: 'deleteAfterDays',
    needs: ['retentionDays', 'deleteAfterDays'],
    broken: ({ retentionDays, deleteAfterDays }) => {
      if (deleteAfterDays <= 0) return undefined;
      if (retentionDays === 0) return `is ${deleteAfterDays}, but retentionDays 0 keeps everything for ever: set 0`;
      return when(
        deleteAfterDays <= retentionDays,
        `is ${deleteAfterDays}, but nothing can be deleted in the first ${retentionDays} days (retentionDays): set more than ${retentionDays}, 0 or -1`,
      );
    },
  },
  {
    key: 'lockRetention',
    needs: ['retentionDays', 'lockRetention'],
    broken: ({ retentionDays, lockRetention }, facts) => {
      if (lockRetention !== '') return when(retentionDays === 0, 'needs a retention with an end: set retentionDays above 0');
      return when(
        facts.lockedRetentionDays > 0,
        `was removed, but the retention of this stack is locked at ${facts.lockedRetentionDays} days and stays so: set it again`,
      );
    },
  },
  {
    key: 'retentionDays',
    needs: ['retentionDays'],
    broken: ({ retentionDays }, facts) =>
      when(
        retentionDays < facts.lockedRetentionDays,
        `is ${retentionDays}, but the retention is locked at ${facts.lockedRetentionDays} days and can only be made longer: set ${facts.lockedRetentionDays} or more`,
      ),
  },
  {
    key: 'customerManagedKeyIdentityId',
    needs: ['customerManagedKeyId', 'customerManagedKeyIdentityId'],
    broken: (config) =>
      when(
        (config.customerManagedKeyId === '') !== (config.customerManagedKeyIdentityId === ''),
        'and customerManagedKeyId belong together: set both or neither',
      ),
  },
  {
    key: 'customerManagedKeyId',
    needs: ['cloud', 'customerManagedKeyId'],
    broken: ({ cloud, customerManagedKeyId }) => {
      const suffix = CLOUDS[cloud].vaultSuffix;
      return when(
        customerManagedKeyId !== '' && !customerManagedKeyId.includes(`.${suffix}/`),
        `is not a key in a vault of the cloud ${cloud}: set an address below ${suffix}`,
      );
    },
  },
];

const NETWORK: readonly Rule[] = [
  {
    key: 'hosting',
    needs: ['cloud', 'hosting'],
    broken: ({ cloud, hosting }) =>
      when(
        hosting === 'flex' && CLOUDS[cloud].hosting !== 'flex',
        `is "flex", which does not exist in the cloud ${cloud}: set "dedicated" or remove it`,
      ),
  },
  {
    key: 'endpointSubnetId',
    needs: ['networkMode', 'appSubnetId', 'endpointSubnetId'],
    broken: ({ networkMode, appSubnetId, endpointSubnetId }) => {
      if (networkMode === 'service-endpoints')
        return when(endpointSubnetId !== '', 'is set, but networkMode is "service-endpoints": remove it or set networkMode to "private"');
      return when(
        (appSubnetId === '') !== (endpointSubnetId === ''),
        'and appSubnetId belong together in a private network: set both or neither',
      );
    },
  },
  {
    key: 'privateDnsZoneIds',
    needs: ['networkMode', 'privateDnsZoneIds'],
    broken: ({ networkMode, privateDnsZoneIds }) =>
      when(
        networkMode !== 'private' && Object.keys(privateDnsZoneIds).length > 0,
        'is set, but only networkMode "private" uses it: remove it',
      ),
  },
  {
    key: 'staticOutboundIp',
    needs: ['appSubnetId', 'staticOutboundIp'],
    broken: ({ appSubnetId, staticOutboundIp }) =>
      when(
        staticOutboundIp && appSubnetId !== '',
        'is true, but the existing subnet of appSubnetId has its own way out: set false and give that subnet a NAT gateway',
      ),
  },
  {
    key: 'allowedIps',
    needs: ['networkMode', 'allowedIps'],
    broken: ({ networkMode, allowedIps }) =>
      when(networkMode === 'private' && allowedIps.length > 0, 'is set, but nothing is public in networkMode "private": remove it'),
  },
];

/** Everything that one key alone cannot say. */
export const RULES: readonly Rule[] = [...TENANT, ...SOURCE, ...RETENTION, ...NETWORK];
