/** A message as the host receives it. */
export interface QueuedMessage {
  readonly id: string;
  /** Changes with each receive and renewal; only its holder may renew, release or remove the message. */
  readonly receipt: string;
  /** 1 at the first receive. */
  readonly dequeueCount: number;
  /** As it travels: base64. */
  readonly text: string;
  readonly insertedAt: Date;
}

/** The receiving side of one queue. A message that is gone, or that somebody else has by now, is no error. */
export interface QueueEndpoint {
  readonly name: string;
  /** Takes visible messages and hides them for this time. */
  receive(max: number, visibilitySeconds: number): Promise<readonly QueuedMessage[]>;
  /** Hides a message for this time from now on; answers the new receipt, or undefined when it is lost. */
  extend(id: string, receipt: string, visibilitySeconds: number): Promise<string | undefined>;
  remove(id: string, receipt: string): Promise<void>;
  /** Puts a copy into the poison queue, for ever. */
  sendToPoison(text: string): Promise<void>;
}
