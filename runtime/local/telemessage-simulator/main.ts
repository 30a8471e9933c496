import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SimulatedTelemessage } from './server/simulated-telemessage';
import { readSimulatorOptions, SimulatorUsageError } from './simulator-options';
import { syntheticDay } from './synthetic/synthetic-day';
import { syntheticDays } from './synthetic/synthetic-past';
import { writeDay } from './write-day';

const USAGE_ERROR = 64;

/** Entry of the process; the local mode starts it. */
export async function runTelemessageSimulator(args: readonly string[]): Promise<void> {
  const options = readSimulatorOptions(args, process.env);
  const day = options.size === 'none' ? undefined : syntheticDay(options.seed, options.date, options.size);
  const past = options.past === 0 ? [] : syntheticDays(options.seed, options.past, options.date).days;
  const packages = [...past.flatMap((before) => before.packages), ...(day?.packages ?? [])];
  if (options.writeTo !== undefined) {
    return writeDay(options.writeTo, { packages, mapping: day?.mapping, users: day?.users, expected: day?.expected });
  }

  const { username, password, port } = options;
  const simulator = await SimulatedTelemessage.start({
    username,
    password,
    port,
    hasControl: true,
    ...(options.isPlain ? { certificate: 'none' } : {}),
  });
  for (const { name, content, arrivedAt } of packages) simulator.shelf.put(name, content, arrivedAt);
  if (options.folder !== undefined) shelveFolder(simulator, options.folder);
  const { certificateAuthority = '' } = simulator;
  if (options.authorityFile !== undefined) writeFileSync(options.authorityFile, certificateAuthority);
  const ready = { url: simulator.url, username, password, certificateAuthority, packages: packages.length };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  endWithParent(simulator, options.stays);
}

function shelveFolder(simulator: SimulatedTelemessage, folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    const stats = statSync(path);
    if (stats.isFile()) simulator.shelf.put(name, { path, bytes: stats.size }, stats.mtime);
  }
}

function endWithParent(simulator: SimulatedTelemessage, stays: boolean): void {
  const end = () => void simulator.stop().then(() => process.exit(0));
  process.once('SIGTERM', end).once('SIGINT', end);
  if (stays) return;
  process.stdin.once('end', end).once('error', end).resume();
}

if (require.main === module) {
  runTelemessageSimulator(process.argv.slice(2)).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(error instanceof SimulatorUsageError ? USAGE_ERROR : 1);
  });
}
