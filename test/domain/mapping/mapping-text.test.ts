import { encode } from 'iconv-lite';
import { decodeMappingText } from '../../../runtime/domain/mapping/mapping-text';

const TEXT = 'mobile,mailbox,name\n447700900123,anna@contoso.example,Zoë\n';

describe('decodeMappingText', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT), 'utf-8'],
    ['UTF-8 with a byte order mark', encode(TEXT, 'utf-8', { addBOM: true }), 'utf-8'],
    ['UTF-16 LE with a byte order mark', encode(TEXT, 'utf-16le', { addBOM: true }), 'utf-16le'],
    ['UTF-16 BE with a byte order mark', encode(TEXT, 'utf-16be', { addBOM: true }), 'utf-16be'],
    ['UTF-16 LE without a mark', encode(TEXT, 'utf-16le', { addBOM: false }), 'utf-16le'],
    ['UTF-16 BE without a mark', encode(TEXT, 'utf-16be', { addBOM: false }), 'utf-16be'],
    ['windows-1252, as Excel saves it', encode(TEXT, 'windows-1252'), 'windows-1252'],
  ])('reads %s', (_case, bytes, encoding) => {
    expect(decodeMappingText(bytes)).toEqual({ encoding, text: TEXT });
  });

  it.each([
    ['CRLF', 'a\r\nb\r\n'],
    ['CR', 'a\rb\r'],
    ['LF', 'a\nb\n'],
    ['a mixture', 'a\rb\r\n'],
  ])('gives line feeds for %s', (_case, text) => {
    expect(decodeMappingText(Buffer.from(text))).toEqual({ encoding: 'utf-8', text: 'a\nb\n' });
  });

  it('reads a file of no bytes as no text', () => {
    expect(decodeMappingText(Buffer.alloc(0))).toEqual({ encoding: 'utf-8', text: '' });
  });

  it('keeps a single NUL for the line that holds it', () => {
    expect(decodeMappingText(Buffer.from('mobile,mailbox\n447700900123,an\0na@contoso.example'))).toEqual({
      encoding: 'utf-8',
      text: 'mobile,mailbox\n447700900123,an\0na@contoso.example',
    });
  });

  it.each([
    ['an Excel workbook (XLSX)', '504b030414000600'],
    ['an old Excel workbook (XLS)', 'd0cf11e0a1b11ae1'],
    ['a PDF', '255044462d312e37'],
    ['a GZIP archive', '1f8b0800'],
  ])('says that %s is no text file', (_case, hex) => {
    expect(decodeMappingText(Buffer.from(hex, 'hex'))).toEqual({ problem: 'not-a-text-file' });
  });

  it.each([
    ['UTF-8 by its mark, and bytes that are none', Buffer.from('efbbbf61ff62', 'hex')],
    ['UTF-16 with half a character at its end', Buffer.concat([encode(TEXT, 'utf-16le', { addBOM: true }), Buffer.from([0x41])])],
    ['UTF-16 with half a surrogate pair', Buffer.from('fffe61000ad86200', 'hex')],
    ['windows-1252 with a byte that stands for nothing', Buffer.from('61e981', 'hex')],
  ])('says that text is damaged: %s', (_case, bytes) => {
    expect(decodeMappingText(bytes)).toEqual({ problem: 'text-damaged' });
  });

  it("does not take the caller's bytes along when it turns UTF-16 BE around", () => {
    const bytes = encode(TEXT, 'utf-16be', { addBOM: true });
    const before = Buffer.from(bytes);

    decodeMappingText(bytes);

    expect(bytes.equals(before)).toBe(true);
  });
});
