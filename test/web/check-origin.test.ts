import { hasForeignOrigin } from '../../runtime/web/check-origin';
import { aRequest, ORIGIN } from './support/a-request';

const COOKIE = { cookie: 'AppServiceAuthSession=x' };

describe('where a change comes from', () => {
  it.each([
    ['the page itself', { origin: ORIGIN, 'sec-fetch-site': 'same-origin', ...COOKIE }],
    ['a tool with a token of its own', { authorization: 'Bearer x' }],
    ['the address bar of a browser', { 'sec-fetch-site': 'none', origin: ORIGIN }],
  ])('may be %s', (_case, headers) => {
    expect(hasForeignOrigin(aRequest('POST', '/api/pause', headers))).toBe(false);
  });

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['the same host by another scheme that is no https', { origin: 'http://connector.example' }],
    ['another port', { origin: `${ORIGIN}:8443` }],
    ['a name that only begins alike', { origin: `${ORIGIN}.evil.example` }],
    ['an opaque origin', { origin: 'null' }],
    ['another site of the same domain', { 'sec-fetch-site': 'same-site', origin: ORIGIN }],
    ['a browser that says cross-site and hides the origin', { 'sec-fetch-site': 'cross-site' }],
    ['a cookie without an origin', COOKIE],
  ])('must not be %s', (_case, headers) => {
    expect(hasForeignOrigin(aRequest('POST', '/api/pause', headers))).toBe(true);
  });

  it('does not matter to what only reads', () => {
    for (const method of ['GET', 'HEAD'])
      expect(hasForeignOrigin(aRequest(method, '/', { origin: 'https://evil.example', ...COOKIE }))).toBe(false);
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'])('matters to %s', (method) => {
    expect(hasForeignOrigin(aRequest(method, '/', { origin: 'https://evil.example' }))).toBe(true);
  });

  it('is the page itself when the front end ended the encryption before us', () => {
    const request = { ...aRequest('POST', '/', { origin: ORIGIN }), url: new URL('http://connector.example/') };

    expect(hasForeignOrigin(request)).toBe(false);
  });
});
