import { cleanHtml } from '../../../runtime/domain/copy/clean-html';

describe('cleanHtml', () => {
  it.each([
    ['text and its form', '<p>Hello <b>Anna</b><br>see <i>you</i></p>', '<p>Hello <b>Anna</b><br />see <i>you</i></p>'],
    [
      'lists and tables',
      '<ul><li>a</li></ul><table><tr><td colspan="2">b</td></tr></table>',
      '<ul><li>a</li></ul><table><tr><td colspan="2">b</td></tr></table>',
    ],
    ['links, which load nothing by themselves', '<a href="https://contoso.example/x">x</a>', '<a href="https://contoso.example/x">x</a>'],
    ['pictures that are in the item', '<img src="cid:a@b" alt="cat">', '<img src="cid:a@b" alt="cat" />'],
    ['emoji and quotes', '<p>\ud83d\ude00 &quot;x&quot; &lt;y&gt;</p>', '<p>\ud83d\ude00 "x" &lt;y&gt;</p>'],
  ])('keeps %s', (_case, html, cleaned) => {
    expect(cleanHtml(html)).toBe(cleaned);
  });

  it.each([
    ['scripts', '<p>a<script>alert(1)</script></p>'],
    ['scripts in capitals, broken', '<p>a<SCRIPT SRC=//evil.example/x.js></p>'],
    ['event handlers', '<p onclick="alert(1)" onmouseover=alert(1)>a</p>'],
    ['handlers of pictures', 'a<img src=x onerror=alert(1)>'],
    ['script links', '<a href="javascript:alert(1)">a</a>'],
    ['script links in disguise', '<a href="java\nscript:alert(1)">a</a><a href="&#106;avascript:alert(1)">b</a>'],
    ['data links', '<a href="data:text/html,<script>alert(1)</script>">a</a>'],
    ['remote pictures', 'a<img src="https://evil.example/pixel.gif"><img src="//evil.example/p.gif"><img src="data:image/svg+xml,x">'],
    [
      'remote backgrounds and styles',
      '<p style="background:url(https://evil.example/p.gif)" background="https://evil.example/q.gif">a</p>',
    ],
    [
      'style sheets',
      '<style>@import "https://evil.example/x.css"; p { background: url(//evil.example) }</style><link rel="stylesheet" href="https://evil.example/x.css">a',
    ],
    [
      'frames and objects',
      '<iframe src="https://evil.example"></iframe><object data="https://evil.example"></object><embed src="https://evil.example">a',
    ],
    ['forms', '<form action="https://evil.example"><input name="p"><button>a</button></form>'],
    ['reloads and bases', '<meta http-equiv="refresh" content="0;url=https://evil.example"><base href="https://evil.example">a'],
    ['SVG and MathML', '<svg onload=alert(1)><image href="https://evil.example/x"/></svg><math href="javascript:alert(1)">a</math>'],
    ['source sets', 'a<img src="cid:x" srcset="https://evil.example/a.gif 2x">'],
    [
      'video and sound',
      '<video poster="https://evil.example/p.gif" src="https://evil.example/v.mp4"></video><audio src="https://evil.example/a.mp3"></audio>a',
    ],
    ['comments', '<!--[if mso]><img src="https://evil.example/p.gif"><![endif]-->a'],
  ])('lets nothing run or load: %s', (_case, html) => {
    const cleaned = cleanHtml(html) ?? '';

    expect(cleaned).toContain('a');
    expect(cleaned).not.toMatch(
      /script|evil|alert|onerror|onclick|onload|style|javascript|data:|<(?:iframe|object|embed|form|meta|base|link|svg|video|audio)/i,
    );
  });

  it.each([
    ['what has no text at all', '<script>alert(1)</script>'],
    ['white space', ' \n '],
    ['the head of a page', '<head><title>Signal</title><style>p {}</style></head>'],
  ])('gives up so that the text is used: %s', (_case, html) => {
    expect(cleanHtml(html)).toBeUndefined();
  });

  it('leaves long bodies to their text', () => {
    const longest = `<p>${'x'.repeat(256 * 1024 - 7)}</p>`;

    expect(cleanHtml(longest)).toBe(longest);
    expect(cleanHtml(`${longest}x`)).toBeUndefined();
    // Not even looked at, however short it would become.
    expect(cleanHtml(`<script>${'x'.repeat(256 * 1024)}</script>a`)).toBeUndefined();
    // Escapes make it longer.
    expect(cleanHtml(`<p>${'&'.repeat(200 * 1024)}</p>`)).toBeUndefined();
  });

  it('stands hostile depth', () => {
    const deep = `${'<div>'.repeat(20_000)}a`;

    const cleaned = cleanHtml(deep) ?? '';

    expect(cleaned).toContain('a');
    expect(cleaned.split('<div>').length).toBeLessThan(210);
  });
});
