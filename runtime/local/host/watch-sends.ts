import { subscribe } from 'node:diagnostics_channel';

/** Called when this process has put a message into a queue. */
export type OnSent = (queue: string, delayInSeconds: number) => void;

interface FinishedRequest {
  readonly request: { readonly method?: string; readonly path?: string };
  readonly response: { readonly statusCode?: number };
}

/** `/<account>/<queue>/messages?visibilitytimeout=5`: Azure's "Put Message". */
const MESSAGES = /\/([a-z0-9-]+)\/messages\?(.*)$/;

/**
 * Sees the queue messages that the functions of this process send, by watching the process's own HTTP requests: the bundle has clients of its
 * own, and the host need not ask ten queues again and again whether something has come.
 */
export function watchSends(onSent: OnSent): void {
  subscribe('http.client.response.finish', (message) => {
    const { request, response } = message as FinishedRequest;
    if (request.method !== 'POST' || response.statusCode !== 201) return;
    const [, queue, query] = MESSAGES.exec(request.path ?? '') ?? [];
    if (queue !== undefined) onSent(queue, Number(new URLSearchParams(query).get('visibilitytimeout') ?? 0));
  });
}
