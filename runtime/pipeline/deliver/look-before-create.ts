import { ExchangeUnavailableError } from '../../ports/exchange-errors';
import { atOnce } from '../at-once';
import type { RunRow } from '../rows/run-row';
import { type Claims, claimAll, earlier } from './claim-deliveries';
import { nextLookAt } from './decide-row';
import type { Delivering } from './delivering';
import type { DeliveryResult, HandledDelivery, OpenDelivery } from './delivery-result';
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
export async function lookBeforeCreate(claims: Claims, run: RunRow, delivering: Delivering): Promise<Looked> {
  const distrusts = claims.claimed.length > 0 && (await isDistrusted(run, delivering));
  const fresh = distrusts
    ? await lookAll(
        claims.claimed.map((delivery) => ({ delivery, isConclusive: true })),
        delivering,
      )
    : [];
  const tried = await lookAll(claims.toLook, delivering);
  const results = [...fresh, ...tried];
  const absent = tried.filter((result) => result.found === undefined);
  const retries = absent.filter((result) => result.isConclusive).map(({ delivery }) => ({ ...delivery, isAfterLook: true }));
  const claimed = retries.length === 0 ? [] : await claimAll(delivering.session, retries, delivering.ports);
  const early = absent
    .filter((result) => !result.isConclusive)
    .map(({ delivery }) => nextLookAt(delivery.stored.row, delivering.ports.options.lookAfterSeconds));
  const handled = results.flatMap(({ delivery, found }) =>
    found === undefined || found.kind === 'unsent' ? [] : [{ delivery, result: found }],
  );
  const unsent = results.flatMap(({ found }) => (found?.kind === 'unsent' ? [found.retryAt] : []));
  return {
    toSend: [
      ...(distrusts ? fresh.filter((result) => result.found === undefined).map((result) => result.delivery) : claims.claimed),
      ...(claimed ?? []),
    ],
    handled: [...handled, ...releasedOf(fresh)],
    notBefore: [...early, ...unsent].reduce(earlier, undefined),
  };
}

/** A claimed delivery whose look failed goes back to what it was. */
function releasedOf(fresh: readonly LookResult[]): HandledDelivery[] {
  return fresh.flatMap(({ delivery, found }) => (found?.kind === 'unsent' ? [{ delivery, result: found }] : []));
}

/** The folder is opened first: whether it was there before its ledger is known only then. */
async function isDistrusted(run: RunRow, delivering: Delivering): Promise<boolean> {
  if (run.looksFirst) return true;
  try {
    await delivering.session.archiveFolder(run.partition);
  } catch {
    // The create that follows meets the same and says what it means.
    return false;
  }
  return delivering.session.isDistrustedIn(run.partition);
}

async function lookAll(
  looks: readonly { readonly delivery: OpenDelivery; readonly isConclusive: boolean }[],
  delivering: Delivering,
): Promise<LookResult[]> {
  return atOnce(LOOKS_AT_ONCE, looks, async (look) => ({ ...look, found: await lookOrSay(look.delivery, delivering) }));
}

async function lookOrSay({ work }: OpenDelivery, delivering: Delivering): Promise<DeliveryResult | undefined> {
  const { session, runId, ports } = delivering;
  try {
    return await lookForCopy(session, runId, work, ports);
  } catch (error) {
    const result = resultOfError(error, ports.clock.now());
    // A look changes nothing, so nothing about it is ambiguous.
    return result.kind === 'lost' || result.kind === 'failed'
      ? resultOfError(new ExchangeUnavailableError('look', 'no usable answer', { cause: error }), ports.clock.now())
      : result;
  }
}
