import type { RowKey } from '../../ports/table';

export type NumberState = 'unresolved' | 'external' | 'not-ours';

/**
 * A number (or bare name) that has neither row nor address, or is known not to be ours. Partition: `<state>-<first digit of the hash>`;
 * key: hash of the number.
 */
export interface NumberRow extends RowKey {
  readonly v: 1;
  /** Digits or name, as items show it. */
  readonly shown: string;
  /** Name that stood beside the number last; '' when none did. */
  readonly name: string;
  /** Items that showed it. */
  readonly items: number;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  /** JSON: the latest items, `[run, package, entry]`, so that a mapping that adds the number offers them. */
  readonly latest: string;
  /** The last part of a package that was counted: `<run>/<package>/<first entry>`; a repeated part counts once. */
  readonly countedPart: string;
}
