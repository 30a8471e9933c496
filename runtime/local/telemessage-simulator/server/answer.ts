import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** What an operation answers; a download sends its body itself. */
export interface Answer {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly text?: string;
  readonly send?: (response: ServerResponse) => void;
}

export function json(status: number, body: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, text: JSON.stringify(body) };
}

export function sendAnswer(answer: Answer, response: ServerResponse): void {
  response.writeHead(answer.status, answer.headers);
  if (answer.send === undefined) response.end(answer.text);
  else answer.send(response);
}
