import type { WebResponse } from './http';

/** No inline script or style, nothing from anywhere else, no frame around it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

const HSTS = { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' };

/** What every answer carries. Nothing is kept by anybody on the way, unless the answer says so itself. */
export function withSecurityHeaders(response: WebResponse, isLocal: boolean): WebResponse {
  const headers = { 'Cache-Control': 'no-store', ...HEADERS, ...(isLocal ? {} : HSTS), ...response.headers };
  return { ...response, headers };
}
