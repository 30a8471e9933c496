import type { ItemSettings } from '../domain/item/item-settings';
import type { BlobContainer } from '../ports/blob-container';
import type { Clock } from '../ports/clock';
import type { CopyFormat } from '../ports/copy-format';
import type { Directory } from '../ports/directory';
import type { Exchange } from '../ports/exchange';
import type { Leases } from '../ports/leases';
import type { Log } from '../ports/log';
import type { Queues } from '../ports/queues';
import type { Signer } from '../ports/signer';
import type { Source } from '../ports/source';
import type { StorageTime } from '../ports/storage-time';
import type { Table } from '../ports/table';
import type { AuditEventRow } from './rows/audit-event-row';
import type { BatchTableRow } from './rows/batch-row';
import type { DeliveryRow } from './rows/delivery-row';
import type { HeldRow } from './rows/held-row';
import type { MailboxRow } from './rows/mailbox-row';
import type { NumberRow } from './rows/number-row';
import type { PackageIndexRow, PackageRow } from './rows/package-row';
import type { ChainClosingRow, ChainHeadRow, MissingMessagesRow, RunIndexRow, RunRow, WatermarkRow } from './rows/run-row';

/** The stores of architecture section 7. */
export interface Stores {
  readonly packages: BlobContainer;
  readonly reports: BlobContainer;
  readonly mappings: BlobContainer;
  readonly work: BlobContainer;
  readonly state: BlobContainer;
  readonly runs: Table<RunRow | RunIndexRow | WatermarkRow | ChainHeadRow | ChainClosingRow | MissingMessagesRow>;
  readonly packageRows: Table<PackageRow | PackageIndexRow>;
  readonly batches: Table<BatchTableRow>;
  readonly deliveries: Table<DeliveryRow>;
  readonly held: Table<HeldRow>;
  readonly mailboxes: Table<MailboxRow>;
  readonly numbers: Table<NumberRow>;
  readonly events: Table<AuditEventRow>;
  readonly queues: Queues;
  readonly leases: Leases;
}

/** What the pipeline needs to know of the settings. */
export interface ConnectorOptions {
  readonly tenantId: string;
  /** Organisation and stage, as the stack is called; '' in local mode. */
  readonly stack: string;
  readonly items: ItemSettings;
  readonly itemClass: string;
  readonly otherArchivers: readonly string[];
  readonly automaticMapping: boolean;
  /** Lower-case; empty only in local mode, where every domain of the directory counts. */
  readonly allowedDomains: readonly string[];
  readonly pilotMailboxes: readonly string[];
  readonly overlapHours: number;
  readonly startFrom: Date | undefined;
  readonly runCloseHours: number;
  /** Seconds after a lost answer: first look, the look after which "absent" counts, and one more. */
  readonly lookAfterSeconds: readonly [number, number, number];
  readonly acknowledges: boolean;
  /** How long a settle message waits so that it serves all that ends meanwhile; in seconds. */
  readonly settleDelayInSeconds: number;
  /** `--once`: a run also closes when no look is due and nothing succeeded for this long; 0 = never. */
  readonly idleCloseInSeconds: number;
  readonly isPaused: boolean;
  /** False: nothing is added to a copy after its creation; what does not fit into one request becomes a stub. */
  readonly attachesAfterCreate: boolean;
  /** Last day of the source's credential, as the configuration says. */
  readonly credentialExpiresOn: Date | undefined;
  /** No delivery before an administrator has accepted the terms: everywhere but in local mode. */
  readonly needsTerms: boolean;
}

/** Everything outside that the pipeline talks to. */
export interface ConnectorPorts {
  readonly stores: Stores;
  readonly source: Source;
  readonly directory: Directory;
  readonly exchange: Exchange;
  readonly copyFormat: CopyFormat;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly storageTime: StorageTime;
  readonly log: Log;
  readonly options: ConnectorOptions;
}

/** One invocation of a handler. */
export interface Handling {
  /** What is not done by then is queued again. */
  readonly deadline: Date;
  readonly signal: AbortSignal;
}
