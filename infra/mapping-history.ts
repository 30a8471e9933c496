import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compareMapping, type MappingCheck } from './mapping-check';

const MAX_COMMITS = 200;
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/**
 * One line on what an update does to the mapping, in counts: against the file of the version that is active now, found in the history
 * of git by its hash. Undefined when nothing changes.
 */
export async function describeMappingChange(
  file: string,
  check: MappingCheck,
  activeVersion: string,
  projectRoot: string,
): Promise<string | undefined> {
  if (check.version === activeVersion) return undefined;
  const intro = `Mapping ${file}: ${check.rows} rows, version ${check.version}`;
  if (activeVersion === '') return `${intro}. It is the first one of this stack.`;
  const before = findVersion(path.resolve(projectRoot, file), activeVersion);
  if (before === undefined)
    return `${intro}. The active version ${activeVersion} is not in the history of this file, so they are not compared.`;
  const folder = mkdtempSync(path.join(tmpdir(), 'signal-archive-mapping-'));
  try {
    const copy = path.join(folder, 'active.csv');
    writeFileSync(copy, before, { mode: 0o600 });
    const difference = await compareMapping(file, copy, projectRoot);
    if (difference === undefined) return `${intro}.`;
    const { rowsAdded, rowsRemoved, numbersRerouted, numbersChanged } = difference;
    return `${intro}. Against the active version: ${rowsAdded} rows added, ${rowsRemoved} removed, ${numbersRerouted} numbers re-routed, ${numbersChanged} with other times.`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The bytes of a file whose SHA-256 is `version`, out of the history of git; undefined when it is not there, or there is no git. */
export function findVersion(file: string, version: string): Buffer | undefined {
  const real = realpathSync(file);
  const git = (...args: string[]): Buffer =>
    execFileSync('git', ['-C', path.dirname(real), ...args], { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: MAX_FILE_BYTES });
  try {
    const commits = git('log', `--max-count=${MAX_COMMITS}`, '--format=%H', '--', path.basename(real)).toString().split('\n');
    for (const commit of commits.filter((line) => line !== '')) {
      const content = git('show', `${commit}:./${path.basename(real)}`);
      if (createHash('sha256').update(content).digest('hex') === version) return content;
    }
  } catch {
    return undefined;
  }
  return undefined;
}
