import { DAY_IN_MS } from '../../domain/windows/durations';
import { ExchangeUnavailableError } from '../../ports/exchange-errors';
import { atOnce } from '../at-once';
import { type Claims, claimAll, earlier } from './claim-deliveries';
import { nextLookAt } from './decide-row';
import type { Delivering } from './delivering';
import type { DeliveryResult, HandledDelivery, OpenDelivery } from './delivery-result';
import { learnFrom } from './learn-from-error';
import { lookForCopy } from './look';
import { resultOfError } from './result-of-error';

const LOOKS_AT_ONCE = 4;

export interface Looked {
  /** Claimed, and nothing is there. */
  readonly toSend: readonly OpenDelivery[];
  readonly handled: readonly HandledDelivery[];
  readonly notBefore: Date | undefined;
}

interface LookResult {
  readonly delivery: OpenDelivery;
  readonly isConclusive: boolean;
  readonly found: DeliveryResult | undefined;
}

/**
 * Looks for everything that may have been created. What is found is adopted; what is absent at a conclusive look is claimed and may be
 * created; the rest waits. Where the ledger cannot be trusted, also untouched deliveries are looked for, once.
 */
export async function lookBeforeCreate(claims: Claims, distrust: Distrust, delivering: Delivering): Promise<Looked> {
  const [distrusted, trusted] = await divide(claims.claimed, distrust, delivering);
  const fresh = await lookAll(
    distrusted.map((delivery) => ({ delivery, isConclusive: true })),
    delivering,
  );
  const tried = await lookAll(claims.toLook, delivering);
  const absent = tried.filter((result) => result.found === undefined);
  const retries = absent.filter((result) => result.isConclusive).map(({ delivery }) => ({ ...delivery, isAfterLook: true }));
  const claimed = retries.length === 0 ? [] : await claimAll(delivering.session, retries, delivering.ports);
  const early = absent
    .filter((result) => !result.isConclusive)
    .map(({ delivery }) => nextLookAt(delivery.stored.row, delivering.ports.options.lookAfterSeconds));
  return {
    toSend: [...trusted, ...fresh.filter((result) => result.found === undefined).map((result) => result.delivery), ...(claimed ?? [])],
    handled: [...fresh.flatMap(handledOf), ...tried.filter(({ found }) => found?.kind !== 'unsent').flatMap(handledOf)],
    notBefore: [...early, ...[...fresh, ...tried].map(retryOf)].reduce(earlier, undefined),
  };
}

const handledOf = ({ delivery, found }: LookResult): HandledDelivery[] => (found === undefined ? [] : [{ delivery, result: found }]);
const retryOf = ({ found }: LookResult): Date | undefined => (found?.kind === 'unsent' ? found.retryAt : undefined);

/** Why untouched deliveries may have copies all the same. */
export interface Distrust {
  /** The ledger of this run or batch cannot be trusted. */
  readonly all: boolean;
}

/** An item may be dated by a phone that runs ahead. */
const DATES_AHEAD_IN_MS = 2 * DAY_IN_MS;

/**
 * The folder is opened first: whether it was there before its ledger is known only then. If so, a copy that this ledger knows nothing of can
 * only be of an item from before the ledger's beginning.
 */
async function divide(
  claimed: readonly OpenDelivery[],
  distrust: Distrust,
  delivering: Delivering,
): Promise<[distrusted: readonly OpenDelivery[], trusted: readonly OpenDelivery[]]> {
  if (claimed.length === 0 || distrust.all) return [claimed, []];
  const { session, runId } = delivering;
  try {
    await session.archiveFolder(runId);
  } catch {
    // The create that follows meets the same and says what it means.
    return [[], claimed];
  }
  if (session.row.distrustedRun === '') return [[], claimed];
  const sentBefore = new Date(Date.parse(session.row.firstSeenAt) + DATES_AHEAD_IN_MS).toISOString();
  return [claimed.filter(({ work }) => work.sentAt < sentBefore), claimed.filter(({ work }) => work.sentAt >= sentBefore)];
}

async function lookAll(
  looks: readonly { readonly delivery: OpenDelivery; readonly isConclusive: boolean }[],
  delivering: Delivering,
): Promise<LookResult[]> {
  return atOnce(LOOKS_AT_ONCE, looks, async (look) => ({ ...look, found: await lookOrSay(look.delivery, delivering) }));
}

/** A look changes nothing, so nothing about it is ambiguous. */
async function lookOrSay({ work }: OpenDelivery, delivering: Delivering): Promise<DeliveryResult | undefined> {
  const { ports } = delivering;
  try {
    const found = await lookForCopy(work, delivering);
    delivering.park.tokens.accepted(delivering.session.mailboxId);
    return found;
  } catch (error) {
    const result = await learnFrom(error, delivering);
    if (result.kind !== 'lost' && result.kind !== 'failed') return result;
    return resultOfError(new ExchangeUnavailableError('look', 'no usable answer', { cause: error }), ports.clock.now());
  }
}
