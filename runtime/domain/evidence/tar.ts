const BLOCK_BYTES = 512;
const NAME_BYTES = 100;
const PREFIX_BYTES = 155;

/** A file of a tape archive. `name`: ASCII, with `/`. */
export interface TarFile {
  readonly name: string;
  readonly content: Buffer;
  readonly modifiedAt: Date;
}

/** One file in the form POSIX ustar, with its padding. The archive ends with `tarEnd`. Throws `RangeError` for a name that does not fit. */
export function tarEntry({ name, content, modifiedAt }: TarFile): Buffer {
  const padding = (BLOCK_BYTES - (content.length % BLOCK_BYTES)) % BLOCK_BYTES;
  return Buffer.concat([header(name, content.length, modifiedAt), content, Buffer.alloc(padding)]);
}

export const tarEnd = (): Buffer => Buffer.alloc(2 * BLOCK_BYTES);

function header(name: string, bytes: number, modifiedAt: Date): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES);
  const [prefix, base] = splitName(name);
  block.write(base, 0, NAME_BYTES, 'latin1');
  block.write('0000644\0', 100, 'latin1');
  block.write('0000000\0', 108, 'latin1');
  block.write('0000000\0', 116, 'latin1');
  block.write(octal(bytes, 11), 124, 'latin1');
  block.write(octal(Math.floor(modifiedAt.getTime() / 1000), 11), 136, 'latin1');
  block.write('        ', 148, 'latin1');
  block.write('0', 156, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  block.write(prefix, 345, PREFIX_BYTES, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;

function splitName(name: string): readonly [prefix: string, base: string] {
  if (name.length <= NAME_BYTES) return ['', name];
  const at = name.indexOf('/', name.length - NAME_BYTES - 1);
  if (at <= 0 || at > PREFIX_BYTES) throw new RangeError(`"${name}" is too long for a tape archive`);
  return [name.slice(0, at), name.slice(at + 1)];
}
