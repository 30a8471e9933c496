import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiAt, jsonOf } from './support/api-client';
import { type LocalMode, startLocalMode } from './support/local-mode';
import { runCommand } from './support/run-command';

jest.setTimeout(300_000);

interface Run {
  readonly runId: string;
  readonly trigger: string;
  readonly window: { readonly from: string | null; readonly to: string };
  readonly startedAt: string;
  readonly reconciled: boolean;
  readonly isVerified: boolean;
  readonly heldBalance: { readonly opening: number; readonly closing: number };
}

const DAY_IN_MS = 86_400_000;
const PASSING = 'small days of the past';
const folder = mkdtempSync(join(tmpdir(), 'signal-archive-past-'));
const data = join(folder, 'data');
let local: LocalMode;

const answer = async <T>(path: string): Promise<T> => jsonOf(await apiAt(local.origin)({ method: 'GET', path })) as T;

beforeAll(async () => {
  local = await startLocalMode(['--data', data]);
}, 300_000);
afterAll(async () => {
  await local?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

describe('the two weeks before the synthetic day', () => {
  it('were imported by daily runs, each at its own time, one of them over a day that was missed', async () => {
    const { runs } = await answer<{ runs: readonly Run[] }>('/api/runs?limit=100');
    const [today, ...past] = runs;

    expect([today?.trigger, past.length]).toEqual(['local', 13]);
    expect(past.map(({ trigger, reconciled, isVerified }) => `${trigger} ${reconciled} ${isVerified}`)).toEqual(
      past.map(() => 'schedule true true'),
    );
    for (const [index, { window, startedAt }] of past.entries()) {
      expect(window.to).toMatch(/T06:30:0\d\.\d{3}Z$/);
      expect(startedAt).toBe(window.to);
      expect(window.from).toBe(past[index + 1]?.window.to ?? null);
    }
    const lengths = past.flatMap(({ window }) =>
      window.from === null ? [] : [Math.round((Date.parse(window.to) - Date.parse(window.from)) / DAY_IN_MS)],
    );
    expect(lengths.toSorted()).toEqual([...Array<number>(11).fill(1), 2]);
    expect(runs.map(({ heldBalance }) => heldBalance.opening)).toEqual([...runs.slice(1).map(({ heldBalance }) => heldBalance.closing), 0]);
  });

  it('left what a fortnight leaves: a bad package, an item that cannot be read, another archiver, numbers without a mailbox, a hole', async () => {
    const held = await answer<{ byReason: Record<string, number> }>('/api/held/summary');
    const mapping = await answer<{ history: readonly { activatedAt: string }[] }>('/api/mapping');
    const status = await answer<{ now: string; unresolvedNumbers: number; gaps: readonly object[] }>('/api/status');

    expect(Object.keys(held.byReason).toSorted()).toEqual([
      'mailbox-unavailable',
      'not-in-scope',
      'other-archiver',
      'quarantined',
      'rejected-package',
      'unmatched',
    ]);
    expect(mapping.history).toHaveLength(2);
    expect(status.unresolvedNumbers).toBeGreaterThan(0);
    expect(status.gaps).toHaveLength(1);
    const [changed, first] = mapping.history.map(({ activatedAt }) => Date.parse(activatedAt));
    expect(Math.round(((changed ?? 0) - (first ?? 0)) / DAY_IN_MS)).toBe(9);
    expect(Math.abs(Date.parse(status.now) - Date.now())).toBeLessThan(DAY_IN_MS);
  });

  it('are proved like any other days, and are not passed again', async () => {
    await local.stop();
    const verified = await runCommand(['verify', '--mailboxes', '--data', data]);
    local = await startLocalMode(['--data', data]);
    const { runs } = await answer<{ runs: readonly Run[] }>('/api/runs?limit=100');

    expect(verified.code).toBe(0);
    expect(local.text()).not.toContain(PASSING);
    expect(runs.length).toBe(15);
  });
});
