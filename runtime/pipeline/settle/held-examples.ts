import type { HeldGroup } from '../../domain/evidence/report-view';
import type { HeldRow } from '../rows/held-row';

const MAX_EXAMPLES = 20;

/** Entries by reason, as many of each as the report's page shows; memory: those. */
export class HeldExamples {
  private readonly groups = new Map<string, { count: number; readonly rows: HeldRow[] }>();

  add(row: HeldRow): void {
    const group = this.groups.get(row.reason) ?? { count: 0, rows: [] };
    group.count += 1;
    if (group.rows.length < MAX_EXAMPLES) group.rows.push(row);
    this.groups.set(row.reason, group);
  }

  /** `onlyPackage`: the name of the run's package when it has one only; an entry does not know its package by name. */
  shown(onlyPackage: string): readonly HeldGroup[] {
    return [...this.groups].map(([reason, { count, rows }]) => ({
      reason,
      count,
      examples: rows.map((row) => ({
        who: row.address || row.participant || row.detail || row.itemId.slice(0, 16),
        why: row.why,
        detail: row.kind === 'package' ? '' : row.detail,
        sentAt: row.sentAt,
        package: row.kind === 'package' ? row.detail : onlyPackage,
      })),
    }));
  }
}
