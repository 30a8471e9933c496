/** An answer of Graph that is an error: status, code and message as the service spells them. */
export class GraphFailure extends Error {
  override readonly name = 'GraphFailure';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  get body(): string {
    return JSON.stringify({ error: { code: this.code, message: this.message, innerError: { date: new Date().toISOString() } } });
  }
}

/** Something that Graph may well have, but the connector does not use: asked for, it is a mistake of the connector or of this simulator. */
export function notSimulated(what: string): GraphFailure {
  return new GraphFailure(501, 'NotSimulated', `The Exchange simulator does not have ${what}`);
}

export function badRequest(message: string, code = 'BadRequest'): GraphFailure {
  return new GraphFailure(400, code, message);
}

export function itemNotFound(): GraphFailure {
  return new GraphFailure(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
}
