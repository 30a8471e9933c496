import type { RetryAfterForm } from './switches';

/** The header's value in the form that is switched on; undefined = no header. */
export function retryAfterHeader(form: RetryAfterForm, waitInMs: number, now: number): string | undefined {
  const seconds = Math.max(1, Math.ceil(waitInMs / 1_000));
  switch (form) {
    case 'seconds':
      return String(seconds);
    case 'http-date':
      return new Date(now + seconds * 1_000).toUTCString();
    case 'none':
      return undefined;
    case 'zero':
      return '0';
    case 'negative':
      return '-5';
    case 'absurd':
      return '1000000000';
    case 'fraction':
      return '1.5';
    case 'garbage':
      return 'soon';
  }
}
