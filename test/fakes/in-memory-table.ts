import { checkKey, checkRow, checkTransaction } from '../../runtime/adapters/azure-storage/row-rules';
import { RowChangedError, RowExistsError } from '../../runtime/ports/storage-errors';
import type { ListOptions, RowChange, RowKey, Stored, Table } from '../../runtime/ports/table';
import type { FaultGate } from './fault-gate';
import { SortedKeys } from './sorted-keys';

/** Azure Tables answers at most this many rows a page. */
const PAGE_ROWS = 1_000;

interface Partition {
  readonly rows: Map<string, Stored<RowKey>>;
  readonly keys: SortedKeys;
}

/** The rows of one table, shared by all processes of a test. */
export class InMemoryTableStore {
  readonly #partitions = new Map<string, Partition>();
  #writes = 0;

  constructor(readonly name: string) {}

  /** Every row, for assertions; partitions in order of their first row. */
  *rows(): Generator<RowKey> {
    for (const { rows, keys } of this.#partitions.values()) {
      for (const key of keys.from(undefined)) {
        const stored = rows.get(key);
        if (stored !== undefined) yield stored.row;
      }
    }
  }

  get(partition: string, key: string): Stored<RowKey> | undefined {
    return this.#partitions.get(partition)?.rows.get(key);
  }

  /** Why this change cannot be made now; undefined when it can. */
  refusal(change: RowChange<RowKey>, index: number): RowExistsError | RowChangedError | undefined {
    const present = this.get(change.row.partition, change.row.key);
    if (change.kind === 'insert') return present === undefined ? undefined : new RowExistsError(this.name, index);
    if (change.kind === 'upsert') return undefined;
    const isMet = present !== undefined && (change.etag === undefined || change.etag === present.etag);
    return isMet ? undefined : new RowChangedError(this.name, index);
  }

  clear(): void {
    this.#partitions.clear();
  }

  /** Calling the answer brings exactly this state back: a table that has lost what was written since. */
  remember(): () => void {
    const kept = [...this.#partitions.values()].flatMap(({ rows }) => [...rows.values()]);
    return () => {
      this.#partitions.clear();
      for (const stored of kept) {
        this.apply({ kind: 'upsert', row: stored.row });
        this.#partitions.get(stored.row.partition)?.rows.set(stored.row.key, stored);
      }
    };
  }

  /** Makes a change that nothing speaks against, and answers the new ETag. */
  apply(change: RowChange<RowKey>): string {
    const { partition, key } = change.row;
    if (change.kind === 'delete') {
      const held = this.#partitions.get(partition);
      if (held?.rows.delete(key)) held.keys.remove(key);
      return '';
    }
    let held = this.#partitions.get(partition);
    if (held === undefined) {
      held = { rows: new Map(), keys: new SortedKeys() };
      this.#partitions.set(partition, held);
    }
    const etag = `W/"${++this.#writes}"`;
    if (!held.rows.has(key)) held.keys.add(key);
    held.rows.set(key, { row: asStored(change.row), etag });
    return etag;
  }

  /** The rows of the next page. */
  page(partition: string, after: string | undefined, { from, to }: ListOptions): Stored<RowKey>[] {
    const held = this.#partitions.get(partition);
    const page: Stored<RowKey>[] = [];
    if (held === undefined) return page;
    const start = after === undefined ? from : after;
    for (const key of held.keys.from(start)) {
      if (to !== undefined && key >= to) break;
      if (key === after) continue;
      const stored = held.rows.get(key);
      if (stored !== undefined) page.push(stored);
      if (page.length === PAGE_ROWS) break;
    }
    return page;
  }
}

/** A row as it comes back: without absent values and negative zeros, text well-formed, and nobody can change it. */
function asStored(row: RowKey): RowKey {
  const kept: Record<string, unknown> = {};
  for (const name in row) {
    const value: unknown = row[name as keyof RowKey];
    if (value !== undefined) kept[name] = typeof value === 'string' ? value.toWellFormed() : value === 0 ? 0 : value;
  }
  return Object.freeze(kept) as unknown as RowKey;
}

/** One process's way to a table. */
export class InMemoryTable<R extends RowKey> implements Table<R> {
  readonly #store: InMemoryTableStore;
  readonly #gate: FaultGate;
  readonly #place: string;

  constructor(store: InMemoryTableStore, gate: FaultGate) {
    this.#store = store;
    this.#gate = gate;
    this.#place = `table/${store.name}`;
  }

  async get(partition: string, key: string): Promise<Stored<R> | undefined> {
    checkKey(this.#store.name, { partition, key });
    const stored = await this.#gate.run(this.#place, 'get', `${partition}/${key}`, () => this.#store.get(partition, key));
    return stored as Stored<R> | undefined;
  }

  async insert(row: R): Promise<string> {
    return this.#write('insert', { kind: 'insert', row });
  }

  async replace(row: R, etag: string): Promise<string> {
    return this.#write('replace', { kind: 'replace', row, etag });
  }

  async upsert(row: R): Promise<string> {
    return this.#write('upsert', { kind: 'upsert', row });
  }

  async remove({ partition, key }: RowKey, etag?: string): Promise<void> {
    checkKey(this.#store.name, { partition, key });
    const change: RowChange<RowKey> = { kind: 'delete', row: { partition, key }, ...(etag === undefined ? {} : { etag }) };
    await this.#gate.run(this.#place, 'remove', `${partition}/${key}`, () => {
      const refusal = this.#store.refusal(change, 0);
      if (refusal !== undefined && etag !== undefined) throw refusal;
      this.#store.apply(change);
    });
  }

  async transact(changes: readonly RowChange<R>[]): Promise<readonly string[]> {
    checkTransaction(this.#store.name, changes);
    const first = changes[0]?.row;
    if (first === undefined) return [];
    return this.#gate.run(this.#place, 'transact', `${first.partition}/${first.key}`, () => {
      changes.forEach((change, index) => {
        const refusal = this.#store.refusal(change, index);
        if (refusal !== undefined) throw refusal;
      });
      return changes.map((change) => this.#store.apply(change));
    });
  }

  async *list(partition: string, options: ListOptions = {}): AsyncGenerator<Stored<R>> {
    let after: string | undefined;
    for (;;) {
      const page = await this.#gate.run(this.#place, 'list', partition, () => this.#store.page(partition, after, options));
      yield* page as Stored<R>[];
      if (page.length < PAGE_ROWS) return;
      after = page.at(-1)?.row.key;
    }
  }

  #write(operation: string, change: RowChange<R> & { readonly kind: 'insert' | 'replace' | 'upsert' }): Promise<string> {
    checkRow(this.#store.name, change.row);
    return this.#gate.run(this.#place, operation, `${change.row.partition}/${change.row.key}`, () => {
      const refusal = this.#store.refusal(change, 0);
      if (refusal !== undefined) throw refusal;
      return this.#store.apply(change);
    });
  }
}
