import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultAct, FaultAnswer } from './fault-rules';
import { GraphFailure } from './graph-failure';
import type { MailboxLimits, Refusal } from './mailbox-limits';
import { readBody } from './read-body';
import { retryAfterHeader } from './retry-after-forms';
import { type FoundRoute, findRoute } from './routes';
import type { SimulatedMailbox } from './simulated-mailbox';
import type { SimulatedAnswer } from './simulated-request';
import type { SimulatorParts } from './simulator-parts';
import type { Switches } from './switches';
import { refuseToken } from './token-check';

export interface SeenRequest {
  readonly method: string;
  /** Path and query, not decoded. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface GraphEndpointParts extends SimulatorParts {
  readonly now: () => number;
  readonly onRequest: ((seen: SeenRequest) => void) | undefined;
}

/** A request on its way through the simulator. */
interface UnderWay {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly found: FoundRoute;
  readonly query: string;
  readonly mailbox: SimulatedMailbox | undefined;
  readonly refusal: Refusal | undefined;
  body: Buffer;
  /** The mailbox's limits see it no more; once. */
  readonly end: () => void;
}

/** Operations that write to one message: two at once conflict. */
const MESSAGE_WRITES = new Set(['add-attachment', 'send-range']);
const WRITING_METHODS = new Set(['POST', 'PUT', 'PATCH']);
const NO_BODY = Buffer.alloc(0);

/** Takes each Graph request through limits, faults, token check and route, in this order. */
export class GraphEndpoint {
  readonly #parts: GraphEndpointParts;

  constructor(parts: GraphEndpointParts) {
    this.#parts = parts;
  }

  handle(request: IncomingMessage, response: ServerResponse, path: string, query: string): void {
    let found: FoundRoute;
    try {
      found = findRoute(request.method ?? 'GET', path);
    } catch (error) {
      request.resume();
      this.#sendFailure(request, response, error);
      return;
    }
    const { operation } = found.route;
    const { statistics, switches } = this.#parts;
    statistics.countRequest(operation);
    const underWay = this.#accept(request, response, found, query);
    // A client that goes away, or never gets an answer, has no request in flight any more.
    response.once('close', underWay.end);
    readBody(request, operation === 'send-range' ? switches.maxRangeBytes : switches.maxRequestBytes, (body) => {
      if (body === undefined) this.#finish(underWay, () => tooLarge(switches));
      else this.#onBody(underWay, body);
    });
  }

  #accept(request: IncomingMessage, response: ServerResponse, found: FoundRoute, query: string): UnderWay {
    const mailbox = this.#mailboxOf(found);
    const bytes = WRITING_METHODS.has(found.route.method) ? Number(request.headers['content-length'] ?? 0) : 0;
    const refusal = mailbox?.limits.begin(this.#parts.now(), bytes);
    return { request, response, found, query, mailbox, refusal, body: NO_BODY, end: once(mailbox?.limits) };
  }

  /** Requests count against their mailbox also when it does not open. */
  #mailboxOf({ params }: FoundRoute): SimulatedMailbox | undefined {
    const { exchange } = this.#parts;
    const session = params['session'];
    const id = session === undefined ? params['user'] : exchange.uploads.byId(session)?.mailboxId;
    const user = id === undefined ? undefined : exchange.findUser(id);
    return user && exchange.mailboxOf(user);
  }

  #onBody(underWay: UnderWay, body: Buffer): void {
    const { request, found, mailbox } = underWay;
    const { faults, onRequest, switches } = this.#parts;
    underWay.body = body;
    onRequest?.({ method: request.method ?? 'GET', url: request.url ?? '', headers: request.headers, body });
    const fault = faults.next(found.route.operation, mailbox?.user.id ?? '');
    const latencyInMs = switches.latencyInMs + (fault?.kind === 'latency' ? fault.milliseconds : 0);
    const unlock = this.#lock(underWay);
    const carryOut = () => {
      this.#carryOut(underWay, fault, unlock === undefined);
      unlock?.();
    };
    if (latencyInMs > 0) setTimeout(carryOut, latencyInMs);
    else carryOut();
  }

  /** Undefined when somebody else writes to the same message at this moment. */
  #lock({ found, mailbox }: UnderWay): (() => void) | undefined {
    if (mailbox === undefined || !MESSAGE_WRITES.has(found.route.operation)) return () => {};
    const { session, message } = found.params;
    const id = message ?? (session === undefined ? undefined : this.#parts.exchange.uploads.byId(session)?.messageId) ?? '';
    if (mailbox.busyMessages.has(id)) return undefined;
    mailbox.busyMessages.add(id);
    return () => mailbox.busyMessages.delete(id);
  }

  #carryOut(underWay: UnderWay, fault: FaultAct | undefined, isConflict: boolean): void {
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'reset') this.#reset(underWay);
    else if (fault?.kind === 'answer') this.#finish(underWay, () => faultAnswer(fault));
    else if (fault === undefined || fault.kind === 'latency') this.#finish(underWay, () => this.#answer(underWay, isConflict));
    else this.#commitAndLose(underWay, fault, isConflict);
  }

  #answer(underWay: UnderWay, isConflict: boolean): SimulatedAnswer {
    const { exchange, switches, now, statistics } = this.#parts;
    const { request, found, query, body, refusal } = underWay;
    refuseToken(request.headers, found, switches, statistics.mistakes);
    if (refusal !== undefined && switches.throttles) throw this.#throttled(refusal);
    if (isConflict) throw changeKeyConflict();
    const origin = `http://${request.headers.host}`;
    return found.route.handle({ exchange, switches, now, params: found.params, query, headers: request.headers, body, origin });
  }

  /** Carries the request out and loses its answer. What is refused anyway is answered as it is. */
  #commitAndLose(underWay: UnderWay, fault: FaultAct, isConflict: boolean): void {
    let answer: SimulatedAnswer;
    try {
      answer = this.#answer(underWay, isConflict);
    } catch (error) {
      this.#finish(underWay, () => {
        throw error;
      });
      return;
    }
    if (fault.kind === 'commit-hang') return;
    if (fault.kind === 'commit-reset') this.#reset(underWay);
    else if (fault.kind === 'commit-answer') this.#finish(underWay, () => faultAnswer(fault));
    else sendBroken(underWay.response, answer, fault.kind === 'commit-garbage');
  }

  #reset({ request, end }: UnderWay): void {
    end();
    request.socket.resetAndDestroy();
  }

  #throttled({ limit, retryAfterInMs }: Refusal): GraphFailure {
    const retryAfter = retryAfterHeader(this.#parts.switches.retryAfter, retryAfterInMs, this.#parts.now());
    const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
    return new GraphFailure(429, 'ApplicationThrottled', `Application is over its ${limit} limit.`, headers);
  }

  #finish({ request, response, end }: UnderWay, effect: () => SimulatedAnswer): void {
    let answer: SimulatedAnswer;
    try {
      answer = effect();
    } catch (error) {
      end();
      this.#sendFailure(request, response, error);
      return;
    }
    end();
    this.#send(request, response, answer.status, answer.json === undefined ? '' : JSON.stringify(answer.json), answer.headers);
  }

  #sendFailure(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    const failure = error instanceof GraphFailure ? error : new GraphFailure(500, 'SimulatorFailure', String((error as Error).stack));
    if (failure.status === 501 || failure.code === 'ResourceNotFound') this.#parts.statistics.mistakes.notSimulated += 1;
    this.#send(request, response, failure.status, failure.body, failure.headers);
  }

  #send(request: IncomingMessage, response: ServerResponse, status: number, body: string, headers: SimulatedAnswer['headers'] = {}): void {
    this.#parts.statistics.countStatus(status);
    const requestId = request.headers['client-request-id'];
    if (typeof requestId === 'string') response.setHeader('client-request-id', requestId);
    if (body !== '') {
      response.setHeader('content-type', 'application/json; odata.metadata=minimal; charset=utf-8');
      response.setHeader('content-length', Buffer.byteLength(body));
    }
    response.writeHead(status, headers).end(body === '' ? undefined : body);
  }
}

function tooLarge({ tooLargeStatus }: Switches): never {
  if (tooLargeStatus === 400) throw new GraphFailure(400, 'BadRequest', 'The maximum request length supported is 4MB.');
  throw new GraphFailure(413, 'RequestEntityTooLarge', 'The request is too large.');
}

function changeKeyConflict(): GraphFailure {
  const message =
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.';
  return new GraphFailure(412, 'ErrorIrresolvableConflict', message);
}

function faultAnswer(fault: FaultAnswer): never {
  const retryAfter = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
  throw new GraphFailure(fault.status, fault.code, fault.message ?? 'A fault that was asked for.', { ...fault.headers, ...retryAfter });
}

/** A success that cannot be read: no JSON, or half of it. */
function sendBroken(response: ServerResponse, answer: SimulatedAnswer, isGarbage: boolean): void {
  const text = isGarbage ? '<html>ok</html>' : JSON.stringify(answer.json ?? {});
  response.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  if (isGarbage) response.end(text);
  else response.write(text.slice(0, text.length / 2), () => response.destroy());
}

function once(limits: MailboxLimits | undefined): () => void {
  let isOpen = limits !== undefined;
  return () => {
    if (isOpen) limits?.end();
    isOpen = false;
  };
}
