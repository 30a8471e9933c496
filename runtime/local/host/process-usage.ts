import { subscribe } from 'node:diagnostics_channel';

/** What the host's process took: for benches. */
export interface ProcessUsage {
  /** CPU time of all threads, milliseconds. */
  readonly cpuMs: number;
  /** Most memory that was resident, MiB. */
  readonly maxRssMib: number;
  /** HTTP requests sent, by `host:port METHOD`. */
  readonly requests: Readonly<Record<string, number>>;
  /** Requests to queues that brought messages. */
  readonly filledReceives: number;
}

interface RequestStart {
  readonly request: { readonly method?: string; readonly getHeader?: (name: string) => unknown };
}

/** Counts the requests of this process from now on; costs nothing unless it is asked for. `filledReceives`: so far. */
export function countRequests(filledReceives: () => number): () => ProcessUsage {
  const requests: Record<string, number> = {};
  subscribe('http.client.request.start', (message) => {
    const { request } = message as RequestStart;
    const host = String(request.getHeader?.('host') ?? 'unknown');
    const method = request.method ?? '';
    const name = `${host} ${method}`;
    requests[name] = (requests[name] ?? 0) + 1;
  });
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    const maxRssMib = process.resourceUsage().maxRSS / 1024;
    return { cpuMs: (user + system) / 1000, maxRssMib, requests, filledReceives: filledReceives() };
  };
}
