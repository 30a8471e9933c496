import { AmbiguousAnswerError, TenantThrottledError, TokenRefusedError } from '../../ports/exchange-errors';
import { describeError } from '../describe-error';
import { stopRun } from '../runs/read-run';
import { CLAIM_IS_FRESH_IN_MS, claimAll } from './claim-deliveries';
import { type Delivering, intoArchive } from './delivering';
import type { DeliveryResult, HandledDelivery, OpenDelivery } from './delivery-result';
import { sendLargeItem } from './large-item';
import { resultForTheRest, resultOfError } from './result-of-error';

const SENT_AT_ONCE = 4;

/** Creates the copies of claimed deliveries, up to 4 side by side. What stops the mailbox stops the rest, which is then unsent or held. */
export async function sendDeliveries(claimed: readonly OpenDelivery[], delivering: Delivering): Promise<HandledDelivery[]> {
  const sending = new Sending(claimed, delivering);
  while (sending.mayGoOn && (await sending.freshenClaims())) {
    await Promise.all(Array.from({ length: SENT_AT_ONCE }, () => sending.sendOneAfterAnother()));
  }
  return sending.finish();
}

class Sending {
  private readonly handled: HandledDelivery[] = [];
  private waiting: OpenDelivery[];
  private claimedAt: number;
  /** Once a result holds for the whole mailbox nothing more is sent. */
  private forTheRest: DeliveryResult | undefined;

  constructor(
    claimed: readonly OpenDelivery[],
    private readonly delivering: Delivering,
  ) {
    this.waiting = [...claimed];
    this.claimedAt = this.now;
  }

  get mayGoOn(): boolean {
    const { session, deadline, park } = this.delivering;
    return (
      this.waiting.length > 0 &&
      this.forTheRest === undefined &&
      session.hasLeaseLeft &&
      park.until === undefined &&
      this.now < deadline.getTime()
    );
  }

  /** Answers false when somebody else has claimed any of them: then this worker has lost its lease. */
  async freshenClaims(): Promise<boolean> {
    if (this.isFresh) return true;
    const renewed = await claimAll(this.delivering.session, this.waiting, this.delivering.ports);
    if (renewed === undefined) return false;
    this.waiting = renewed;
    this.claimedAt = this.now;
    return true;
  }

  async sendOneAfterAnother(): Promise<void> {
    while (this.mayGoOn && this.isFresh) {
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

  private get now(): number {
    return this.delivering.ports.clock.now().getTime();
  }

  private get isFresh(): boolean {
    return this.now - this.claimedAt < CLAIM_IS_FRESH_IN_MS;
  }
}

async function sendOne(delivery: OpenDelivery, delivering: Delivering): Promise<DeliveryResult> {
  const { park, ports, runId, session } = delivering;
  try {
    const result = await createCopy(delivery, delivering);
    park.tokenAccepted();
    return result;
  } catch (error) {
    if (error instanceof TenantThrottledError && error.retryAt !== undefined) park.park(error.retryAt);
    if (error instanceof TokenRefusedError && park.tokenRefused()) await stopRun(ports, runId, 'token-refused');
    if (!(error instanceof AmbiguousAnswerError))
      ports.log.info('Delivery not created', {
        runId,
        mailboxId: session.mailboxId,
        importKey: delivery.work.importKey,
        ...describeError(error),
      });
    return resultOfError(error, ports.clock.now());
  }
}

async function createCopy(delivery: OpenDelivery, delivering: Delivering): Promise<DeliveryResult> {
  const { work } = delivery;
  if (work.kind === 'hold') throw new Error('A delivery that only becomes held is never sent');
  if (work.kind === 'large') return sendLargeItem(work, delivery, delivering);
  return intoArchive(work, delivering, (folderId) => delivering.session.exchange.create(folderId, delivering.blob.request(work)));
}
