import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';

/** Writes every file of a zip below a folder. */
export function unpackZip(zip: Buffer, folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    fromBuffer(zip, { lazyEntries: true }, (error, file) => {
      if (error) return reject(error);
      const write = async (entry: Entry): Promise<void> => {
        const target = path.join(folder, entry.fileName);
        mkdirSync(path.dirname(target), { recursive: true });
        writeFileSync(target, await contentOf(file, entry));
        file.readEntry();
      };
      file.on('entry', (entry: Entry) => void write(entry).catch(reject));
      file.on('error', reject).on('end', () => resolve());
      file.readEntry();
    });
  });
}

function contentOf(file: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    file.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(buffer(stream))));
  });
}
