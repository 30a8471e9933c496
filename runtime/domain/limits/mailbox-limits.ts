import { MINUTE_IN_MS, SECOND_IN_MS } from '../windows/durations';

/** Outlook's limits for one application and one mailbox (Microsoft Graph, "Limits per mailbox"; they count in sliding windows). */
export const MAX_REQUESTS_IN_FLIGHT = 4;
export const MAX_REQUESTS = 10_000;
export const REQUEST_WINDOW_IN_MS = 10 * MINUTE_IN_MS;
/** "150 megabytes": the smaller reading. */
export const MAX_UPLOAD_BYTES = 150_000_000;
export const UPLOAD_WINDOW_IN_MS = 5 * MINUTE_IN_MS;

/** No request lives longer: it is over, or given up, by then. */
export const MAX_REQUEST_LIFE_IN_MS = 30 * SECOND_IN_MS;
