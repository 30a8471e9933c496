import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const TOOLCHAIN_MAJOR = 24;

/** The system's Node when it is older than the toolchain's; else the toolchain's, which the command line must find just as well. */
export function systemNode(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const older = folders.map((folder) => join(folder, 'node')).find((file) => existsSync(file) && majorOf(file) < TOOLCHAIN_MAJOR);
  return older ?? process.execPath;
}

function majorOf(file: string): number {
  try {
    return Number(execFileSync(file, ['-p', 'process.versions.node']).toString().split('.')[0]);
  } catch {
    return Number.NaN;
  }
}
