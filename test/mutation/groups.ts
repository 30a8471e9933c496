/** What is mutated together, and the tests that must notice. Globs from the root of the repository. */
export interface MutationGroup {
  readonly mutate: readonly string[];
  /**
   * Only these run, in this order up to the first that fails: tests that say what the code does, case by case; neither the whole suite nor what
   * takes seconds by itself. Those that drive a whole worker come last: it works on and on when its code is changed. `!` leaves out.
   */
  readonly tests: readonly string[];
  /** Percent of the mutants that a test must notice. */
  readonly score: number;
}

const HIGH = 85;
const NONE_SURVIVES = 100;

export const GROUPS: Readonly<Record<string, MutationGroup>> = {
  'durable-before-acknowledged': {
    mutate: ['runtime/pipeline/collect/{store-package,download,acknowledge,content-owner,listed-of}.ts'],
    tests: [
      'test/pipeline/collect/{store-package,download,same-bytes,listed-of,acknowledge-rows}.test.ts',
      'test/pipeline/collect/*.test.ts',
    ],
    score: NONE_SURVIVES,
  },
  'compare-the-key': {
    mutate: [
      'runtime/domain/ledger/import-key.ts',
      'runtime/domain/copy/check-copy.ts',
      'runtime/adapters/graph/{copies-with-key,graph-object,extended-properties,graph-paths}.ts',
    ],
    tests: [
      'test/domain/ledger/*.test.ts',
      'test/domain/copy/check-copy.test.ts',
      'test/adapters/graph/{graph-answers,graph-copy-format,copies-with-key,graph-paths}.test.ts',
    ],
    score: NONE_SURVIVES,
  },
  routing: {
    mutate: ['runtime/domain/routing/*.ts'],
    tests: ['test/domain/routing/**/*.test.ts', '!test/domain/routing/*.property.test.ts', '!test/domain/routing/synthetic-day.test.ts'],
    score: HIGH,
  },
  mapping: {
    // Not its table of problems: texts and nothing else, which a test compares word for word with the page of problem codes.
    mutate: ['runtime/domain/mapping/!(mapping-problems).ts'],
    tests: ['test/domain/mapping/**/*.test.ts'],
    score: HIGH,
  },
  ledger: {
    mutate: [
      'runtime/domain/ledger/*.ts',
      'runtime/pipeline/deliver/{claim-deliveries,decide-row,record-outcomes,batch-book,delivery-result,resolve-entries}.ts',
      'runtime/pipeline/rows/{pending-delivery,delivery-row,batch-row,batch-cells}.ts',
      'runtime/pipeline/unpack/write-delivery-rows.ts',
    ],
    tests: [
      'test/domain/ledger/*.test.ts',
      'test/pipeline/deliver/{decide-row,delivery-rows,batch-book,record-outcomes,claim-deliveries,resolve-entries}.test.ts',
      'test/pipeline/unpack/write-delivery-rows.test.ts',
    ],
    score: HIGH,
  },
  'look-before-create': {
    mutate: ['runtime/pipeline/deliver/{look-before-create,look,last-look,record-duplicates,delivering,send-deliveries}.ts'],
    tests: ['test/pipeline/deliver/{look-before-create,look-once-more,send-deliveries,duplicates-found}.test.ts'],
    score: HIGH,
  },
  retry: {
    mutate: [
      'runtime/domain/limits/{retry-after,mailbox-budget,spent-log}.ts',
      'runtime/pipeline/deliver/{result-of-error,learn-from-error,refused-tokens,mailbox-gate,park-mailbox,parked-result,tenant-park}.ts',
      'runtime/pipeline/or-later.ts',
      'runtime/pipeline/put-off.ts',
      'runtime/adapters/graph/{graph-errors,failed-answer}.ts',
    ],
    tests: [
      'test/domain/limits/*.test.ts',
      'test/adapters/graph/{graph-errors,graph-answers}.test.ts',
      'test/pipeline/deliver/{result-of-error,mailbox-gate,parks,refused-tokens}.test.ts',
      'test/pipeline/or-later.test.ts',
    ],
    score: HIGH,
  },
  window: {
    mutate: ['runtime/domain/windows/*.ts'],
    tests: ['test/domain/windows/**/*.test.ts'],
    score: HIGH,
  },
};
