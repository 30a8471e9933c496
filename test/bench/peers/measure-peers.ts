import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measured } from '../measured';
import { BENCH_TOKEN, distFile, startSimulator, violationsOf } from '../stand-ins';
import type { VolumeFiles } from '../volume-files';
import type { PeerDelivery, PeerResult } from './peer-pattern';

/** The peers' pattern over the first deliveries of the same day, against a simulator of its own of the same kind. */
export async function measurePeers(files: VolumeFiles, latencyInMs: number, deliveries: number): Promise<Measured> {
  const simulator = await startSimulator(files.usersFile, latencyInMs);
  const folder = mkdtempSync(join(tmpdir(), 'signal-archive-peer-'));
  try {
    const list = writeDeliveries(files, folder, deliveries);
    const result = await runPeer([simulator.url, BENCH_TOKEN, list]);
    const statistics = await simulator.statistics();
    return {
      deliveries: result.deliveries,
      seconds: result.seconds,
      workerCpuMs: result.cpuMs,
      workerRssMib: result.maxRssMib,
      graphRequests: result.graphRequests,
      createRequests: statistics.requests['create-message'] ?? 0,
      storageTransactions: 0,
      batches: 0,
      shareOfLimit: statistics.fullestWindow,
      mostInFlight: statistics.mostInFlight,
      violations: violationsOf(statistics),
    };
  } finally {
    await simulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The items as loose files: opening a package is no part of the pattern. */
function writeDeliveries({ day }: VolumeFiles, folder: string, count: number): string {
  const deliveries: PeerDelivery[] = [];
  for (let index = 0; deliveries.length < count && index < day.expected.items; index += 1) {
    const { content, userIds } = day.item(index);
    const file = join(folder, `${index}.eml`);
    writeFileSync(file, content);
    deliveries.push(...userIds.map((mailboxId) => ({ file, mailboxId })));
  }
  const list = join(folder, 'deliveries.jsonl');
  writeFileSync(
    list,
    deliveries
      .slice(0, count)
      .map((delivery) => `${JSON.stringify(delivery)}\n`)
      .join(''),
  );
  return list;
}

function runPeer(args: readonly string[]): Promise<PeerResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [distFile('bench/peer-pattern.js'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as PeerResult);
      else reject(new Error(`The peers' pattern ended with ${code}: ${errors.trim().slice(-500)}`));
    });
  });
}
