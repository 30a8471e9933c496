import type { Problem } from './domain/failure/problem';
import type { HeaderNames } from './domain/item/header-names';
import { headerNames } from './domain/item/header-names';
import { isReadable } from './domain/item/item';
import { type ItemInspection, inspectItem } from './domain/item/item-inspection';
import { readItem } from './domain/item/item-reader';
import type { PackageCheckResult } from './domain/package/package-check';
import type { RangeReader } from './domain/package/range-reader';
import { type CheckedMapping, checkMapping, differenceOf, type MappingDifference } from './pipeline/checks/check-mapping';
import { checkPackageFile } from './pipeline/checks/check-package';
import { inspectItems } from './pipeline/checks/inspect-items';
import { itemSettings } from './settings';
import type { Environment } from './settings/read-values';

export type { ItemInspection };

/** What the command line checks without a connector: nothing is contacted and nothing is changed. */
export interface Checks {
  inspect(file: string, name: string, reader: RangeReader): AsyncIterable<ItemInspection>;
  /** The line of a file that could not even be opened. */
  unreadable(file: string, problem: Problem): ItemInspection;
  /** Undefined when the bytes are no item. */
  headers(bytes: Buffer): HeaderNames | undefined;
  package(name: string, reader: RangeReader): Promise<PackageCheckResult>;
  mapping(bytes: Buffer): CheckedMapping;
  mappingDifference(before: Buffer, after: Buffer): MappingDifference;
}

/** `env`: header names that differ from the assumed ones are read from the application settings. */
export function createChecks(env: Environment): Checks {
  const settings = itemSettings(env);
  return {
    inspect: (file, name, reader) => inspectItems(file, name, reader, settings),
    unreadable: (file, problem) => inspectItem(file, { itemId: '', byteLength: 0, unreadable: problem }),
    headers: (bytes) => {
      const item = readItem(bytes, settings);
      return isReadable(item) ? headerNames(item, settings) : undefined;
    },
    package: (name, reader) => checkPackageFile(name, reader),
    mapping: (bytes) => checkMapping(bytes),
    mappingDifference: differenceOf,
  };
}
