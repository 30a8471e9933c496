import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Refusal } from './refusal';

/** What the runtime's own checker says of a mapping file. */
export interface MappingCheck {
  /** SHA-256 of the file. */
  readonly version: string;
  readonly rows: number;
}

/** What a file changes against another, in counts. */
export interface MappingDifference {
  readonly rowsAdded: number;
  readonly rowsRemoved: number;
  readonly numbersRerouted: number;
  readonly numbersChanged: number;
}

interface Answer extends MappingCheck {
  readonly state: 'usable' | 'refused';
  readonly problems: readonly { readonly line: number; readonly code: string; readonly detail: string }[];
  readonly difference?: MappingDifference;
}

/** The checker of the built bundle: the very code that will read the file in production. */
export const CHECKER = path.join('dist', 'cli', 'signal-archive.js');

const CHECK_TIMEOUT_IN_MS = 60_000;
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
const MAX_SHOWN_PROBLEMS = 50;

/** The mapping file cannot be used; the message lists lines and reasons. Numbers and addresses are not repeated. */
export class MappingRefusedError extends Refusal {
  override readonly name = 'MappingRefusedError';
}

/**
 * Checks a mapping file with the runtime's checker, as a process of its own.
 *
 * Throws `MappingRefusedError` when the file is refused, and an ordinary error when it cannot be read or the checker does not answer.
 */
export async function checkMapping(file: string, projectRoot: string): Promise<MappingCheck> {
  const absolute = path.resolve(projectRoot, file);
  if (!existsSync(absolute)) throw new MappingRefusedError(`mappingFile "${file}" is not in this repository`);
  const answer = readAnswer(await runChecker([absolute], projectRoot), file);
  if (answer.state === 'usable') return { version: answer.version, rows: answer.rows };
  const shown = answer.problems.slice(0, MAX_SHOWN_PROBLEMS).map(({ line, code, detail }) => `  line ${line}: ${code} ${detail}`);
  const rest = answer.problems.length - shown.length;
  throw new MappingRefusedError([`mappingFile "${file}" is refused:`, ...shown, ...(rest > 0 ? [`  and ${rest} more`] : [])].join('\n'));
}

/** What a usable mapping file changes against another; undefined when the checker does not say. */
export async function compareMapping(file: string, before: string, projectRoot: string): Promise<MappingDifference | undefined> {
  return readAnswer(await runChecker([path.resolve(projectRoot, file), '--against', before], projectRoot), file).difference;
}

/** Exit code 2 means "refused" and comes with an answer; everything else without one is a failure. */
async function runChecker(args: readonly string[], projectRoot: string): Promise<string> {
  const checker = path.join(projectRoot, CHECKER);
  if (!existsSync(checker)) throw new Refusal(`${CHECKER} is not there: run \`npm run build\``);
  const options = { timeout: CHECK_TIMEOUT_IN_MS, maxBuffer: MAX_ANSWER_BYTES };
  try {
    return (await promisify(execFile)(process.execPath, [checker, 'mapping', 'check', ...args, '--json'], options)).stdout;
  } catch (error) {
    const failed = error as { code?: number | string; stdout?: string; stderr?: string };
    if (failed.code === 2 && failed.stdout !== undefined) return failed.stdout;
    throw new Error(`The mapping checker did not answer (${String(failed.code)}): ${failed.stderr?.trim() || String(error)}`);
  }
}

function readAnswer(text: string, file: string): Answer {
  const answer = JSON.parse(text) as Partial<Answer>;
  const isWhole = typeof answer.version === 'string' && typeof answer.rows === 'number' && Array.isArray(answer.problems);
  if (!isWhole || (answer.state !== 'usable' && answer.state !== 'refused'))
    throw new Error(`The mapping checker gave no usable answer for "${file}"`);
  return answer as Answer;
}
