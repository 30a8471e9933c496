import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report, UnsignedReport } from '../../../runtime/domain/evidence/report';
import { showReport } from '../../../runtime/local/start/show-report';
import type { CommandedConnector } from '../../../runtime/main';
import { COMPLETE_DAY } from '../../domain/evidence/sample-report';

const folder = mkdtempSync(join(tmpdir(), 'show-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

function connectorWith(change: Partial<UnsignedReport>, open: Readonly<Record<string, number>>): CommandedConnector {
  const report = { ...COMPLETE_DAY, ...change } as Report;
  const stored = { report, bytes: Buffer.from(JSON.stringify(report)), sequence: 1 };
  const known: Partial<CommandedConnector> = {
    report: async () => stored,
    openHeld: async () => new Map(Object.entries(open)),
    reportText: () => ['the report'],
  };
  return known as CommandedConnector;
}

const out: string[] = [];
const output = { out: (line: string) => void out.push(line), err: () => undefined, drained: async () => undefined, isTerminal: false };
const show = (connector: CommandedConnector, options = {}) =>
  showReport('a-run', { heldCommand: undefined, ...options }, connector, output);
const failed = { ...COMPLETE_DAY.counts, failed: 1 };

describe('the exit code of a start', () => {
  it.each([
    ['0: nothing is open', {}, {}, 0],
    [
      '0: warnings and unresolved numbers',
      { sourceProblems: [{ code: 'sequence-gap', detail: '' }], counts: { ...COMPLETE_DAY.counts, participantsUnresolved: 9 } },
      {},
      0,
    ],
    ['2: something is held, by whatever run', {}, { unmatched: 1 }, 2],
    ['2: a stub stands in a mailbox', { state: 'degraded' as const }, { oversize: 1 }, 2],
    ['1: the run does not add up', { state: 'incomplete' as const }, {}, 1],
    ['1: a delivery failed, whatever is held', { state: 'degraded' as const, counts: failed }, { unmatched: 1 }, 1],
    ['1: a delivery failed in a run before, and nobody has looked', {}, { failed: 1 }, 1],
    ['1: the run was stopped', { state: 'degraded' as const, stopped: 'token-refused' }, { 'attempts-exhausted': 5 }, 1],
  ])('is %s', async (_case, change, open, code) => {
    expect(await show(connectorWith(change, open))).toBe(code);
  });

  it('comes with the report, written byte for byte where it was asked for', async () => {
    const file = join(folder, 'new', 'report.json');

    await show(connectorWith({}, {}), { file });

    expect(out).toContain('the report');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ runId: COMPLETE_DAY.runId });
  });

  it('says that only the writing failed', async () => {
    await expect(show(connectorWith({}, {}), { file: join(folder, 'new') })).rejects.toThrow(
      /could not be written .*EISDIR.*the run itself is closed/,
    );
  });
});
