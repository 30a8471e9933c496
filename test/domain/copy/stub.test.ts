import { copyOf } from '../../../runtime/domain/copy/copy-of';
import { stubOf } from '../../../runtime/domain/copy/stub';
import type { Item } from '../../../runtime/domain/item/item';
import { ARRIVED_AT, anItem } from '../routing/builders';

const copyFacts = {
  arrivedAt: ARRIVED_AT,
  packageSha256: '',
  mappingVersion: '',
  itemClass: 'IPM.Note.Signal',
  chatKey: 'k',
  routing: { mailboxes: [] },
};
const copy = (item: Partial<Item> = {}) => copyOf(anItem(item), copyFacts);
const video = { name: 'V1_Signal_1_2.mp4', bytes: 40_000_000, sha256: 'e'.repeat(64) };

describe('stubOf', () => {
  it('keeps everything but the body, and lists what is missing', () => {
    const whole = copy({ text: 'See the video' });

    expect(stubOf(whole, [video, { ...video, name: 'b.pdf', bytes: 1 }], 'over-limit')).toEqual({
      ...whole,
      body: {
        contentType: 'text',
        content: [
          'See the video',
          '',
          '----',
          'This item is larger than this mailbox takes. The whole item is kept unchanged in the archive storage; it follows when the limit is raised.',
          '',
          'Attachments: 2',
          `V1_Signal_1_2.mp4, 40000000 bytes, SHA-256 ${'e'.repeat(64)}`,
          `b.pdf, 1 bytes, SHA-256 ${'e'.repeat(64)}`,
        ].join('\n'),
      },
    });
  });

  it('says when attachments could not be added', () => {
    expect(stubOf(copy(), [video], 'attach-refused').body.content).toContain(
      'The attachments of this item could not be added to the mailbox.',
    );
  });

  it('keeps an HTML body, and escapes what it adds', () => {
    const { body } = stubOf(copy({ html: '<p>Hello</p>' }), [{ ...video, name: '<img src=x>&.jpg' }], 'over-limit');

    expect(body.contentType).toBe('html');
    expect(body.content).toMatch(/^<p>Hello<\/p><hr><pre>This item/);
    expect(body.content).toContain('&lt;img src=x&gt;&amp;.jpg, 40000000 bytes');
    expect(body.content).toMatch(/<\/pre>$/);
  });

  it('cuts a very long text, never inside a character, and says so', () => {
    const { content } = stubOf(copy({ text: `${'x'.repeat(256 * 1024 - 1)}\ud83d\ude00` }), [], 'over-limit').body;

    expect(content.startsWith(`${'x'.repeat(256 * 1024 - 1)}\n\n----\n`)).toBe(true);
    expect(content).toContain('\nThe text goes on in the kept item.\n');
    expect(content.isWellFormed()).toBe(true);
  });

  it('does not cut the longest text it can keep', () => {
    expect(stubOf(copy({ text: 'x'.repeat(256 * 1024) }), [], 'over-limit').body.content).not.toContain('goes on');
  });

  it('lists a thousand attachments and counts the rest', () => {
    const lines = stubOf(
      copy(),
      Array.from({ length: 20_000 }, () => video),
      'over-limit',
    ).body.content.split('\n');

    expect(lines.filter((line) => line.startsWith('V1_Signal'))).toHaveLength(1_000);
    expect(lines).toContain('Attachments: 20000');
    expect(lines.at(-1)).toBe('and 19000 more');
  });

  it('does not speak of more when all are listed', () => {
    expect(stubOf(copy(), [video], 'over-limit').body.content).not.toContain('more');
  });
});
