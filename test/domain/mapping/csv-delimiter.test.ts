import { delimiterHint, detectDelimiter } from '../../../runtime/domain/mapping/csv-delimiter';

describe('detectDelimiter', () => {
  it.each([
    ['commas', 'mobile,mailbox\n1,a\n', ','],
    ['semicolons', 'mobile;mailbox\n1;a\n', ';'],
    ['tabs', 'mobile\tmailbox\n1\ta\n', '\t'],
    ['semicolons, and a comma as decimal point in every row', '4,47700E+11;anna@contoso.example\n4,47701E+11;ben@contoso.example\n', ';'],
    ['commas, and semicolons in some cells', 'name,mobile,mailbox\nLee;Anna,1,a\nBen,2,b\n', ','],
    ['semicolons, and commas in names', 'mobile;mailbox;name\n1;a;Lee, Anna\n2;b;Ray, Ben\n', ';'],
    ['more semicolons than commas in every line', 'a,b;c;d\n1,2;3;4', ';'],
    ['commas, and semicolons inside quotes', 'name,mobile\n"a;b;c;d",2\n"e;f;g;h",3\n', ','],
    ['commas, and quoted cells of several lines', 'mobile,mailbox\n1,"a\nb"\n2,"c\nd"\n', ','],
    ['semicolons in the header only', 'mobile;mailbox\n12\n', ';'],
    ['no delimiter', 'mobile\n1\n', ','],
    ['nothing', '', ','],
    ['empty lines between', '\n\nmobile;mailbox\n\n1;a\n', ';'],
    ['commas in the first twenty lines, whatever follows', `${'a,b\n'.repeat(20)}c;d\n`, ','],
  ])('finds %s', (_case, text, delimiter) => {
    expect(detectDelimiter(text)).toBe(delimiter);
  });
});

describe('delimiterHint', () => {
  it.each([
    ['sep=;\nmobile;mailbox', { delimiter: ';', length: 6 }],
    ['SEP=,\n', { delimiter: ',', length: 6 }],
    ['sep=\t', { delimiter: '\t', length: 5 }],
    ['sep=|\n', undefined],
    ['mobile;mailbox\nsep=;\n', undefined],
    ['sep=;mailbox', undefined],
  ])('reads %j', (text, hint) => {
    expect(delimiterHint(text)).toEqual(hint);
  });
});
