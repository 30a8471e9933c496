import type { Exchange, ExchangeMailbox, RequestGate } from '../../ports/exchange';
import type { GraphConnection } from './graph-connection';
import { GraphMailbox } from './graph-mailbox';

/** Exchange Online through Microsoft Graph. */
export class GraphExchange implements Exchange {
  readonly #connection: GraphConnection;

  constructor(connection: GraphConnection) {
    this.#connection = connection;
  }

  mailbox(mailboxId: string, gate: RequestGate): ExchangeMailbox {
    return new GraphMailbox(this.#connection, mailboxId, gate);
  }
}
