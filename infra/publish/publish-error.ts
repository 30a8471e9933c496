/** Publishing failed for good; the message says what, on what, why, and what to do. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
}
