import { readRosterFile } from '../../../runtime/domain/mapping/roster-file';

const numbersOf = (text: string) => {
  const numbers = readRosterFile(Buffer.from(text));
  return numbers === undefined ? undefined : [...numbers];
};

describe('the numbers of registered users', () => {
  it.each([
    [
      'of the column with most numbers',
      'id,name,mobile\n4477009,Anna,447700900123\nx,Ben,+44 7700 900124\n',
      ['447700900123', '447700900124'],
    ],
    ['once each', '447700900123\n447700900123\n', ['447700900123']],
    ['as a spreadsheet writes them', '"=""447700900123"""\n\'447700900124\n', ['447700900123', '447700900124']],
    ['with another delimiter', 'Anna;447700900123\nBen;447700900124\n', ['447700900123', '447700900124']],
    ['with the delimiter that the file names', 'sep=;\nAnna;447700900123\n', ['447700900123']],
    [
      'but not digits within names and addresses',
      'a447700900125,447700900123\n447700900126@contoso.example,447700900124\n',
      ['447700900123', '447700900124'],
    ],
  ])('are read %s', (_case, text, numbers) => {
    expect(numbersOf(text)).toEqual(numbers);
  });

  it('are none in a file without any, nor in one that is no text', () => {
    expect(numbersOf('name\nAnna\n')).toBeUndefined();
    expect(readRosterFile(Buffer.from('PK\u0003\u0004\u0000\u0000'))).toBeUndefined();
  });
});
