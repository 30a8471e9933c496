/** A use case cannot be carried out as it was asked for. The message is for people: what, on what, why, what to do. */
export class ActRefusedError extends Error {
  override readonly name = 'ActRefusedError';
  /**
   * `kind`: `not-found`; `conflict` with what is there; `invalid` input; `unavailable` in this installation; `needs-confirmation` of what it
   * would do.
   */
  constructor(
    readonly kind: 'not-found' | 'conflict' | 'invalid' | 'unavailable' | 'needs-confirmation',
    readonly code: string,
    message: string,
    readonly more: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}
