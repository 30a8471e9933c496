import { htmlToText } from '../../../runtime/domain/item/html-text';

describe('htmlToText', () => {
  it.each([
    ['plain', 'Hello', 'Hello'],
    ['line breaks', 'a<br>b<BR/>c', 'a\nb\nc'],
    ['paragraphs', '<p>a</p><p>b</p>', 'a\nb'],
    ['an empty paragraph between', '<p>a</p><p><br></p><p>b</p>', 'a\n\nb'],
    ['nested blocks make one line break', '<div><div><p>a</p></div></div><div>b</div>', 'a\nb'],
    ['a list', '<ul><li>a</li><li>b</li></ul>', 'a\nb'],
    ['a table', '<table><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></table>', 'a\tb\nc'],
    ['white space of the source', 'a\r\n   b\t c', 'a b c'],
    ['inline markup', 'a<b>b</b><i>c</i>', 'abc'],
    ['entities', '&lt;b&gt; &amp; &quot;&euro;&quot; &#8211; &#x1F600;&nbsp;x', '<b> & "\u20ac" \u2013 \ud83d\ude00 x'],
    ['an entity that nobody knows', '&nobody; &constructor;', '&nobody; &constructor;'],
    ['numbers that are no character', '&#0;&#xD800;&#x110000;x', '\ufffd\ufffdx'],
    ['scripts and styles', 'a<script>alert("<p>b</p>")</script><style>p{}</style>c', 'ac'],
    ['a head', '<html><head><title>t</title></head><body>a</body></html>', 'a'],
    ['a script that never ends', 'a<script>alert(1)', 'a'],
    ['comments', 'a<!-- <p>x</p> -->b', 'ab'],
    ['a comment that never ends', 'a<!-- b', 'a'],
    ['a less-than sign', '1 < 2 and 3<4', '1 < 2 and 3<4'],
    ['a tag that never ends', 'a<b', 'a'],
    ['attributes', '<a href="https://contoso.example/">link</a>', 'link'],
    ['marks of our own', 'a\u0001b', 'a b'],
  ])('%s', (_case, html, expected) => {
    expect(htmlToText(html)).toBe(expected);
  });
});
