/** A container of the archive account. */
export interface ContainerPlan {
  readonly name: string;
  /** Written once: an immutability policy of the container refuses every change and delete inside the retention. */
  readonly isImmutable: boolean;
  /** Whether something appends to blobs there; only then protected append writes are allowed. */
  readonly hasAppends: boolean;
}

/** Containers of the archive account. Everything is written whole, so nothing needs append writes. */
export const CONTAINERS: readonly ContainerPlan[] = [
  { name: 'packages', isImmutable: true, hasAppends: false },
  { name: 'reports', isImmutable: true, hasAppends: false },
  { name: 'mappings', isImmutable: true, hasAppends: false },
  { name: 'work', isImmutable: false, hasAppends: false },
  { name: 'state', isImmutable: false, hasAppends: false },
];

export const IMMUTABLE_CONTAINERS: readonly ContainerPlan[] = CONTAINERS.filter((container) => container.isImmutable);

/** Tables of the archive account. All of them bear evidence: the ledger, the runs, what is held, the administrators' acts. */
export const TABLES = ['runs', 'packages', 'batches', 'deliveries', 'held', 'mailboxes', 'numbers', 'events'] as const;

const WORK_QUEUES = ['collect', 'packages', 'deliveries', 'settle', 'replays'] as const;

/** Queues of the archive account, each with the one the host moves a message to that failed five times. */
export const QUEUES: readonly string[] = WORK_QUEUES.flatMap((queue) => [queue, `${queue}-poison`]);
