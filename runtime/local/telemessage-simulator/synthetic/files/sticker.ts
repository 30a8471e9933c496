import type { SeededRandom } from '../seeded-random';

/**
 * A valid lossless WebP of one colour, some 40 bytes: each of its five prefix codes has a single symbol, so a pixel takes no bit at all
 * (WebP lossless bitstream specification, sections 3 and 6).
 */
export function plainSticker(random: SeededRandom, width: number, height: number): Buffer {
  const bits: number[] = [];
  const put = (value: number, length: number) => {
    for (let bit = 0; bit < length; bit++) bits.push((value >> bit) & 1);
  };
  put(0x2f, 8);
  put(width - 1, 14);
  put(height - 1, 14);
  put(1, 1); // alpha is used
  put(0, 3); // version
  put(0, 1); // no transform
  put(0, 1); // no colour cache
  put(0, 1); // one group of prefix codes
  for (const symbol of [random.between(60, 250), random.between(60, 250), random.between(60, 250), 255]) {
    put(1, 1); // simple code
    put(0, 1); // of one symbol
    put(1, 1); // given in 8 bits
    put(symbol, 8);
  }
  put(1, 1);
  put(0, 1);
  put(0, 1); // distance code: symbol 0, given in 1 bit
  put(0, 1);
  const image = Buffer.alloc(Math.ceil(bits.length / 8));
  bits.forEach((bit, index) => {
    image[index >> 3] = (image[index >> 3] ?? 0) | (bit << (index & 7));
  });
  return riff(image);
}

function riff(image: Buffer): Buffer {
  const padding = image.length % 2;
  const head = Buffer.alloc(20);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(12 + image.length + padding, 4);
  head.write('WEBPVP8L', 8, 'latin1');
  head.writeUInt32LE(image.length, 16);
  return Buffer.concat([head, image, Buffer.alloc(padding)]);
}
