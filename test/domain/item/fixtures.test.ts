import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ItemInspection, inspectItem } from '../../../runtime/domain/item/item-inspection';
import { readItem } from '../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS } from '../../../runtime/domain/item/item-settings';
import { sha256 } from './read-mail';

const FOLDER = join(__dirname, '../../fixtures/items');

interface Expected extends Omit<Partial<ItemInspection>, 'participants' | 'attachments' | 'problems' | 'from' | 'owner'> {
  readonly problems?: readonly string[];
  readonly phones?: readonly (string | null)[];
  readonly names?: readonly string[];
  readonly files?: readonly string[];
}

/** One oddity a file, and what must be read in spite of it. Problems are listed in full; none = none. */
const EXPECTED: Readonly<Record<string, Expected>> = {
  'plain-text': {
    subject: 'Signal message from Sam Jones to Anna Lee',
    text: 'Lunch at one?\n',
    phones: ['17819988776', '447700900123'],
    date: '2024-05-28T16:05:45.000Z',
  },
  'format-4-unquoted-comma': {
    names: ['Jones, Sam', 'Lee, Anna', 'UNKNOWN', '', '', 'EMPTY_ADDRESS'],
    phones: ['17819988776', '447700900123', null, null, '447700900124', null],
  },
  'format-6-no-number': { phones: [null, null], problems: ['no-number'] },
  'number-as-name': { names: ['', ''], phones: ['17819988776', '447700900123'] },
  'deleted-for-all-en-dash': { kind: 'deleted', sourceMessageId: 'DELETE_FOR_ALL-1716912345678_17819988776' },
  edited: { kind: 'edited', sourceMessageId: 'EDIT-1716912345999_17819988776' },
  'group-name-emoji-and-quotes': { chat: 'group-name:Board "A" \ud83d\ude80' },
  'video-call': { kind: 'call' },
  'whatsapp-message': { archiver: 'WhatsApp' },
  'opaque-base64-body': {
    text: 'q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8BI0VniavN7wEjRWeJ\nq83vASNFZ4mrze8BI0VniavN7wEjRWeJ\n',
    problems: ['opaque-body'],
  },
  'year-57300': { date: '+057300-06-03T18:46:03.000Z' },
  'date-30-february': { date: null, problems: ['date-invalid'] },
  'no-subject-no-date-no-id': { subject: '', date: null, messageId: null, problems: ['date-missing', 'message-id-missing'] },
  'two-from-fields': { phones: [null, null, '447700900123'], problems: ['from-repeated', 'address-ambiguous'] },
  'two-email-properties': {
    emailProperty: { fieldCount: 2, addresses: ['sam@contoso.example', 'ceo@contoso.example'] },
    problems: ['email-property-repeated'],
  },
  'address-with-comment': { problems: ['address-ambiguous'] },
  'iso-2022-kr': { text: '\uc548\ub155\ud558\uc138\uc694 abc \uc138\uacc4\n' },
  'utf-7-script-in-html': { text: 'Hi <script>alert(1)</script>' },
  'iso-8859-8-raw-subject': { subject: '\u05e9\u05dc\u05d5\u05dd', text: '\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd\n' },
  'rtl-isolates-nul-and-lone-surrogate': { text: 'a\u2068\u05e9\u05dc\u05d5\u05dd\u2069\ufffdb' },
  'attachment-name-with-nul-crlf-and-bidi': { files: ['_photo Bcc: xgpj.exe'] },
  'boundary-prefix-of-another': { text: 'Inner', files: ['a.png'] },
  'last-boundary-missing': { text: 'Hello', files: ['a.png'], problems: ['end-missing'] },
  'boundary-not-named': { text: 'Hello', problems: ['boundary-missing'] },
  'bare-cr-line-ends': { text: 'Hello\nAnna\n', phones: ['17819988776', '447700900123'] },
  'byte-order-mark-and-lf': { text: 'Hello\n', phones: ['17819988776', '447700900123'] },
  'mbox-line': { text: 'Hello\n', phones: ['17819988776', '447700900123'] },
  'no-trailing-newline': { text: 'Hello' },
  'uuencode-is-text': { text: 'begin 644 a.txt\n#0V%T\n`\nend\n', files: [] },
  'attached-message': { text: 'See the attached mail', files: ['Gr\u00fc\u00dfe.eml'] },
  'journal-report': { subject: 'Signal message from Sam Jones to Anna Lee', text: 'Lunch at one?\n', files: [] },
  'header-less-text': {
    text: 'Hello Anna,\nthis is no mail at all.\n',
    problems: ['from-missing', 'date-missing', 'no-header', 'message-id-missing'],
  },
  'zero-bytes': { isReadable: false, problems: ['empty-item'] },
  'binary-rubbish': { isReadable: false, problems: ['not-a-mail'] },
};

function inspect(name: string): { inspection: ItemInspection; bytes: Buffer } {
  const bytes = readFileSync(join(FOLDER, `${name}.eml`));
  return { bytes, inspection: inspectItem(name, readItem(bytes, DEFAULT_ITEM_SETTINGS)) };
}

describe('the odd items', () => {
  it('each have an expectation', () => {
    expect(
      readdirSync(FOLDER)
        .filter((name) => name.endsWith('.eml'))
        .sort(),
    ).toEqual(
      Object.keys(EXPECTED)
        .map((name) => `${name}.eml`)
        .sort(),
    );
  });

  it.each(Object.entries(EXPECTED))('%s', (name, { problems, phones, names, files, ...expected }) => {
    const { inspection, bytes } = inspect(name);

    expect(inspection).toMatchObject({ ...expected, itemId: sha256(bytes) });
    expect(inspection.problems.map(({ code }) => code)).toEqual(problems ?? []);
    if (phones !== undefined) expect(inspection.participants.map(({ phone }) => phone)).toEqual(phones);
    if (names !== undefined) expect(inspection.participants.map((participant) => participant.name)).toEqual(names);
    if (files !== undefined) expect(inspection.attachments.map((attachment) => attachment.name)).toEqual(files);
  });

  it('wrapped in a journal report and plain are one message', () => {
    expect(inspect('journal-report').inspection.messageIdentity).toBe(inspect('plain-text').inspection.messageIdentity);
  });
});
