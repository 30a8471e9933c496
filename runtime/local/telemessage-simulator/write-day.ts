import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SyntheticPackage } from './synthetic/package-writer';

/** What stands beside the packages in a folder; undefined = is not written. */
export interface FolderContent {
  readonly packages: readonly SyntheticPackage[];
  readonly mapping: string | undefined;
  readonly users: unknown;
  readonly expected: unknown;
}

/** Writes packages as ZIP files into `<folder>/packages`, and mapping, users and expectation beside it. */
export function writeDay(folder: string, { packages, mapping, users, expected }: FolderContent): void {
  mkdirSync(join(folder, 'packages'), { recursive: true });
  for (const { name, content } of packages) writeFileSync(join(folder, 'packages', name), content);
  if (mapping !== undefined) writeFileSync(join(folder, 'mapping.csv'), mapping);
  if (users !== undefined) writeFileSync(join(folder, 'users.json'), JSON.stringify(users, undefined, 2));
  if (expected !== undefined) writeFileSync(join(folder, 'expected.json'), JSON.stringify(expected, undefined, 2));
}
