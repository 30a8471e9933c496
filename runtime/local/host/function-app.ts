/** The part of `@azure/functions-core` (a module that the worker injects; it is on no registry) which is needed to run a bundle. */

export interface TypedData {
  readonly string?: string;
  readonly json?: string;
  readonly bytes?: Uint8Array;
  readonly http?: HttpData;
}

export interface HttpData {
  readonly url?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: TypedData | null;
  readonly statusCode?: string;
  readonly cookies?: readonly HttpCookie[];
}

export interface HttpCookie {
  readonly name?: string;
  readonly value?: string;
  readonly domain?: { readonly value?: string };
  readonly path?: { readonly value?: string };
  readonly expires?: { readonly value?: unknown };
  readonly secure?: { readonly value?: boolean };
  readonly httpOnly?: { readonly value?: boolean };
  readonly sameSite?: string;
  readonly maxAge?: { readonly value?: number };
}

export interface Binding {
  readonly type: string;
  readonly direction: 'in' | 'out';
  readonly [property: string]: unknown;
}

export interface RetryOptions {
  readonly retryStrategy?: string;
  readonly maxRetryCount?: number;
  readonly delayInterval?: { readonly seconds?: number };
  readonly minimumInterval?: { readonly seconds?: number };
  readonly maximumInterval?: { readonly seconds?: number };
}

export interface RegisteredFunction {
  readonly name: string;
  readonly trigger: Binding;
  readonly retry: RetryOptions | undefined;
  /** Runs the handler once. Rejects with the handler's error; answers what an HTTP function returned. */
  invoke(invocation: Invocation): Promise<HttpData | undefined>;
}

export interface Invocation {
  readonly input: TypedData;
  /** Names as the host gives them (`DequeueCount`); the library hands them on in camel case. */
  readonly metadata?: Readonly<Record<string, TypedData>>;
  readonly retry?: { readonly retryCount: number; readonly maxRetryCount: number };
}

export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';

export interface HostLogEntry {
  readonly level: LogLevel;
  readonly text: string;
  /** The function that wrote it; undefined: the host itself, or the bundle while it loads. */
  readonly functionName: string | undefined;
}

export type HostLog = (entry: HostLogEntry) => void;

export interface FunctionApp {
  readonly functions: readonly RegisteredFunction[];
  /** Runs what the app has registered for its end. */
  terminate(): Promise<void>;
}
