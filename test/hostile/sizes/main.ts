/**
 * `npm run test:sizes [-- <scenario>]`: what large input costs, one line of JSON a scenario. Each runs in a process of its own, with the options of
 * a worker, or its peak would be another's.
 */
import { spawnSync } from 'node:child_process';
import { WORKER_ENVIRONMENT, WORKER_NODE_ARGUMENTS } from '../../../runtime/settings-keys';
import { hostileInput } from './hostile-input';
import { itemOf150Megabytes } from './large-item';
import { mappingOfRows } from './large-mapping';
import { packageOf2Gigabytes } from './large-package';
import { unpackDay } from './unpack-day';

const MEBIBYTE = 1024 * 1024;
const SCENARIOS: Readonly<Record<string, () => Promise<Readonly<Record<string, number>>>>> = {
  nothing: async () => ({}),
  hostile: hostileInput,
  item: itemOf150Megabytes,
  package: packageOf2Gigabytes,
  mapping: () => mappingOfRows(1_000_000),
  'unpack-4000': () => unpackDay(4_000),
  'unpack-20000': () => unpackDay(20_000),
  'unpack-200000': () => unpackDay(200_000),
};

const IN_ITS_PROCESS = '--here';

async function main(): Promise<void> {
  const [name = '', where] = process.argv.slice(2);
  if (where !== IN_ITS_PROCESS) return startEach(name === '' ? Object.keys(SCENARIOS) : [name]);
  const scenario = SCENARIOS[name];
  if (scenario === undefined) throw new Error(`Scenarios: ${Object.keys(SCENARIOS).join(', ')}`);
  const facts = await scenario();
  const { user, system } = process.cpuUsage();
  const peakRssInMebibytes = Math.round((process.resourceUsage().maxRSS * 1_024) / MEBIBYTE);
  process.stdout.write(
    `${JSON.stringify({ scenario: name, ...facts, peakRssInMebibytes, cpuSeconds: Math.round((user + system) / 1e5) / 10 })}\n`,
  );
}

function startEach(names: readonly string[]): void {
  for (const name of names) {
    const env = { ...process.env, ...WORKER_ENVIRONMENT };
    const { status } = spawnSync(process.execPath, [...WORKER_NODE_ARGUMENTS, __filename, name, IN_ITS_PROCESS], { stdio: 'inherit', env });
    if (status !== 0) process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
