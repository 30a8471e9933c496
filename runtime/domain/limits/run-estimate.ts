import { MINUTE_IN_MS, SECOND_IN_MS } from '../windows/durations';
import { MAX_REQUESTS, MAX_REQUESTS_IN_FLIGHT, MAX_UPLOAD_BYTES, REQUEST_WINDOW_IN_MS, UPLOAD_WINDOW_IN_MS } from './mailbox-limits';

/** What a run would have to do, as far as it can be known before. */
export interface RunLoad {
  readonly deliveries: number;
  /** Bytes of all copies together. */
  readonly bytes: number;
  /** Bytes to download. */
  readonly packageBytes: number;
  /** How the copies are spread: the share of each mailbox, in sum at most 1. */
  readonly shares: readonly { readonly mailbox: string; readonly share: number }[];
}

/** What takes longest: all of it together, or one mailbox by one of Microsoft's limits. */
export type Bottleneck =
  | { readonly kind: 'fixed' }
  | { readonly kind: 'download' }
  | { readonly kind: 'throughput' }
  | { readonly kind: 'mailbox-bytes'; readonly mailbox: string; readonly bytes: number }
  | { readonly kind: 'mailbox-requests'; readonly mailbox: string; readonly requests: number };

export interface RunEstimate {
  readonly milliseconds: number;
  readonly bottleneck: Bottleneck;
}

/** Exchange answers a create in about this time (facts: target-graph; 200 to 400 ms are usual). */
const ANSWER_TIME_IN_MS = 300;
/** One worker's throughput over many mailboxes (npm run bench). */
const DELIVERIES_PER_SECOND = 300;
const DOWNLOAD_BYTES_PER_SECOND = 10_000_000;
/** Listing, settling, closing. */
const FIXED_TIME_IN_MS = MINUTE_IN_MS;

/** How long a run takes by the limits that bind it: each mailbox takes only so many requests and bytes, whoever sends them. */
export function estimateRun(load: RunLoad): RunEstimate {
  const parts: RunEstimate[] = [
    { milliseconds: 0, bottleneck: { kind: 'fixed' } },
    { milliseconds: (load.packageBytes / DOWNLOAD_BYTES_PER_SECOND) * SECOND_IN_MS, bottleneck: { kind: 'download' } },
    { milliseconds: (load.deliveries / DELIVERIES_PER_SECOND) * SECOND_IN_MS, bottleneck: { kind: 'throughput' } },
    ...load.shares.flatMap(({ mailbox, share }) => mailboxParts(mailbox, load.deliveries * share, load.bytes * share)),
  ];
  const longest = parts.reduce((most, each) => (each.milliseconds > most.milliseconds ? each : most));
  return { milliseconds: Math.round(longest.milliseconds + FIXED_TIME_IN_MS), bottleneck: longest.bottleneck };
}

/** The first window is free: what fits into it is sent as fast as Exchange answers. */
function mailboxParts(mailbox: string, requests: number, bytes: number): RunEstimate[] {
  const answering = (requests * ANSWER_TIME_IN_MS) / MAX_REQUESTS_IN_FLIGHT;
  const byRequests = Math.max(answering, Math.max(0, requests / MAX_REQUESTS - 1) * REQUEST_WINDOW_IN_MS);
  const byBytes = Math.max(0, bytes / MAX_UPLOAD_BYTES - 1) * UPLOAD_WINDOW_IN_MS;
  return [
    { milliseconds: byRequests, bottleneck: { kind: 'mailbox-requests', mailbox, requests: Math.round(requests) } },
    { milliseconds: byBytes, bottleneck: { kind: 'mailbox-bytes', mailbox, bytes: Math.round(bytes) } },
  ];
}
