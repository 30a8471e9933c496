import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type VolumeDay, volumeDay } from '../../runtime/local/telemessage-simulator/synthetic/volume-day';

export interface VolumeSize {
  readonly users: number;
  readonly messagesPerUser: number;
  readonly pictureShare: number;
}

export interface VolumeFiles {
  readonly day: VolumeDay;
  readonly folder: string;
  readonly usersFile: string;
  remove(): void;
}

const SEED = 20261120;

/** A volume day as files: packages in a folder of their own, and the users for the Exchange simulator. */
export function writeVolume({ users, messagesPerUser, pictureShare }: VolumeSize): VolumeFiles {
  const root = mkdtempSync(join(tmpdir(), 'signal-archive-bench-'));
  const folder = join(root, 'packages');
  mkdirSync(folder);
  const day = volumeDay(SEED, users, messagesPerUser, pictureShare);
  for (const each of day.packages) {
    const path = join(folder, each.name);
    const file = openSync(path, 'w');
    for (const chunk of each.chunks()) writeSync(file, chunk);
    closeSync(file);
    utimesSync(path, each.arrivedAt, each.arrivedAt);
  }
  const usersFile = join(root, 'users.json');
  writeFileSync(usersFile, JSON.stringify(day.users));
  return { day, folder, usersFile, remove: () => rmSync(root, { recursive: true, force: true }) };
}
