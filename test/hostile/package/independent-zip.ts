import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import type { SampleEntry } from '../../domain/package/zip-samples';

/** The items of a ZIP as an independent reader sees them. */
export function yauzlAll(zip: Buffer): Promise<SampleEntry[]> {
  return new Promise((resolve, reject) => {
    const read: SampleEntry[] = [];
    fromBuffer(zip, { lazyEntries: true }, (error, file) => {
      if (error) return reject(error);
      const take = async (found: Entry): Promise<void> => {
        read.push({ name: found.fileName, content: await readYauzl(file, found) });
        file.readEntry();
      };
      file.on('entry', (found) => void take(found).catch(reject));
      file.on('error', reject);
      file.on('end', () => resolve(read.filter(({ name }) => /\.eml$/i.test(name))));
      file.readEntry();
    });
  });
}

function readYauzl(file: ZipFile, found: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    file.openReadStream(found, (error, stream) => {
      if (error) return reject(error);
      const chunks: Buffer[] = [];
      stream
        .on('data', (chunk) => chunks.push(chunk as Buffer))
        .on('error', reject)
        .on('end', () => resolve(Buffer.concat(chunks)));
    });
  });
}
