import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { compressed } from '../../runtime/web/compress';
import { jsonResponse, textResponse } from '../../runtime/web/http';
import { withSecurityHeaders } from '../../runtime/web/security-headers';
import { aRequest } from './support/a-request';

const LONG = 'kanarienvogel '.repeat(200);
const asked = (accepted: string) => aRequest('GET', '/', { 'accept-encoding': accepted });

describe('an answer on its way', () => {
  it('is compressed in the way that the caller can read, the smaller one first', () => {
    const plain = textResponse(200, 'text/css; charset=utf-8', LONG);
    const brotli = compressed(asked('gzip, br'), plain);
    const gzip = compressed(asked('gzip'), plain);

    expect([brotli, gzip].map(({ headers }) => headers['Content-Encoding'])).toEqual(['br', 'gzip']);
    expect(brotliDecompressSync(brotli.body ?? '').toString()).toBe(LONG);
    expect(gunzipSync(gzip.body ?? '').toString()).toBe(LONG);
    expect([brotli, gzip].map(({ headers }) => headers['Vary'])).toEqual(['Accept-Encoding', 'Accept-Encoding']);
  });

  it.each([
    ['short', textResponse(200, 'text/css', 'a{}'), 'br'],
    ['no text', textResponse(200, 'application/gzip', LONG), 'br'],
    ['compressed already', textResponse(200, 'text/css', LONG, { 'Content-Encoding': 'gzip' }), 'br'],
    ['for somebody who reads nothing else', textResponse(200, 'text/css', LONG), ''],
    ['without a body', { status: 304, headers: {}, body: undefined }, 'br'],
  ])('stays as it is when it is %s', (_case, plain, accepted) => {
    expect(compressed(asked(accepted), plain).body).toEqual(plain.body);
  });

  it('carries rules that leave no way for scripts, styles or frames from elsewhere', () => {
    const { headers } = withSecurityHeaders(jsonResponse(200, {}), false);
    const policy = new Map((headers['Content-Security-Policy'] ?? '').split('; ').map((rule) => [rule.split(' ')[0], rule]));

    expect(policy.get('default-src')).toBe("default-src 'none'");
    expect([...policy.values()].join()).not.toMatch(/unsafe|\*|https?:|data:/);
    expect(policy.get('frame-ancestors')).toBe("frame-ancestors 'none'");
    expect(headers).toMatchObject({
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
    });
  });

  it('may say itself how long it may be kept, and asks for no encryption in local mode', () => {
    const { headers } = withSecurityHeaders(textResponse(200, 'text/css', '', { 'Cache-Control': 'public, max-age=31536000' }), true);

    expect(headers['Cache-Control']).toBe('public, max-age=31536000');
    expect(headers).not.toHaveProperty('Strict-Transport-Security');
  });
});
