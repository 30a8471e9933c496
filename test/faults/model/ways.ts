/**
 * Where the code goes another way than the design's model, and no worse a one: the model is searched in full both ways, and traces are taken the
 * code's way.
 */
export interface Ways {
  /**
   * A queue message of a package, batch or poison that is at its end already does nothing; a package's message goes on where its row stands, and a
   * poisoned package is at its end before its rows are held.
   */
  readonly endsWhatIsEnded: boolean;
  /** What a worker found decided, also at a 412, is booked as it found it, and what is booked stays. */
  readonly booksOnce: boolean;
  /** The work of a batch is read before its rows are. */
  readonly readsWorkFirst: boolean;
  /** Who has lost the mailbox to another worker, two minutes ago, asks it for nothing any more. */
  readonly stopsWhenOvertaken: boolean;
  /** The run is read when an untouched row is claimed, and not before; nor by whoever meets a newer epoch. */
  readonly readsRunAfterClaim: boolean;
  /** Unpack says in the batch that it takes up a held row, before it does. What is booked already is not taken up any more. */
  readonly announces: boolean;
  /** What must be looked for is claimed when the look found nothing, not before. */
  readonly looksBeforeClaim: boolean;
  /** A row that is gone is written again, as claimed at this moment. */
  readonly restoresRow: boolean;
  /** A claim under which nothing was sent is taken back, and the queue message goes back also when only the claim is too old. */
  readonly unclaims: boolean;
  /** That an answer was lost is noted in the row. */
  readonly notesLostAnswers: boolean;
  /** Of several copies the oldest is adopted. */
  readonly adoptsOldest: boolean;
  /** What a run that is not open makes held is If-Match on what was read; else its queue message goes back. */
  readonly holdsIfMatch: boolean;
  /** Closing books every batch that is open, and no other. */
  readonly closesEveryBatch: boolean;
  /** An entry in `held` stays open while its row is taken up, until there is a copy. */
  readonly keepsEntry: boolean;
  /** Poison takes the mailbox's lease to look, while the run is open. When somebody else has it, a batch goes back to its queue, and the rows of a package become held. */
  readonly poisonTakesLease: boolean;
}

const all = (way: boolean): Ways => ({
  endsWhatIsEnded: way,
  booksOnce: way,
  readsWorkFirst: way,
  stopsWhenOvertaken: way,
  readsRunAfterClaim: way,
  announces: way,
  looksBeforeClaim: way,
  restoresRow: way,
  unclaims: way,
  notesLostAnswers: way,
  adoptsOldest: way,
  holdsIfMatch: way,
  closesEveryBatch: way,
  keepsEntry: way,
  poisonTakesLease: way,
});

export const DESIGN = all(false);
export const CODE = all(true);
