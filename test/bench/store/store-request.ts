/** A request to one of the three services, read whole. */
export interface StoreRequest {
  readonly service: 'blob' | 'queue' | 'table';
  readonly method: string;
  /** Below the account, encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface StoreAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const NOTHING = Buffer.alloc(0);

export const answer = (status: number, headers: Readonly<Record<string, string>> = {}, body: Buffer = NOTHING): StoreAnswer => ({
  status,
  headers,
  body,
});

export const refusal = (status: number, code: string): StoreAnswer => answer(status, { 'x-ms-error-code': code });
