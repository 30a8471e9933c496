import type { SeededRandom } from '../seeded-random';

const BLOCK = 8;
/** Largest payload of one JPEG segment. */
const SEGMENT_BYTES = 65_533;

/** JPEG Annex K.3, table K.3: how many codes of each length 1..16, and their values: the standard DC table. */
const DC_CODES_BY_LENGTH = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const DC_VALUES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
/** One AC code only, `0` = end of block: every block is flat. */
const AC_CODES_BY_LENGTH = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

type Colour = readonly [luma: number, blue: number, red: number];

/**
 * A small valid baseline JPEG: sky, sea or hills as a mosaic of flat 8 x 8 blocks, integers only, so that it is the same on every machine.
 *
 * `atLeastBytes` fills it with comment segments, which every viewer skips.
 */
export function mosaicJpeg(random: SeededRandom, width: number, height: number, atLeastBytes = 0): Buffer {
  const scan = encodeScan(random, width, height);
  const parts = [Buffer.from([0xff, 0xd8]), jfifHeader(), quantisationTable(), frameHeader(width, height)];
  parts.push(huffmanTable(0x00, DC_CODES_BY_LENGTH, DC_VALUES), huffmanTable(0x10, AC_CODES_BY_LENGTH, [0]));
  let missing = atLeastBytes - scan.length - parts.reduce((sum, part) => sum + part.length, 0);
  for (; missing > 0; missing -= SEGMENT_BYTES + 4) parts.push(segment(0xfe, random.bytes(Math.min(missing, SEGMENT_BYTES))));
  parts.push(segment(0xda, Buffer.from([3, 1, 0x00, 2, 0x00, 3, 0x00, 0, 63, 0])), scan, Buffer.from([0xff, 0xd9]));
  return Buffer.concat(parts);
}

function segment(marker: number, payload: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([head, payload]);
}

function jfifHeader(): Buffer {
  return segment(0xe0, Buffer.from([0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]));
}

function quantisationTable(): Buffer {
  return segment(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 8)]));
}

function frameHeader(width: number, height: number): Buffer {
  const payload = Buffer.from([8, 0, 0, 0, 0, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]);
  payload.writeUInt16BE(height, 1);
  payload.writeUInt16BE(width, 3);
  return segment(0xc0, payload);
}

function huffmanTable(kind: number, codesByLength: readonly number[], values: readonly number[]): Buffer {
  return segment(0xc4, Buffer.from([kind, ...codesByLength, ...values]));
}

/** Canonical codes of the DC table, by value. */
function dcCodes(): ReadonlyArray<readonly [code: number, length: number]> {
  const codes: Array<readonly [number, number]> = [];
  let code = 0;
  DC_CODES_BY_LENGTH.forEach((count, index) => {
    for (let i = 0; i < count; i++) codes.push([code++, index + 1]);
    code <<= 1;
  });
  return codes;
}

function encodeScan(random: SeededRandom, width: number, height: number): Buffer {
  const columns = Math.ceil(width / BLOCK);
  const rows = Math.ceil(height / BLOCK);
  const colourAt = landscape(random, columns, rows);
  const bits = new BitWriter();
  const codes = dcCodes();
  const previous: [number, number, number] = [0, 0, 0];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      colourAt(column, row).forEach((value, component) => {
        // A flat block of value v has the DC coefficient 8 * (v - 128), here over a quantiser of 8.
        const dc = value - 128;
        const difference = dc - (previous[component] ?? 0);
        previous[component] = dc;
        const size = 32 - Math.clz32(Math.abs(difference));
        const [code, length] = codes[size] ?? [0, 2];
        bits.put(code, length);
        bits.put(difference < 0 ? difference + (1 << size) - 1 : difference, size);
        bits.put(0, 1);
      });
    }
  }
  return bits.finish();
}

/** Sky above a wavy horizon above ground, with a little grain. */
function landscape(random: SeededRandom, columns: number, rows: number): (column: number, row: number) => Colour {
  const sky: Colour = [random.between(170, 215), random.between(140, 165), random.between(105, 125)];
  const ground: Colour = [random.between(70, 120), random.between(95, 120), random.between(95, 125)];
  const heights: number[] = [];
  let horizon = Math.floor((rows * random.between(40, 65)) / 100);
  for (let column = 0; column < columns; column++) {
    horizon = Math.min(rows - 2, Math.max(2, horizon + random.between(-1, 2)));
    heights.push(horizon);
  }
  return (column, row) => {
    const isSky = row < (heights[column] ?? 0);
    const [luma, blue, red] = isSky ? sky : ground;
    const shade = isSky ? Math.floor((row * 30) / rows) : -Math.floor((row * 40) / rows);
    return [Math.max(16, Math.min(235, luma + shade + random.between(-3, 4))), blue, red];
  };
}

class BitWriter {
  private readonly bytes: number[] = [];
  private pending = 0;
  private count = 0;

  put(value: number, length: number): void {
    for (let bit = length - 1; bit >= 0; bit--) {
      this.pending = (this.pending << 1) | ((value >> bit) & 1);
      this.count += 1;
      if (this.count === 8) this.flushByte();
    }
  }

  finish(): Buffer {
    while (this.count > 0) this.put(1, 1);
    return Buffer.from(this.bytes);
  }

  private flushByte(): void {
    this.bytes.push(this.pending);
    if (this.pending === 0xff) this.bytes.push(0);
    this.pending = 0;
    this.count = 0;
  }
}
