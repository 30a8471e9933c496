import { readMappingHeader } from '../../../runtime/domain/mapping/mapping-header';

const columns = (number: number, mailbox: number, width: number, validFrom?: number, validTo?: number) => ({
  number,
  mailbox,
  validFrom,
  validTo,
  width,
});

describe('readMappingHeader', () => {
  it.each([
    ["the vendor's header", ['External User ID', 'Microsoft 365 User Mailbox'], columns(0, 1, 2)],
    ["the requirement's words", ["User's mobile Number", 'corresponding Microsoft 365 mailbox address'], columns(0, 1, 2)],
    ['the short form', ['mobile', 'mailbox'], columns(0, 1, 2)],
    ['the short form with validity', ['mobile', 'mailbox', 'validFrom', 'validTo'], columns(0, 1, 4, 2, 3)],
    ['another order and other columns', ['Name', 'Mailbox', 'Dept', 'Mobile number'], columns(3, 1, 4)],
    ['capitals, underlines and spaces', ['  MOBILE_NUMBER ', 'MAIL-BOX'], columns(0, 1, 2)],
    ['full-width letters of a Japanese spreadsheet', ['ｍｏｂｉｌｅ', 'ｍａｉｌｂｏｘ'], columns(0, 1, 2)],
    ['phone and e-mail', ['Phone', 'E-mail address'], columns(0, 1, 2)],
    ['MSISDN and UPN', ['MSISDN', 'UPN'], columns(0, 1, 2)],
    ['cell and user principal name', ['Cell', 'User Principal Name'], columns(0, 1, 2)],
    ['login name and e-mail id', ['Login Name', 'Email ID'], columns(0, 1, 2)],
    ['a misspelt word beside a right one', ['Moblie Number', 'Mailbox'], columns(0, 1, 2)],
    ['German', ['Mobilnummer', 'Postfach'], columns(0, 1, 2)],
    ['telephone and SMTP', ['Telefon', 'Primary SMTP'], columns(0, 1, 2)],
    ['tel and Microsoft 365 user', ['Tel', 'Microsoft 365 user'], columns(0, 1, 2)],
    ['the better of two numbers', ['Employee Number', 'Mobile Number', 'Mailbox'], columns(1, 2, 3)],
    ['mobile before phone', ['Phone', 'Mobile', 'Mailbox'], columns(1, 2, 3)],
    ['the better of two mailboxes', ['Mobile', 'Private e-mail', 'Microsoft 365 mailbox'], columns(0, 2, 3)],
    ['e-mail before principal name', ['Mobile', 'UPN', 'E-mail'], columns(0, 2, 3)],
    ['a mailbox that speaks of mobiles', ["Mobile user's mailbox", 'Number'], columns(1, 0, 2)],
    ['valid from and valid until', ['mobile', 'mailbox', 'Valid from (UTC)', 'Valid until'], columns(0, 1, 4, 2, 3)],
    ['start and end date', ['mobile', 'mailbox', 'Start date', 'End date'], columns(0, 1, 4, 2, 3)],
    ['examples in the names', ['mobile (447700900123)', 'mailbox', 'From (date, UTC)'], columns(0, 1, 3, 2)],
    ['only an end', ['mobile', 'mailbox', 'to'], columns(0, 1, 3, undefined, 2)],
    ['effective from', ['mobile', 'mailbox', 'effective since'], columns(0, 1, 3, 2)],
    ['names of prototypes', ['__proto__', 'constructor', 'mobile', 'mailbox'], columns(2, 3, 4)],
  ])('understands %s', (_case, cells, expected) => {
    expect(readMappingHeader(cells)).toEqual({ kind: 'header', columns: expected });
  });

  it.each([
    ['number and mailbox', ['447700900123', 'anna@contoso.example'], columns(0, 1, 4, 2, 3)],
    ['mailbox and number', ['anna@contoso.example', '447700900123'], columns(1, 0, 4, 2, 3)],
    ['validity behind', ['447700900123', 'anna@contoso.example', '2026-01-01', ''], columns(0, 1, 4, 2, 3)],
    ['a number as people write it', ['+44 (7700) 900-123', 'anna'], columns(0, 1, 4, 2, 3)],
    ['a rounded number', ['4.45204E+11', 'anna@contoso.example'], columns(0, 1, 4, 2, 3)],
    ['a mailbox only', ['anna@contoso.example'], columns(1, 0, 4, 2, 3)],
    ['a number only', ['447700900123'], columns(0, 1, 4, 2, 3)],
  ])('takes the first line for a row when it is one: %s', (_case, cells, expected) => {
    expect(readMappingHeader(cells)).toEqual({ kind: 'row', columns: expected });
  });

  it.each([
    ['header-not-understood', ['Foo', 'Bar'], 'Columns "Foo", "Bar"'],
    ['header-not-understood', [''], 'Columns ""'],
    ['header-not-understood', ['Anna', '447700900123', 'anna@contoso.example'], 'First line'],
    ['header-not-understood', ['447700900123', 'anna@contoso.example', '', '', ''], 'First line'],
    ['header-column-missing', ['Mobile', 'Name'], 'Columns "Mobile", "Name"'],
    ['header-column-missing', ['Mailbox', 'Name'], 'Columns "Mailbox", "Name"'],
    ['header-column-missing', ['mobile|mailbox'], 'Columns "mobile|mailbox"'],
    ['header-ambiguous', ['Mobile phone 1', 'Mobile phone 2', 'Mailbox'], 'Columns "Mobile phone 1", "Mobile phone 2", "Mailbox"'],
    ['header-ambiguous', ['Mobile', 'Email', 'Second email'], 'Columns "Mobile", "Email", "Second email"'],
    ['header-ambiguous', ['mobile', 'mailbox', 'from', 'start'], 'Columns "mobile", "mailbox", "from", "start"'],
    ['header-ambiguous', ['mobile', 'mailbox', 'to', 'end'], 'Columns "mobile", "mailbox", "to", "end"'],
    ['header-validity-unclear', ['mobile', 'mailbox', 'valid through'], 'Columns "mobile", "mailbox", "valid through"'],
    ['header-validity-unclear', ['mobile', 'mailbox', 'Expires'], 'Columns "mobile", "mailbox", "Expires"'],
    ['header-validity-unclear', ['mobile', 'mailbox', 'validity'], 'Columns "mobile", "mailbox", "validity"'],
  ])('refuses with %s: %j', (problem, cells, detail) => {
    expect(readMappingHeader(cells)).toEqual({ kind: 'refused', problem, detail });
  });

  it('shows no number that stands in the place of a name', () => {
    const cells = ['mobile 1234567', 'mobile 44-7700-900123', 'Microsoft 365 mailbox'];

    const { detail } = readMappingHeader(cells) as { readonly detail: string };

    expect(detail).toContain('"Microsoft 365 mailbox"');
    expect(detail).not.toMatch(/[0-9]{4}/);
  });

  it('shows the names of columns clean and short, and not more than eight', () => {
    const cells = [`a\u202eb\u0000${'x'.repeat(60)}`, ...Array.from({ length: 20 }, () => 'y')];

    expect(readMappingHeader(cells)).toMatchObject({ detail: `Columns "ab${'x'.repeat(38)}", ${Array(7).fill('"y"').join(', ')}` });
  });
});
