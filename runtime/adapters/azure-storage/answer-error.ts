import { type StorageAnswer, StorageAnswerError } from './storage-request';

const MAX_MESSAGE_CHARACTERS = 500;

/** Reads a refusal. Blobs and queues name its code in a header, tables in JSON; an answer of something else on the way names none. */
export function answerError({ status, headers, body }: StorageAnswer): StorageAnswerError {
  const text = body.toString('utf8', 0, MAX_MESSAGE_CHARACTERS);
  const header = headers['x-ms-error-code'];
  const code = typeof header === 'string' ? header : /"code"\s*:\s*"(\w+)"/.exec(text)?.[1];
  return new StorageAnswerError(status, code, text || `The service answered ${status}`);
}
