import { Refusal } from '../refusal';

/** Runs a command of a person: prints what it answers, or what has to be mended. */
export function runCommand(run: (args: readonly string[], projectRoot: string) => string): void {
  try {
    process.stdout.write(`${run(process.argv.slice(2), process.cwd())}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Refusal ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
    process.exitCode = 1;
  }
}
