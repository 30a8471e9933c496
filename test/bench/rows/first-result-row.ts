import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { atMost, exactly } from '../report/goals';
import { spreadOf } from '../report/record';
import type { BenchRow } from './row';

const ROOT = join(__dirname, '..', '..');
/** The synthetic day has troubles on purpose: what is held makes the exit code 2. */
const HELD = 2;

/** From the command to the report, the synthetic day, everything started anew; `dist` is built as `npm start` builds it. */
export const FIRST_RESULT_ROW: BenchRow = {
  id: 'first-result',
  what: 'npm start -- --once on the synthetic day',
  measure: async ({ runs }) => {
    const seconds: number[] = [];
    let wrongEnds = 0;
    for (let run = 0; run < Math.min(3, runs); run += 1) {
      const started = performance.now();
      if ((await exitCodeOf()) !== HELD) wrongEnds += 1;
      seconds.push((performance.now() - started) / 1_000);
    }
    return {
      messageSet: undefined,
      record: {
        id: 'first-result',
        what: FIRST_RESULT_ROW.what,
        runs: seconds.length,
        ours: undefined,
        peers: undefined,
        goals: [
          atMost('first result', 6, spreadOf(seconds).median, ' s', 1),
          exactly('starts that ended otherwise than they must', 0, wrongEnds),
        ],
        checked: {},
        calibration: {},
      },
    };
  },
};

function exitCodeOf(): Promise<number | null> {
  const child = spawn('npm', ['start', '--silent', '--', '--once'], { cwd: ROOT, stdio: 'ignore' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
}
