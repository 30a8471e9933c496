/** What Graph answered, as the cause of one of our errors: for logs and support. Holds nothing of what Graph wrote but its codes. */
export class GraphAnswerError extends Error {
  override readonly name = 'GraphAnswerError';
  constructor(
    readonly statusCode: number,
    /** '' when the answer had none. */
    readonly code: string,
    /** By which Microsoft finds the request; '' when the answer had none. */
    readonly requestId: string,
  ) {
    super(`Microsoft Graph answered ${statusCode} ${code || 'without a code'} (request-id ${requestId || 'unknown'})`);
  }
}
