import { ITEM_PROBLEMS, type ItemProblemCode, ItemProblemList } from '../../../runtime/domain/item/item-problems';
import { readItem } from '../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS } from '../../../runtime/domain/item/item-settings';

const FROM = 'From: Sam Jones 17819988776 <>';
const MIXED = 'Content-Type: multipart/mixed; boundary=b';

/** For each problem an item that has it. No item is known at which the connector itself fails. */
const EXAMPLES: Readonly<Record<Exclude<ItemProblemCode, 'item-not-processed'>, readonly string[]>> = {
  'empty-item': [],
  'not-a-mail': ['\0\0\0'],
  'no-header': ['Hello'],
  'header-too-large': [FROM, `X-Long: ${'x'.repeat(4_300_000)}`, '', ''],
  'header-line-unreadable': [FROM, 'no field', '', ''],
  'blank-line-missing': [FROM, 'Hello'],
  'header-repeated': ['Subject: a', 'Subject: b', '', ''],
  'from-repeated': [FROM, 'From: anna@contoso.example', '', ''],
  'from-missing': ['Subject: a', '', ''],
  'date-missing': [FROM, '', ''],
  'date-invalid': ['Date: 30 Feb 2025 06:30:00 +0000', '', ''],
  'date-without-zone': ['Date: 21 Nov 2025 06:30:00', '', ''],
  'message-id-missing': [FROM, '', ''],
  'boundary-missing': ['Content-Type: multipart/mixed', '', 'x'],
  'end-missing': [MIXED, '', '--b', '', 'x'],
  'no-parts': [MIXED, '', 'x'],
  'text-after-end': [MIXED, '', '--b', '', 'x', '--b--', 'y'],
  'too-many-parts': [MIXED, '', '--b\r\n'.repeat(50_001)],
  'nesting-too-deep': Array.from({ length: 1_001 }, (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}`),
  'encoding-unknown': ['Content-Transfer-Encoding: x-nobody', '', 'x'],
  'base64-damaged': ['Content-Transfer-Encoding: base64', '', 'YW!Jj'],
  'charset-unknown': ['Content-Type: text/plain; charset=x-nobody', '', 'x'],
  'charset-mismatch': ['Content-Type: text/plain; charset=us-ascii', '', '\u00fc'],
  'text-damaged': ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable', '', '=C3=BC=C3 x'],
  'body-too-large': [FROM, '', 'x'.repeat(2_200_000)],
  'opaque-body': [FROM, '', 'QUJD1+/x'.repeat(20)],
  'address-ambiguous': ['From: "a b"@contoso.example', '', ''],
  'no-number': ['From: sam@contoso.example', '', ''],
  'too-many-participants': [FROM, `To: ${'a,'.repeat(100_001)}`, '', ''],
  'email-property-repeated': ['X-User-Email-Address: a@b.example', 'X-User-Email-Address: a@b.example', '', ''],
  'email-property-unreadable': ['X-User-Email-Address: nobody', '', ''],
  'owner-repeated': ['X-Owner: 447700900123', 'X-Owner: 447700900124', '', ''],
  'owner-unreadable': ['X-Owner: nobody', '', ''],
  'source-type-unknown': ['X-Source-Type: PIGEON', '', ''],
};

describe('the table of problems', () => {
  it.each(Object.entries(EXAMPLES))('%s is found where it is', (code, lines) => {
    const item = readItem(Buffer.from(lines.join('\r\n')), { ...DEFAULT_ITEM_SETTINGS, ownerHeaders: ['X-Owner'] });
    const found = 'unreadable' in item ? [item.unreadable] : item.problems;

    expect(found.map((problem) => problem.code)).toContain(code);
  });

  it('says of each what it means and what to do, in sentences', () => {
    for (const { meaning, action } of Object.values(ITEM_PROBLEMS)) {
      expect(meaning).toMatch(/^[A-Z].*\.$/);
      expect(action).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('lists each once, with how often it was found', () => {
    const problems = new ItemProblemList();
    problems.add('charset-unknown', 'Character set x-a in a text');
    problems.add('no-number');
    problems.add('charset-unknown', 'Character set x-b in a text');

    expect(problems.list()).toEqual([
      { code: 'charset-unknown', detail: 'Character set x-a in a text (2 times)' },
      { code: 'no-number', detail: ITEM_PROBLEMS['no-number'].meaning },
    ]);
  });
});
