import fc from 'fast-check';
import { GraphCopyFormat } from '../../../runtime/adapters/graph/graph-copy-format';
import type { InlineAttachment, MailboxCopy } from '../../../runtime/domain/copy/mailbox-copy';
import { ANY_CHARACTER } from '../../fakes/any-character';

const format = new GraphCopyFormat();
const GUID = '{6f1b8f52-3c5c-4b0e-9d6a-5a3f0c1e7d42}';

const copy: MailboxCopy = {
  itemClass: 'IPM.Note.Signal.Message',
  subject: 'Signal message from "Anna" \u{1F600}',
  body: { contentType: 'text', content: 'Hello\nworld' },
  from: { name: 'Anna Lee 447700900123', address: 'anna.lee@contoso.example' },
  to: [{ name: 'Ben Okoro 447700900124', address: '447700900124@signal.invalid' }],
  cc: [],
  sentAt: new Date('2026-11-20T10:00:00.000Z'),
  receivedAt: new Date('2026-11-20T10:00:07.000Z'),
  references: '<0123456789abcdef@signal.invalid>',
  itemId: 'a'.repeat(64),
  packageSha256: 'b'.repeat(64),
  sourceMessageId: '1763632800000_42',
  mappingVersion: 'c'.repeat(64),
  originalDate: undefined,
};
const delivery = { importKey: 'd'.repeat(64), matchedBy: 'custom-mapping' };

const picture: InlineAttachment = {
  name: 'cat.jpg',
  contentType: 'image/jpeg',
  isInline: false,
  contentId: undefined,
  base64: Buffer.from(Buffer.from('picture').toString('base64')),
};

function render(changes: Partial<MailboxCopy> = {}, attachments: readonly InlineAttachment[] = [], kind: 'import' | 'stub' = 'import') {
  return format.request(format.common({ ...copy, ...changes }, attachments), delivery, kind);
}

interface Rendered {
  readonly attachments?: readonly Record<string, unknown>[];
  readonly singleValueExtendedProperties: readonly { readonly id: string; readonly value: string }[];
}

const parse = (request: Buffer): Rendered => JSON.parse(request.toString()) as Rendered;
const properties = (request: Buffer): Record<string, string> =>
  Object.fromEntries(parse(request).singleValueExtendedProperties.map(({ id, value }) => [id, value]));

describe('the copy in the mailbox as a request of Graph', () => {
  it.each([
    ['no attachment', []],
    ['one attachment', [picture]],
    ['three attachments', [picture, { ...picture, name: 'dog.jpg' }, picture]],
  ])('is the same in pieces around the content of %s', (_case, attachments) => {
    const pieces = format.around(copy, attachments, delivery, 'import');
    const whole = pieces.flatMap((piece, index) => [piece, attachments[index]?.base64 ?? Buffer.alloc(0)]);

    expect(pieces).toHaveLength(attachments.length + 1);
    expect(Buffer.concat(whole)).toEqual(render({}, attachments));
  });

  it.each([1, 4, 5] as const)('is created with the flags %d that the settings say', (flags) => {
    const request = new GraphCopyFormat(flags).common(copy, []).toString();

    expect(request).toContain(`{"id":"Integer 0x0E07","value":"${flags}"}`);
  });

  it('is one message with everything given at creation', () => {
    const message = parse(render());

    expect(message).toEqual({
      subject: copy.subject,
      body: { contentType: 'text', content: 'Hello\nworld' },
      from: { emailAddress: { name: 'Anna Lee 447700900123', address: 'anna.lee@contoso.example' } },
      sender: { emailAddress: { name: 'Anna Lee 447700900123', address: 'anna.lee@contoso.example' } },
      toRecipients: [{ emailAddress: { name: 'Ben Okoro 447700900124', address: '447700900124@signal.invalid' } }],
      ccRecipients: [],
      importance: 'normal',
      isRead: true,
      singleValueExtendedProperties: [
        { id: 'String 0x001A', value: 'IPM.Note.Signal.Message' },
        { id: 'Integer 0x0E07', value: '1' },
        { id: 'SystemTime 0x0039', value: '2026-11-20T10:00:00Z' },
        { id: 'SystemTime 0x0E06', value: '2026-11-20T10:00:07Z' },
        { id: 'String 0x1039', value: '<0123456789abcdef@signal.invalid>' },
        { id: `String ${GUID} Name SignalArchiveItemId`, value: 'a'.repeat(64) },
        { id: `String ${GUID} Name SignalArchivePackageSha256`, value: 'b'.repeat(64) },
        { id: `String ${GUID} Name SignalArchiveSourceMessageId`, value: '1763632800000_42' },
        { id: `String ${GUID} Name SignalArchiveMappingVersion`, value: 'c'.repeat(64) },
        { id: `String ${GUID} Name SignalArchiveMatchedBy`, value: 'custom-mapping' },
        { id: `String ${GUID} Name SignalArchiveImportKey`, value: 'd'.repeat(64) },
      ],
    });
  });

  it('gives a stub its own key and no import key', () => {
    const stub = properties(render({}, [], 'stub'));

    expect(stub[`String ${GUID} Name SignalArchiveStubKey`]).toBe('d'.repeat(64));
    expect(stub).not.toHaveProperty([`String ${GUID} Name SignalArchiveImportKey`]);
  });

  it('keeps the original of a date that was not believed', () => {
    expect(properties(render({ originalDate: '1970-01-01T00:00:00.000Z' }))[`String ${GUID} Name SignalArchiveOriginalDate`]).toBe(
      '1970-01-01T00:00:00.000Z',
    );
  });

  it.each<[string, string | undefined]>([
    ['has none', undefined],
    ['has an empty one', ''],
  ])('leaves out the source message id when the item %s', (_case, sourceMessageId) => {
    expect(properties(render({ sourceMessageId }))).not.toHaveProperty([`String ${GUID} Name SignalArchiveSourceMessageId`]);
  });

  it('carries attachments inline, in order, without a second encoding', () => {
    const logo: InlineAttachment = { ...picture, name: 'a"b\\c.png', contentType: 'image/png', isInline: true, contentId: 'logo@x' };

    expect(parse(render({}, [picture, logo])).attachments).toEqual([
      {
        '@odata.type': '#microsoft.graph.fileAttachment',
        name: 'cat.jpg',
        contentType: 'image/jpeg',
        isInline: false,
        contentBytes: 'cGljdHVyZQ==',
      },
      {
        '@odata.type': '#microsoft.graph.fileAttachment',
        name: 'a"b\\c.png',
        contentType: 'image/png',
        isInline: true,
        contentId: 'logo@x',
        contentBytes: 'cGljdHVyZQ==',
      },
    ]);
  });

  it('renders equal copies to equal bytes', () => {
    const other: MailboxCopy = JSON.parse(JSON.stringify(copy), (key, value) => (key.endsWith('At') ? new Date(value as string) : value));

    expect(render({ ...other, sourceMessageId: copy.sourceMessageId }, [picture])).toEqual(render({}, [picture]));
  });

  it('never sends half a surrogate pair, which Graph could not read', () => {
    const request = render({ subject: 'a\ud83d', body: { contentType: 'text', content: '\ude00b' } });

    expect(request.toString()).not.toMatch(/\\ud/);
  });

  it('is valid JSON that says what was asked, whatever the text', () => {
    const text = fc.string({ unit: ANY_CHARACTER });
    fc.assert(
      fc.property(text, text, text, fc.uint8Array(), (subject, content, name, bytes) => {
        const base64 = Buffer.from(Buffer.from(bytes).toString('base64'));
        const request = render({ subject, body: { contentType: 'text', content } }, [{ ...picture, name, base64 }]);

        expect(JSON.parse(request.toString())).toMatchObject({
          subject: subject.toWellFormed(),
          body: { content: content.toWellFormed() },
          attachments: [{ name: name.toWellFormed(), contentBytes: base64.toString() }],
        });
      }),
    );
  });
});
