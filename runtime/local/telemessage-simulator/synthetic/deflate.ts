const SMALLEST_MATCH = 3;
const LARGEST_MATCH = 258;
const WINDOW_BYTES = 32_768;
const HASH_BITS = 15;
const END_OF_BLOCK = 256;

/** RFC 1951, 3.2.5: first length (distance) of each code, and how many extra bits it has. */
const LENGTH_BASES = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_EXTRA_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASES = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385,
  24577,
];
const DISTANCE_EXTRA_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

/**
 * Raw deflate with the fixed Huffman codes and a greedy search.
 *
 * zlib's output differs between versions and processors (Node's zlib has SIMD paths of its own); this one is the same everywhere,
 * so that a seed gives the same ZIP, and the same SHA-256, on every machine. It compresses worse than zlib.
 */
export function deflateFixed(content: Buffer): Buffer {
  const bits = new LittleEndianBits(content.length);
  bits.put(0b011, 3); // last block, fixed codes
  const lastSeen = new Int32Array(1 << HASH_BITS).fill(-1);
  for (let at = 0; at < content.length; ) {
    const length = at + SMALLEST_MATCH <= content.length ? matchAt(content, at, lastSeen, bits) : 0;
    if (length === 0) putLiteral(bits, content[at] ?? 0);
    at += Math.max(1, length);
  }
  putLiteral(bits, END_OF_BLOCK);
  return bits.finish();
}

/** Writes a match and answers its length; 0 when there is none worth writing. */
function matchAt(content: Buffer, at: number, lastSeen: Int32Array, bits: LittleEndianBits): number {
  const key = (((content[at] ?? 0) << 16) | ((content[at + 1] ?? 0) << 8) | (content[at + 2] ?? 0)) * 0x9e3779b1;
  const hash = (key >>> (32 - HASH_BITS)) & ((1 << HASH_BITS) - 1);
  const from = lastSeen[hash] ?? -1;
  lastSeen[hash] = at;
  if (from < 0 || at - from > WINDOW_BYTES) return 0;
  let length = 0;
  const longest = Math.min(LARGEST_MATCH, content.length - at);
  while (length < longest && content[from + length] === content[at + length]) length += 1;
  if (length < SMALLEST_MATCH) return 0;
  putLength(bits, length);
  putDistance(bits, at - from);
  return length;
}

function putLiteral(bits: LittleEndianBits, symbol: number): void {
  if (symbol < 144) bits.putCode(0x30 + symbol, 8);
  else if (symbol < 256) bits.putCode(0x190 + symbol - 144, 9);
  else if (symbol < 280) bits.putCode(symbol - 256, 7);
  else bits.putCode(0xc0 + symbol - 280, 8);
}

function putLength(bits: LittleEndianBits, length: number): void {
  const index = indexOfBase(LENGTH_BASES, length);
  putLiteral(bits, 257 + index);
  bits.put(length - (LENGTH_BASES[index] ?? 0), LENGTH_EXTRA_BITS[index] ?? 0);
}

function putDistance(bits: LittleEndianBits, distance: number): void {
  const index = indexOfBase(DISTANCE_BASES, distance);
  bits.putCode(index, 5);
  bits.put(distance - (DISTANCE_BASES[index] ?? 0), DISTANCE_EXTRA_BITS[index] ?? 0);
}

function indexOfBase(bases: readonly number[], value: number): number {
  let index = bases.length - 1;
  while ((bases[index] ?? 0) > value) index -= 1;
  return index;
}

class LittleEndianBits {
  private readonly bytes: Buffer;
  private length = 0;
  private pending = 0;
  private count = 0;

  constructor(inputBytes: number) {
    // A literal takes 9 bits at most.
    this.bytes = Buffer.allocUnsafe(inputBytes + (inputBytes >> 3) + 16);
  }

  put(value: number, length: number): void {
    this.pending |= value << this.count;
    this.count += length;
    while (this.count >= 8) this.flushByte();
  }

  /** Huffman codes are packed from their most significant bit. */
  putCode(code: number, length: number): void {
    let reversed = 0;
    for (let bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
    this.put(reversed, length);
  }

  finish(): Buffer {
    if (this.count > 0) this.flushByte();
    return this.bytes.subarray(0, this.length);
  }

  private flushByte(): void {
    this.bytes[this.length] = this.pending & 0xff;
    this.length += 1;
    this.pending >>>= 8;
    this.count = Math.max(0, this.count - 8);
  }
}
