import { AmbiguousAnswerError } from '../../ports/exchange-errors';
import { describeError } from '../describe-error';
import { type Delivering, intoArchive, mayCreate } from './delivering';
import type { DeliveryResult, HandledDelivery, OpenDelivery } from './delivery-result';
import { sendLargeItem } from './large-item';
import { learnFrom } from './learn-from-error';
import { resultForTheRest } from './result-of-error';

const SENT_AT_ONCE = 4;
/** A create is sent at most 30 s after its claim; what has not begun a little before is left to the next round. */
const CLAIM_IS_FRESH_IN_MS = 25_000;

/**
 * Creates the copies of deliveries that were claimed just now, up to 4 side by side. What stops the mailbox stops the rest, which is then
 * unsent or held; so is, unsent, what the claims are too old for.
 */
export async function sendDeliveries(claimed: readonly OpenDelivery[], delivering: Delivering): Promise<HandledDelivery[]> {
  const sending = new Sending(claimed, delivering);
  await Promise.all(Array.from({ length: SENT_AT_ONCE }, () => sending.sendOneAfterAnother()));
  return sending.finish();
}

class Sending {
  private readonly handled: HandledDelivery[] = [];
  private readonly waiting: OpenDelivery[];
  private readonly freshUntil: number;
  /** Once a result holds for the whole mailbox nothing more is sent. */
  private forTheRest: DeliveryResult | undefined;

  constructor(
    claimed: readonly OpenDelivery[],
    private readonly delivering: Delivering,
  ) {
    this.waiting = [...claimed];
    this.freshUntil = this.now + CLAIM_IS_FRESH_IN_MS;
  }

  /** Never fails: what a create says is its result, so nobody gives the lease back while others are under way. */
  async sendOneAfterAnother(): Promise<void> {
    while (this.mayGoOn) {
      const delivery = this.waiting.shift() as OpenDelivery;
      const result = await sendOne(delivery, this.delivering);
      this.handled.push({ delivery, result });
      this.forTheRest ??= resultForTheRest(result);
    }
  }

  finish(): HandledDelivery[] {
    const result = this.forTheRest ?? { kind: 'unsent', retryAt: this.delivering.park.until };
    return [...this.handled, ...this.waiting.map((delivery): HandledDelivery => ({ delivery, result }))];
  }

  private get mayGoOn(): boolean {
    const { session, deadline, park } = this.delivering;
    if (this.waiting.length === 0 || this.forTheRest !== undefined) return false;
    return session.hasLeaseLeft && park.until === undefined && this.now < this.freshUntil && this.now < deadline.getTime();
  }

  private get now(): number {
    return this.delivering.ports.clock.now().getTime();
  }
}

async function sendOne(delivery: OpenDelivery, delivering: Delivering): Promise<DeliveryResult> {
  const { park, ports, runId, session } = delivering;
  try {
    const result = await createCopy(delivery, delivering);
    park.tokens.accepted(session.mailboxId);
    return result;
  } catch (error) {
    const result = await learnFrom(error, delivering);
    if (!(error instanceof AmbiguousAnswerError))
      ports.log.info('Delivery not created', {
        runId,
        mailboxId: session.mailboxId,
        importKey: delivery.work.importKey,
        ...describeError(error),
      });
    return result;
  }
}

async function createCopy(delivery: OpenDelivery, delivering: Delivering): Promise<DeliveryResult> {
  const { work } = delivery;
  if (work.kind === 'large') return sendLargeItem(work, delivery, delivering);
  const request = delivering.blob.request(work);
  return intoArchive(
    work,
    delivering,
    () => mayCreate(delivery, delivering),
    (folderId) => delivering.session.exchange.create(folderId, request),
  );
}
