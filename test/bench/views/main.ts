import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startAzurite } from '../../../runtime/local/host/azurite-process';
import { LocalChild } from '../../../runtime/local/start/child-process';
import { localSettings } from '../../../runtime/local/start/local-settings';
import { createConnector } from '../../../runtime/main';
import { readSettings } from '../../../runtime/settings';
import { LocalKey } from '../../../runtime/settings/local-keys';
import { SettingsKey } from '../../../runtime/settings-keys';
import { distFile } from '../stand-ins';
import { type PastSize, writePast } from './past';

const SIZE: PastSize = { deliveries: 100_000, held: 3_000, runs: 400, mailboxes: 500, numbers: 3_000, events: 5_000 };
const MAPPING_ROWS = 5_000;
/** Longer than what was read a moment ago is kept for, so that each time everything is read. */
const COLD_AFTER_MS = 6_000;
const TIMES = 3;

/** `node dist/bench/views.js`: how long each view and each reading operation takes over a large store; in milliseconds, the slowest of three. */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'signal-archive-bench-'));
  const storage = await startAzurite({ dataFolder: undefined });
  const settings = localSettings({
    folder,
    connectionString: storage.connectionString,
    domains: ['contoso.example'],
    closesWhenIdle: false,
    source: { [SettingsKey.SourceKind]: 'directory', [SettingsKey.SourceUrl]: folder },
    graph: { [SettingsKey.GraphRoot]: 'http://127.0.0.1:1/v1.0', [LocalKey.GraphToken]: 'bench' },
  });
  try {
    const connector = await createConnector(readSettings(settings), () => undefined, distFile('release'));
    await connector.ensureStores();
    const rows = Array.from(
      { length: MAPPING_ROWS },
      (_none, index) => `${447_701_000_000 + index},person.${index % SIZE.mailboxes}@contoso.example`,
    );
    const by = { actor: 'bench', role: 'DataConnector.Admin', reason: '', approver: '', confirm: '' };
    await connector.activateMapping({ bytes: Buffer.from(`mobile,mailbox\n${rows.join('\n')}\n`), ...by });
    process.stderr.write(`Writing ${JSON.stringify(SIZE)}\n`);
    const runId = await writePast(connector.ports.stores, SIZE);
    connector.close();
    const host = await LocalChild.start({
      name: 'functions host',
      script: distFile('local/host.js'),
      args: ['--bundle', distFile('release/index.js'), '--port', '0', '--with-parent'],
      env: settings,
    });
    await measureAll(`http://localhost:${Number(host.ready['port'])}`, runId);
    await host.stop();
  } finally {
    await storage.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureAll(origin: string, runId: string): Promise<void> {
  await fetch(`${origin}/api/me`);
  const pages = [
    '/',
    '/runs',
    `/runs/${runId}`,
    '/held',
    '/held?reason=unmatched',
    '/mapping',
    '/mailboxes',
    '/setup',
    '/audit',
    '/find?q=person.7@',
  ];
  const operations = [
    'status',
    'runs?limit=100',
    'runs?limit=20&before=40',
    'runs?state=incomplete',
    `runs/${runId}`,
    `runs/${runId}/batches`,
    `runs/${runId}/report.json`,
    'held?limit=500',
    'held/summary',
    'held.csv',
    'numbers?limit=500',
    'mapping',
    'mailboxes?limit=500',
    'setup',
    'audit?limit=500',
    'audit?act=pause',
    'find?q=person.7@',
    'find?q=447700000007',
    'find?q=0123456789abcdef',
  ];
  for (const path of [...pages, ...operations.map((operation) => `/api/${operation}`)]) {
    const cold: number[] = [];
    let told = '';
    for (let time = 0; time < TIMES; time += 1) {
      await sleep(COLD_AFTER_MS);
      const started = performance.now();
      const response = await fetch(`${origin}${path}`);
      const { byteLength } = await response.arrayBuffer();
      cold.push(performance.now() - started);
      told = `${response.status} ${Math.round(byteLength / 1_000)} kB`;
    }
    process.stdout.write(
      `${Math.round(Math.max(...cold))
        .toString()
        .padStart(7)} ms  ${path.replace(runId, '<run>')}  ${told}\n`,
    );
  }
}

void main();
