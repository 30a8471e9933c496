import type { HeldExample, HeldGroup } from '../../domain/evidence/report-view';
import type { HeldRow } from '../rows/held-row';

const MAX_EXAMPLES = 20;

/** An entry knows its package by run and id only. */
export type PackageNames = (runId: string, packageId: string) => Promise<string>;

/** Entries by reason, as many of each as the report's page shows; memory: those. */
export class HeldExamples {
  private readonly groups = new Map<string, { count: number; readonly rows: HeldRow[] }>();

  add(row: HeldRow): void {
    const group = this.groups.get(row.reason) ?? { count: 0, rows: [] };
    group.count += 1;
    if (group.rows.length < MAX_EXAMPLES) group.rows.push(row);
    this.groups.set(row.reason, group);
  }

  /** `nameOf`: the name of a package at its source; '' when nobody knows it any more. */
  async shown(nameOf: PackageNames): Promise<readonly HeldGroup[]> {
    const groups: HeldGroup[] = [];
    for (const [reason, { count, rows }] of this.groups) {
      const examples: HeldExample[] = [];
      for (const row of rows) examples.push(await exampleOf(row, nameOf));
      groups.push({ reason, count, examples });
    }
    return groups;
  }
}

async function exampleOf(row: HeldRow, nameOf: PackageNames): Promise<HeldExample> {
  const isPackage = row.kind === 'package';
  return {
    who: row.address || row.participant || row.detail || row.itemId.slice(0, 16),
    why: row.why,
    detail: isPackage ? '' : row.detail,
    sentAt: row.sentAt,
    package: isPackage ? row.detail : await nameOf(row.packageRun, row.packageId),
  };
}
