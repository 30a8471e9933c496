import { readOptions, USAGE, UsageError } from './options';
import { runOffline } from './run';

const USAGE_EXIT_CODE = 64;

/** `npm run preview:offline`, `npm run up:offline`: the whole program under the real engine, without a cloud. */
async function main(): Promise<number> {
  try {
    return await runOffline(readOptions(process.argv.slice(2), process.cwd()), process.cwd());
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    if (!(error instanceof UsageError)) return 1;
    process.stderr.write(`${USAGE}\n`);
    return USAGE_EXIT_CODE;
  }
}

void main().then((code) => {
  process.exitCode = code;
});
