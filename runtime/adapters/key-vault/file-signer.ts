import { randomBytes } from 'node:crypto';
import { constants, copyFile, link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Signer } from '../../ports/signer';
import { SigningKeyError } from '../../ports/vault-errors';
import { generateKey, type KeptKey, KeyRing } from './key-ring';

const OWNER_ONLY = 0o600;
const OTHERS = 0o077;
const WITHOUT_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** The file: every key that ever signed here, oldest first. */
interface KeyFile {
  readonly v: 1;
  readonly keys: readonly KeptKey[];
}

/**
 * Signs with a key in a file of its own, made on the first start. Readable by its owner only; two processes that start at once agree on one key.
 *
 * Throws `SigningKeyError` when the file is damaged or open to others.
 */
export async function openFileSigner(path: string, now: Date = new Date()): Promise<Signer> {
  return new KeyRing((await readKeys(path)) ?? (await createKeys(path, now)));
}

/** Adds a key that signs from now on; what the others signed still verifies. */
export async function rotateFileSigner(path: string, now: Date = new Date()): Promise<Signer> {
  const keys = (await readKeys(path)) ?? [];
  const rotated = [...keys, generateKey(now)];
  await rename(await writeTemporary(path, rotated), path);
  return new KeyRing(rotated);
}

async function readKeys(path: string): Promise<readonly KeptKey[] | undefined> {
  let text: string;
  try {
    if (process.platform !== 'win32' && ((await stat(path)).mode & OTHERS) !== 0) {
      throw new SigningKeyError(
        `The signing key ${path} can be read by others than its owner. If nobody did, take their rights away: chmod 600`,
      );
    }
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const file = parseFile(text);
  if (file === undefined)
    throw new SigningKeyError(`The signing key ${path} is damaged. Restore it from a backup; reports that were signed need it to verify`);
  return file.keys;
}

function parseFile(text: string): KeyFile | undefined {
  try {
    const file = JSON.parse(text) as KeyFile | null;
    const isWhole = file?.v === 1 && Array.isArray(file.keys) && file.keys.every((key) => typeof key?.jwk === 'object' && key.jwk !== null);
    return isWhole ? file : undefined;
  } catch {
    return undefined;
  }
}

/** A link is made only if the name is free, so of two first starts one wins and the other takes the winner's key. */
async function createKeys(path: string, now: Date): Promise<readonly KeptKey[]> {
  const keys = [generateKey(now)];
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = await writeTemporary(path, keys);
  try {
    await linkOrCopy(temporary, path);
    return keys;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readKeys(path)) ?? keys;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Some mounted volumes know no links; a copy is exclusive too, only not whole at once. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!WITHOUT_LINKS.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
  }
}

async function writeTemporary(path: string, keys: readonly KeptKey[]): Promise<string> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await open(temporary, 'wx', OWNER_ONLY);
  try {
    await file.writeFile(`${JSON.stringify({ v: 1, keys } satisfies KeyFile, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return temporary;
}

/** A key that lives as long as its process: for a start without `--data`, and for tests. */
export function createMemorySigner(now: Date = new Date()): Signer {
  return new KeyRing([generateKey(now)]);
}
