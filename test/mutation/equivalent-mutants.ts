/** Changes that no test can notice, because the code does the same with them. */
export interface EquivalentMutants {
  readonly file: string;
  /** What stands there, and what stood there instead, as the list of survivors shows them. */
  readonly changes: readonly string[];
  readonly why: string;
}

const DELIVER = 'runtime/pipeline/deliver';
const ROUTING = 'runtime/domain/routing';
const WINDOWS = 'runtime/domain/windows';
const UNPACK = 'runtime/pipeline/unpack';

const NEVER_MISSING = 'The index is in range; the type alone asks for it';
const ONLY_SAVES_WORK = 'A short cut: without it the same comes out, with more work';
const ONLY_A_LOG_LINE = 'It decides only whether, or with what, a line is logged';
const ONE_KIND_ONLY = 'The fake store replaces whatever is no insert, upsert or delete; the type allows no other word';

/** Kept by hand. They count as survivors in the score; the page says why they stay. */
export const EQUIVALENT_MUTANTS: readonly EquivalentMutants[] = [
  {
    file: `${ROUTING}/comparable-address.ts`,
    changes: ['/[A-Z]+/g -> /[A-Z]/g'],
    why: 'Letter by letter gives the same text',
  },
  {
    file: `${ROUTING}/match-by-row.ts`,
    changes: ["{ kind: 'no-row' } -> {}", `'no-row' -> ""`],
    why: 'Nobody asks for this kind: it is what none of the others is',
  },
  { file: `${ROUTING}/match-by-row.ts`, changes: ['phone === undefined -> false'], why: 'No row is known for no number either' },
  {
    file: `${ROUTING}/people-summary.ts`,
    changes: [`'' -> "Stryker was here!"`],
    why: 'The defaults of parts that are missing are as little a state or a count',
  },
  {
    file: `${ROUTING}/held-participants.ts`,
    changes: [
      "(state !== 'unmatched' && state !== 'ambiguous') || why === undefined -> state !== 'unmatched' && state !== 'ambiguous' && why === undefined",
      "state !== 'unmatched' && state !== 'ambiguous' -> false",
      'why === undefined -> false',
    ],
    why: 'Whoever is unmatched or ambiguous has a reason, and nobody else has; each half says it for the type',
  },
  {
    file: `${ROUTING}/judge-person.ts`,
    changes: ['context.notOurs.size > 0 -> true', 'context.notOurs.size > 0 -> context.notOurs.size >= 0'],
    why: ONLY_SAVES_WORK,
  },
  { file: `${ROUTING}/people-of.ts`, changes: ['address !== undefined -> true'], why: 'No address is shown at no address' },
  {
    file: `${ROUTING}/place-email-property.ts`,
    changes: ['unplaced.length === 0 -> false', 'addresses.length === 0 -> false'],
    why: ONLY_SAVES_WORK,
  },
  {
    file: `${ROUTING}/place-email-property.ts`,
    changes: ['[] -> ["Stryker was here"]'],
    why: 'What is no address names nobody and stands beside nobody',
  },
  { file: `${ROUTING}/place-email-property.ts`, changes: ['owner?.state -> owner.state'], why: NEVER_MISSING },
  {
    file: `${DELIVER}/claim-deliveries.ts`,
    changes: [
      'works.length === 0 -> false',
      'deliveries.length === 0 -> false',
      "untouched?.every((delivery) => delivery.stored.etag !== '') -> untouched?.some(delivery => delivery.stored.etag !== '')",
      "delivery.stored.etag !== '' -> true",
    ],
    why: `${ONLY_SAVES_WORK} (a claim that meets no row as it was is decided row by row)`,
  },
  {
    file: `${DELIVER}/claim-deliveries.ts`,
    changes: [`'' -> "Stryker was here!"`, 'deliveries[index]?.stored -> deliveries[index].stored'],
    why: `${NEVER_MISSING}; or the short cut of the claim`,
  },
  {
    file: `${DELIVER}/claim-deliveries.ts`,
    changes: ['a === undefined -> false', 'a < b -> a <= b'],
    why: 'Two equal times are the same time, and no time is before none',
  },
  { file: `${DELIVER}/claim-deliveries.ts`, changes: [`'replace' -> ""`], why: ONE_KIND_ONLY },
  {
    file: `${UNPACK}/write-delivery-rows.ts`,
    changes: [`'' -> "Stryker was here!"`, 'found[index]?.row -> found[index].row'],
    why: NEVER_MISSING,
  },
  {
    file: `${UNPACK}/write-delivery-rows.ts`,
    changes: ['changes.length === 0 -> false', 'heldBy.size === 0 -> false'],
    why: ONLY_SAVES_WORK,
  },
  { file: `${UNPACK}/write-delivery-rows.ts`, changes: [`'replace' -> ""`, `'upsert' -> ""`], why: ONE_KIND_ONLY },
  { file: `${DELIVER}/batch-book.ts`, changes: [`'replace' -> ""`, `'upsert' -> ""`], why: ONE_KIND_ONLY },
  {
    file: `${DELIVER}/batch-book.ts`,
    changes: ['[] -> ["Stryker was here"]'],
    why: 'What has no key is no delivery of the batch',
  },
  {
    file: `${DELIVER}/batch-book.ts`,
    changes: [
      "byRowOf === '' || byRowOf === batchIdOfKey(batch.key) -> false",
      "byRowOf === '' || byRowOf === batchIdOfKey(batch.key) -> byRowOf === '' && byRowOf === batchIdOfKey(batch.key)",
      "byRowOf === '' -> false",
      `'' -> "Stryker was here!"`,
      'byRowOf === batchIdOfKey(batch.key) -> false',
    ],
    why: 'A batch announces only what it takes over from another one',
  },
  {
    file: `${DELIVER}/record-outcomes.ts`,
    changes: ['handled.length === 0 -> false'],
    why: ONLY_SAVES_WORK,
  },
  { file: `${DELIVER}/record-outcomes.ts`, changes: [`'replace' -> ""`], why: ONE_KIND_ONLY },
  {
    file: `${DELIVER}/record-outcomes.ts`,
    changes: [`'imported' -> ""`],
    why: 'The state imported is asked for on its own beside it',
  },
  {
    file: `${DELIVER}/resolve-entries.ts`,
    changes: ["batch.holdReason === '' -> false", `'' -> "Stryker was here!"`],
    why: 'No entry is held for no reason, so nothing more is resolved; it is only asked for',
  },
  {
    file: `${DELIVER}/resolve-entries.ts`,
    changes: [
      "heldId !== '' && heldId !== ownId -> true",
      "heldId !== '' && heldId !== ownId -> heldId !== '' || heldId !== ownId",
      "heldId !== '' -> true",
      'heldId !== ownId -> true',
    ],
    why: 'An entry that is not there, or is resolved already, is resolved without effect',
  },
  {
    file: `${DELIVER}/record-duplicates.ts`,
    changes: [
      'tooMany.length > 0 -> true',
      'tooMany.length > 0 -> false',
      'tooMany.length > 0 -> tooMany.length >= 0',
      'tooMany.length > 0 -> tooMany.length <= 0',
    ],
    why: ONLY_A_LOG_LINE,
  },
  {
    file: `${DELIVER}/record-duplicates.ts`,
    changes: [`'' -> "Stryker was here!"`],
    why: 'No copy has such an id; with no copy at all nothing is recorded',
  },
  {
    file: `${DELIVER}/last-look.ts`,
    changes: ['copies.length > 1 -> true', 'copies.length > 1 -> copies.length >= 1'],
    why: 'One copy is none too many: nothing is recorded of it',
  },
  {
    file: `${DELIVER}/last-look.ts`,
    changes: ['{ mailboxId, importKey, ...describeError(error) } -> {}'],
    why: ONLY_A_LOG_LINE,
  },
  {
    file: `${DELIVER}/last-look.ts`,
    changes: ['row === undefined -> false', 'error.retryAt !== undefined -> true'],
    why: 'It says for the type what stands beside it already',
  },
  {
    file: `${DELIVER}/last-look.ts`,
    changes: ['row.exchangeId !== ownCopy -> true'],
    why: 'The same copy twice is none too many: nothing is recorded of it',
  },
  {
    file: `${DELIVER}/send-deliveries.ts`,
    changes: [
      '!(error instanceof AmbiguousAnswerError) -> error instanceof AmbiguousAnswerError',
      '!(error instanceof AmbiguousAnswerError) -> true',
      '!(error instanceof AmbiguousAnswerError) -> false',
    ],
    why: ONLY_A_LOG_LINE,
  },
  {
    file: `${DELIVER}/send-deliveries.ts`,
    changes: ["work.kind === 'large' -> false", `'large' -> ""`],
    why: 'Large items have tests of their own (`test/pipeline/attach-after-create.test.ts`), which are not in this group',
  },
  {
    file: `${DELIVER}/delivering.ts`,
    changes: ["{ ports.log.error('Run could not be stopped', { runId, ...describeError(error) }... -> {}"],
    why: ONLY_A_LOG_LINE,
  },
  {
    file: `${DELIVER}/look-before-create.ts`,
    changes: ['true -> false'],
    why: 'Whether a first look counts is asked only of what was claimed before',
  },
  { file: `${DELIVER}/look-before-create.ts`, changes: ['retries.length === 0 -> false'], why: ONLY_SAVES_WORK },
  {
    file: `${DELIVER}/look-before-create.ts`,
    changes: [`'look' -> ""`, `'no usable answer' -> ""`, '{ cause: error } -> {}'],
    why: 'The error is turned into a result at once, and nobody reads its text',
  },
  {
    file: `${DELIVER}/look.ts`,
    changes: ['copies.length > 1 -> true', 'copies.length > 1 -> copies.length >= 1'],
    why: 'One copy is none too many: nothing is recorded of it',
  },
  { file: `${DELIVER}/look.ts`, changes: [`'import' -> ""`], why: 'Whatever is no stub is the whole' },
  {
    file: `${WINDOWS}/schedule.ts`,
    changes: [
      'from !== undefined && to !== undefined -> true',
      'from !== undefined && to !== undefined -> from !== undefined || to !== undefined',
      'from !== undefined -> true',
      'to !== undefined -> true',
    ],
    why: 'A comparison with what is undefined is false as well; it is said for the type',
  },
  {
    file: `${WINDOWS}/schedule.ts`,
    changes: [`'' -> "Stryker was here!"`, '[] -> ["Stryker was here"]'],
    why: 'No schedule holds such a name, and a default is never taken: the fields were counted before',
  },
  {
    file: `${WINDOWS}/schedule.ts`,
    changes: ['ahead < MAX_DAYS_AHEAD -> ahead <= MAX_DAYS_AHEAD', '8 * 366 + 1 -> 8 * 366 - 1'],
    why: 'The longest wait is 2,921 days; the limit has seven more',
  },
  { file: `${WINDOWS}/silence.ts`, changes: ['a.day < b.day -> a.day <= b.day'], why: 'No two entries are of one day' },
  { file: `${WINDOWS}/window.ts`, changes: ['collectedTo !== undefined -> true'], why: 'No time is later than now when there is none' },
  {
    file: `${WINDOWS}/window.ts`,
    changes: ['to.getTime() - from.getTime() <= DAY_IN_MS -> to.getTime() - from.getTime() < DAY_IN_MS'],
    why: 'For a window of exactly a day both ways give the day of its middle',
  },
];
