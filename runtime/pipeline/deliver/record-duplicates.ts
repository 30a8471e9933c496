import { hash } from 'node:crypto';
import type { ExchangeCopy } from '../../ports/exchange';
import { RowExistsError } from '../../ports/storage-errors';
import type { Stored } from '../../ports/table';
import type { ConnectorPorts, Stores } from '../connector-ports';
import { type DuplicateFoundRow, FOUND_DUPLICATES, KNOWN_DUPLICATES } from '../rows/batch-row';

const COPY_DIGITS = 16;

/**
 * A row for each copy that is one too many and was not known. It stands in `found` until the next run that closes takes it into its
 * account, and stays in `known-duplicates`, so that a copy counts once, however often it is seen and beside which others. A crash between the two
 * rows repeats the first one: the row that is known says which run has counted it.
 */
export async function recordDuplicates(
  mailboxId: string,
  importKey: string,
  copies: readonly Pick<ExchangeCopy, 'id'>[],
  ports: Pick<ConnectorPorts, 'stores' | 'log'>,
): Promise<void> {
  const known = await knownCopies(importKey, ports.stores);
  const seen = [...new Set(copies.map(({ id }) => id))];
  const [first = ''] = known.size > 0 ? known : seen;
  const tooMany = seen.filter((id) => id !== first && !known.has(id));
  for (const id of tooMany) await record(mailboxId, importKey, first, id, ports.stores);
  if (tooMany.length > 0) ports.log.warn('More than one copy found', { mailboxId, importKey, copies: new Set([...known, ...seen]).size });
}

/** Copies that earlier looks found, the one that is none too many among them. */
async function knownCopies(importKey: string, { batches }: Pick<Stores, 'batches'>): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  const from = `d-${importKey}`;
  for await (const { row } of batches.list(KNOWN_DUPLICATES, { from, to: `${from}~` }))
    for (const id of JSON.parse((row as DuplicateFoundRow).copies) as string[]) known.add(id);
  return known;
}

async function record(
  mailboxId: string,
  importKey: string,
  first: string,
  copyId: string,
  { batches }: Pick<Stores, 'batches'>,
): Promise<void> {
  const key = `d-${importKey}-${hash('sha256', copyId).slice(0, COPY_DIGITS)}`;
  const copies = JSON.stringify([first, copyId]);
  const row: DuplicateFoundRow = { partition: FOUND_DUPLICATES, key, v: 1, mailboxId, importKey, copies, extra: 1, countedIn: '' };
  await batches.upsert(row);
  try {
    await batches.insert({ ...row, partition: KNOWN_DUPLICATES });
  } catch (error) {
    if (!(error instanceof RowExistsError)) throw error;
  }
}

/**
 * Looks found them at any time since the last close; this run accounts them. Which run counts a copy is said once, in the row that stays: a repeated
 * close finds its own, and what another run was about to count goes to that one. Answers how many copies this run counts.
 */
export async function takeDuplicatesFound(runId: string, { batches }: Pick<Stores, 'batches'>): Promise<number> {
  for await (const { row } of batches.list(FOUND_DUPLICATES)) {
    const found = row as DuplicateFoundRow;
    const countedIn = await claimForRun(found, runId, batches);
    await batches.upsert({ ...found, partition: countedIn, countedIn });
    await batches.remove({ partition: FOUND_DUPLICATES, key: found.key });
  }
  let copies = 0;
  for await (const { row } of batches.list(runId, { from: 'd-', to: 'd~' })) copies += extraOf(row as DuplicateFoundRow);
  return copies;
}

/** Under the lease of settle. A row of an earlier release counts what it says. */
async function claimForRun(found: DuplicateFoundRow, runId: string, batches: Stores['batches']): Promise<string> {
  if (found.countedIn === undefined) return runId;
  const known = ((await batches.get(KNOWN_DUPLICATES, found.key)) as Stored<DuplicateFoundRow> | undefined)?.row;
  const countedIn = known?.countedIn ?? '';
  if (countedIn !== '') return countedIn;
  await batches.upsert({ ...(known ?? found), partition: KNOWN_DUPLICATES, countedIn: runId });
  return runId;
}

/** Rows of earlier releases name all copies of a message, and some do not say how many of them are new. */
const extraOf = ({ copies, extra }: Partial<DuplicateFoundRow> & Pick<DuplicateFoundRow, 'copies'>): number =>
  extra ?? (JSON.parse(copies) as string[]).length - 1;
