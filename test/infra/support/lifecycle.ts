import { lifecycleRules } from '../../../infra/components/lifecycle';
import { at, listAt } from '../../../infra/property-path';

export type Bindings = Parameters<typeof lifecycleRules>[0];

/** A lifecycle rule in words. Days, or undefined for never. */
export interface ReadRule {
  readonly prefixes: readonly string[];
  readonly coolsAfter: unknown;
  readonly deletesBlobsAfter: unknown;
  readonly deletesVersionsAfter: unknown;
}

/** The rules by their names. */
export function lifecycleOf(config: Partial<Bindings>): ReadonlyMap<string, ReadRule> {
  const rules = lifecycleRules({ retentionDays: 30, deleteAfterDays: 0, legalHold: [], ...config });
  return new Map(
    rules.map((rule) => [
      String(rule.name),
      {
        prefixes: listAt(rule, 'definition.filters.prefixMatch').map(String),
        coolsAfter: at(rule, 'definition.actions.baseBlob.tierToCool.daysAfterModificationGreaterThan'),
        deletesBlobsAfter: at(rule, 'definition.actions.baseBlob.delete.daysAfterModificationGreaterThan'),
        deletesVersionsAfter: at(rule, 'definition.actions.version.delete.daysAfterCreationGreaterThan'),
      },
    ]),
  );
}
