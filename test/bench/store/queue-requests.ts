import type { InMemoryArchiveAccount } from '../../fakes/in-memory-archive-storage';
import { answer, refusal, type StoreAnswer, type StoreRequest } from './store-request';

const SECOND_IN_MS = 1_000;

export async function queueRequest({ method, path, query, body }: StoreRequest, account: InMemoryArchiveAccount): Promise<StoreAnswer> {
  const [, name = '', , id] = path.split('/');
  const queue = account.queues.queue(name);
  const visibilityInMs = Number(query.get('visibilitytimeout') ?? 30) * SECOND_IN_MS;
  if (query.get('comp') === 'metadata') return answer(200, { 'x-ms-approximate-messages-count': String(queue.size) });
  if (!path.includes('/messages')) return answer(201);
  if (id !== undefined) return messageRequest(method, id, query, visibilityInMs, queue);
  if (method === 'POST') {
    queue.send(/<MessageText>([^<]*)</.exec(body.toString())?.[1] ?? '', Number(query.get('visibilitytimeout') ?? 0) * SECOND_IN_MS);
    return answer(201);
  }
  const messages = queue.receive(Number(query.get('numofmessages') ?? 1), visibilityInMs).map((message) => {
    const { id: messageId, receipt, dequeueCount, text, insertedAt } = message;
    const time = insertedAt.toUTCString();
    return `<QueueMessage><MessageId>${messageId}</MessageId><InsertionTime>${time}</InsertionTime><ExpirationTime>Fri, 31 Dec 9999 23:59:59 GMT</ExpirationTime><PopReceipt>${receipt}</PopReceipt><TimeNextVisible>${time}</TimeNextVisible><DequeueCount>${dequeueCount}</DequeueCount><MessageText>${text}</MessageText></QueueMessage>`;
  });
  return xml(`<QueueMessagesList>${messages.join('')}</QueueMessagesList>`);
}

function messageRequest(
  method: string,
  id: string,
  query: URLSearchParams,
  visibilityInMs: number,
  queue: ReturnType<InMemoryArchiveAccount['queues']['queue']>,
): StoreAnswer {
  const receipt = Number(query.get('popreceipt'));
  if (method === 'DELETE') return queue.remove(Number(id), receipt) ? answer(204) : refusal(404, 'MessageNotFound');
  const renewed = queue.renew(Number(id), receipt, visibilityInMs);
  if (renewed === undefined) return refusal(404, 'MessageNotFound');
  return answer(204, { 'x-ms-popreceipt': String(renewed), 'x-ms-time-next-visible': new Date(Date.now() + visibilityInMs).toUTCString() });
}

const xml = (text: string): StoreAnswer =>
  answer(200, { 'content-type': 'application/xml' }, Buffer.from(`<?xml version="1.0" encoding="utf-8"?>${text}`));
