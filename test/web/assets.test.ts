import { createAssets } from '../../runtime/web/assets';

const assets = createAssets(
  new Map([
    ['page.css', Buffer.from('body{}')],
    ['islands.js', Buffer.from('void 0')],
  ]),
);

describe('what a browser loads', () => {
  it('has an address that holds the hash of its content, and may be kept for ever under it', () => {
    const url = assets.url('page.css');

    const answer = assets.answer(url, undefined);

    expect(url).toMatch(/^\/public\/page\.[0-9a-f]{10}\.css$/);
    expect(answer).toMatchObject({ status: 200, headers: { 'Content-Type': 'text/css; charset=utf-8' } });
    expect(answer?.headers['Cache-Control']).toBe('public, max-age=31536000, immutable');
    expect(answer?.body?.toString()).toBe('body{}');
  });

  it.each([
    ['of another release', '/public/page.0123456789.css'],
    ['without a hash', '/public/page.css'],
  ])('answers an address %s with what there is, and nothing keeps it', (_case, path) => {
    expect(assets.answer(path, undefined)).toMatchObject({ status: 200, headers: { 'Cache-Control': 'no-cache' } });
  });

  it('answers 304 to who has it already', () => {
    const etag = assets.answer('/public/islands.js', undefined)?.headers['ETag'];

    expect(assets.answer('/public/islands.js', etag)).toMatchObject({ status: 304, body: undefined });
  });

  it.each(['/public/other.css', '/public/../index.js', '/public/page.css/', '/page.css', '/public/'])('has nothing at %s', (path) => {
    expect(assets.answer(path, undefined)).toBeUndefined();
  });
});
