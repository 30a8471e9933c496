import * as storage from '@pulumi/azure-native/storage';
import type { input } from '@pulumi/azure-native/types';
import type { StackConfig } from '../config/fields';

type LifecycleConfig = Pick<StackConfig, 'retentionDays' | 'deleteAfterDays' | 'legalHold'>;

/** Packages are read while they are unpacked and for a replay, hardly ever after a month. */
const COOL_AFTER_DAYS = 30;
/** Default grace between the end of the retention and the deletion. */
const DELETE_GRACE_DAYS = 30;
/**
 * Work blobs are deleted when their run closes, and made again while it is open. What is left after this time is an orphan; what was
 * deleted stays as a version, which nobody needs, because packages hold the originals. Both go even where packages are kept for ever:
 * at two copies of every item they would soon be more than the archive itself.
 */
const WORK_DAYS = 30;
const WORK_VERSION_DAYS = 1;

/** Days after which packages and reports are deleted; undefined = never. */
export function deletionDays(config: LifecycleConfig): number | undefined {
  if (config.retentionDays === 0 || config.deleteAfterDays === -1 || config.legalHold.length > 0) return undefined;
  return config.deleteAfterDays > 0 ? config.deleteAfterDays : config.retentionDays + DELETE_GRACE_DAYS;
}

/**
 * Lifecycle of the archive account. Every rule names its prefixes, because a rule without one hits every container.
 *
 * Nothing here reaches the chain of reports, the mappings or the state.
 */
export function lifecycleRules(config: LifecycleConfig): input.storage.ManagementPolicyRuleArgs[] {
  const days = deletionDays(config);
  const packages = rule('packages', ['packages/'], {
    tierToCool: { daysAfterModificationGreaterThan: COOL_AFTER_DAYS },
    ...(days === undefined ? {} : { delete: { daysAfterModificationGreaterThan: days } }),
  });
  if (config.legalHold.length > 0) return [packages];
  const work = deleteRule('work', ['work/'], Math.min(days ?? WORK_DAYS, WORK_DAYS), WORK_VERSION_DAYS);
  if (days === undefined) return [packages, work];
  return [withVersions(packages, days), deleteRule('reports', reportPrefixes(), days), work];
}

/**
 * Prefixes of every folder `reports/<runId>/` and of nothing else: a run id begins with its time, the chain with a letter.
 * Ten is the most that Azure takes in one rule.
 */
export function reportPrefixes(): readonly string[] {
  return [...'0123456789'].map((digit) => `reports/${digit}`);
}

/** A deleted blob of a versioned account stays as a version: both have to go, or nothing is ever freed. */
function deleteRule(name: string, prefixes: readonly string[], days: number, versionDays = days): input.storage.ManagementPolicyRuleArgs {
  return withVersions(rule(name, prefixes, { delete: { daysAfterModificationGreaterThan: days } }), versionDays);
}

interface Rule extends input.storage.ManagementPolicyRuleArgs {
  readonly definition: {
    readonly filters: input.storage.ManagementPolicyFilterArgs;
    readonly actions: input.storage.ManagementPolicyActionArgs;
  };
}

function rule(name: string, prefixes: readonly string[], baseBlob: input.storage.ManagementPolicyBaseBlobArgs): Rule {
  return {
    name,
    enabled: true,
    type: storage.RuleType.Lifecycle,
    definition: { filters: { blobTypes: ['blockBlob'], prefixMatch: [...prefixes] }, actions: { baseBlob } },
  };
}

function withVersions(of: Rule, days: number): Rule {
  const version = { delete: { daysAfterCreationGreaterThan: days } };
  return { ...of, definition: { ...of.definition, actions: { ...of.definition.actions, version } } };
}
