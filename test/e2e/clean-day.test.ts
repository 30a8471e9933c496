import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../runtime/domain/evidence/report';
import { runCommand } from './support/run-command';

describe('the synthetic day, through the bundled functions', () => {
  const folder = mkdtempSync(join(tmpdir(), 'signal-archive-e2e-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const reportOf = (name: string): Report => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Report;
  const start = (report: string) =>
    runCommand(['local', '--once', '--port', '0', '--data', join(folder, 'data'), '--report', join(folder, report)]);

  it('is imported once, and a second start imports nothing again', async () => {
    const first = await start('first.json');
    const second = await start('second.json');

    expect(first.code).toBe(2);
    expect(reportOf('first.json')).toMatchObject({ reconciled: true, counts: { failed: 0, imported: 959, skippedAsDuplicate: 621 } });
    expect(second.code).toBe(2);
    expect(reportOf('second.json')).toMatchObject({ reconciled: true, counts: { itemsAvailableFromSource: 0, imported: 0 } });
    expect(reportOf('second.json').previous.runId).toBe(reportOf('first.json').runId);
  }, 180_000);
});
