import { writeZip, type ZipEntry } from './zip-writer';

/** A package as the vendor has it ready: name, bytes and when it arrived at the vendor's side. */
export interface SyntheticPackage {
  readonly name: string;
  readonly content: Buffer;
  readonly arrivedAt: Date;
}

export interface PackageFile {
  readonly name: string;
  readonly content: Buffer;
}

/** `YYYYMMDD0000-TeleMessage_<number>_<time zipped>.zip`; the format of the time is not published, `HHmmss` is an assumption. */
export function packageName(zippedAt: Date, sequence: number): string {
  const [day = '', time = ''] = zippedAt.toISOString().split('T');
  return `${day.replaceAll('-', '')}0000-TeleMessage_${sequence}_${time.slice(0, 8).replaceAll(':', '')}.zip`;
}

/** `Count:`, then one name a line. */
export function manifestText(names: readonly string[], count = names.length): string {
  return [`Count: ${count}`, ...names, ''].join('\r\n');
}

/** The vendor's ZIP: the items, then the manifest, written as Java does. */
export function vendorZip(files: readonly PackageFile[], zippedAt: Date, sequence: number): SyntheticPackage {
  const name = packageName(zippedAt, sequence);
  const manifest = manifestText(files.map((file) => file.name));
  const entries: ZipEntry[] = files.map((file) => ({ ...file, form: 'sizes-follow' }));
  entries.push({ name: name.replace(/\.zip$/, '.mf'), content: Buffer.from(manifest, 'utf8'), form: 'sizes-follow' });
  return { name, content: Buffer.concat([...writeZip(entries, zippedAt)]), arrivedAt: zippedAt };
}
