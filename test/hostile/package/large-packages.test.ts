import { crc32 } from 'node:zlib';
import { openPackage } from '../../../runtime/domain/package/open-package';
import type { RangeReader } from '../../../runtime/domain/package/range-reader';
import { manifestOf, rawZip, zip64End } from '../../domain/package/zip-samples';

const GIBIBYTE = 1024 ** 3;
const MEBIBYTE = 1024 ** 2;

/** A file of zeros with a few pieces in it, so that gigabytes cost nothing. */
function sparseReader(byteLength: number, pieces: readonly { readonly at: number; readonly bytes: Buffer }[]): RangeReader {
  const read = async (offset: number, length: number): Promise<Buffer> => {
    const answer = Buffer.alloc(Math.min(length, byteLength - offset));
    for (const { at, bytes } of pieces) {
      const from = Math.max(at, offset);
      const to = Math.min(at + bytes.length, offset + answer.length);
      if (from < to) bytes.copy(answer, from - offset, from - at, to - at);
    }
    return answer;
  };
  return { byteLength, read };
}

/** Extra field 1 with the offset alone. */
function zip64Offset(offset: number): Buffer {
  const field = Buffer.alloc(12);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(8, 2);
  field.writeBigUInt64LE(BigInt(offset), 4);
  return field;
}

/** The local part and the directory record of one entry. */
function parts(entry: Parameters<typeof rawZip>[0][number]): { local: Buffer; record: Buffer } {
  const local = rawZip([entry], { withoutEnd: true });
  const whole = rawZip([entry]);
  return { local, record: whole.subarray(local.length, whole.length - 22) };
}

function zeroCrc(bytes: number): number {
  const block = Buffer.alloc(MEBIBYTE);
  let sum = 0;
  for (let done = 0; done < bytes; done += block.length) sum = crc32(block.subarray(0, Math.min(block.length, bytes - done)), sum);
  return sum;
}

describe('a package of many gigabytes', () => {
  it('has its entries found behind 4 GiB', async () => {
    const far = 5 * GIBIBYTE;
    const content = Buffer.from('far away');
    const near = parts({ name: 'near.eml', content: Buffer.from('near') });
    const distant = parts({ name: 'far.eml', content, offset: 0xffffffff, extra: zip64Offset(far) });
    const manifest = parts({
      name: 'day.mf',
      content: Buffer.from(manifestOf(['near.eml', 'far.eml'])),
      offset: 0xffffffff,
      extra: zip64Offset(far + 1000),
    });
    const directory = Buffer.concat([near.record, distant.record, manifest.record]);
    const directoryOffset = far + 2000;
    const end = Buffer.concat([
      zip64End(3, directory.length, directoryOffset),
      Buffer.from('504b050600000000ffffffffffffffffffffffff0000', 'hex'),
    ]);
    const pieces = [
      { at: 0, bytes: near.local },
      { at: far, bytes: distant.local },
      { at: far + 1000, bytes: manifest.local },
      { at: directoryOffset, bytes: Buffer.concat([directory, end]) },
    ];

    const opened = await openPackage(sparseReader(directoryOffset + directory.length + end.length, pieces), 'day.zip', {
      depth: 'content',
    });

    expect(opened.check).toMatchObject({ state: 'complete', items: 2, problems: [] });
    expect(await opened.readItem(1)).toEqual(content);
    expect(opened.locate(1).offset).toBe(far);
  });

  it('gives an item of 150 MB inside 2 GB as a stream, in flat memory', async () => {
    const bytes = 150 * MEBIBYTE;
    const at = GIBIBYTE;
    const sum = zeroCrc(bytes);
    const item = parts({ name: 'big.eml', method: 0, raw: Buffer.alloc(0), bytes, compressedBytes: bytes, crc32: sum, offset: at });
    const first = parts({ name: 'day.mf', content: Buffer.from(manifestOf(['big.eml'])) });
    const directoryOffset = 2 * GIBIBYTE;
    const directory = Buffer.concat([first.record, item.record]);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(2, 8);
    end.writeUInt16LE(2, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(directoryOffset, 16);
    const pieces = [
      { at: 0, bytes: first.local },
      { at, bytes: item.local },
      { at: directoryOffset, bytes: Buffer.concat([directory, end]) },
    ];
    const opened = await openPackage(sparseReader(directoryOffset + directory.length + end.length, pieces), 'day.zip');
    expect(opened.check.state).toBe('complete');

    let total = 0;
    let largest = 0;
    for await (const chunk of opened.streamItem(0)) {
      total += chunk.length;
      largest = Math.max(largest, chunk.length);
    }

    expect(total).toBe(bytes);
    expect(largest).toBeLessThanOrEqual(4 * MEBIBYTE);
  });
});
