import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type VolumeDay, volumeDay } from '../../runtime/local/telemessage-simulator/synthetic/volume-day';

export interface VolumeSize {
  readonly users: number;
  readonly messagesPerUser: number;
  readonly pictureShare: number;
  /** @default 10,000 */
  readonly itemsPerPackage?: number;
  /** Mailboxes take items of any size. */
  readonly isUnlimited?: boolean;
}

export interface VolumeFiles {
  readonly day: VolumeDay;
  readonly folder: string;
  readonly usersFile: string;
  /** SHA-256 over all packages written so far: what was measured can be made again. */
  readonly sha256: string;
  /** Another day of the same people, with messages of its own, beside the first. */
  addDay(): VolumeDay;
  remove(): void;
}

const SEED = 20261120;
const LARGEST_MESSAGE_BYTES = 1024 * 1024 * 1024;

/** A volume day as files: packages in a folder of their own, and the users for the Exchange simulator. */
export function writeVolume({ users, messagesPerUser, pictureShare, itemsPerPackage, isUnlimited = false }: VolumeSize): VolumeFiles {
  const root = mkdtempSync(join(tmpdir(), 'signal-archive-bench-'));
  const folder = join(root, 'packages');
  mkdirSync(folder);
  const hash = createHash('sha256');
  let days = 0;
  const addDay = (): VolumeDay => {
    const day = volumeDay(SEED + days, users, messagesPerUser, pictureShare, {
      dayOffset: days,
      ...(itemsPerPackage === undefined ? {} : { itemsPerPackage }),
    });
    for (const each of day.packages) {
      const path = join(folder, each.name);
      const file = openSync(path, 'wx');
      for (const chunk of each.chunks()) {
        writeSync(file, chunk);
        hash.update(chunk);
      }
      closeSync(file);
      utimesSync(path, each.arrivedAt, each.arrivedAt);
    }
    days += 1;
    return day;
  };
  const day = addDay();
  const usersFile = join(root, 'users.json');
  const unlimited = isUnlimited ? { messageSizeLimitInBytes: LARGEST_MESSAGE_BYTES } : {};
  writeFileSync(usersFile, JSON.stringify(day.users.map((user) => ({ ...user, ...unlimited }))));
  return {
    day,
    folder,
    usersFile,
    get sha256() {
      return hash.copy().digest('hex');
    },
    addDay,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
