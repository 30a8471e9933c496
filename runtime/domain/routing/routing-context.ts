import type { UserMapping } from '../mapping/user-mapping';
import type { DirectorySnapshot } from './directory-snapshot';
import type { EarlierMappings } from './earlier-mappings';

/** Everything that routing looks at besides the item. A run pins mapping, directory and answers, so that all its items are judged alike. */
export interface RoutingContext {
  readonly mapping: UserMapping;
  readonly directory: DirectorySnapshot;
  /** Lower-case; a sub-domain is another domain. */
  readonly allowedDomains: ReadonlySet<string>;
  /** Whether addresses in items may name mailboxes, or rows of the custom mapping alone (`AUTOMATIC_MAPPING`). */
  readonly automaticMapping: boolean;
  /** Keys (`participantKey`) of those whom an administrator answered "Not ours". */
  readonly notOurs: ReadonlySet<string>;
  /** Lower-case addresses or object ids of the only mailboxes that get copies; empty = no such limit. */
  readonly pilotMailboxes: ReadonlySet<string>;
  /** When the item's package arrived, UTC. */
  readonly arrivedAt: Date;
  /** Rows of earlier versions whose numbers went to somebody else since. */
  readonly earlierMappings: EarlierMappings;
  /** An administrator has looked at this item and asked for its replay: re-assigned numbers and repeated identity fields hold it no longer. */
  readonly isReplayedByAdministrator: boolean;
}
