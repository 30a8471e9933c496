import type { Report } from '../../../../runtime/domain/evidence/report';
import type { HeldEntry } from '../../../../runtime/pipeline/admin/held-list';
import type { RunDetail } from '../../../../runtime/pipeline/admin/run-detail';
import type { RunRow } from '../../../../runtime/pipeline/rows/run-row';
import { RunView } from '../../../../runtime/web/page/run/run-page';
import { aReader } from '../support/a-reader';
import { aClosedRun, aLiveRun } from '../support/an-overview';
import { buttonsOf, htmlOf, linksOf, textOf } from '../support/shown';

const closed = aClosedRun();
const report = {
  ...closed,
  resolved: [{ fromRun: 'r18', count: 2 }],
  differences: [],
  sourceProblems: [{ code: 'sequence-gap', detail: '20261119: package 2 of 3 has not arrived' }],
  signature: { algorithm: 'ES256', keyId: 'https://vault.example/keys/report-signing/5c1e90b7', value: '' },
  previous: { runId: 'r19', sha256: 'a41f6d08'.padEnd(64, '0') },
} as unknown as Report;

const entry: HeldEntry = {
  id: 'h1',
  kind: 'participant',
  reason: 'unmatched',
  why: 'owner-without-mailbox',
  detail: '',
  number: '447700900184',
  mailbox: '',
  sentAt: '2026-11-20T09:41:00Z',
  arrivedAt: '2026-11-20T12:14:00Z',
  itemKind: 'message',
  itemId: 'i',
  package: '202611200000-TeleMessage_1_1210.zip',
  entry: 3,
  items: 1,
  manifestCount: undefined,
  people: {},
  bytes: 100,
  tries: 1,
  lastTriedAt: '2026-11-21T06:31:00Z',
  addedIn: closed.runId,
  addedAt: closed.finishedAt,
};

const detail: RunDetail = {
  runId: closed.runId,
  run: {
    trigger: 'schedule',
    by: 'schedule',
    windowFrom: closed.window.from,
    windowTo: closed.window.to,
    openedAt: closed.startedAt,
    mappingVersion: closed.mappingVersion,
  } as RunRow,
  live: undefined,
  report,
  sequence: 42,
  verdict: { isVerified: true, finding: '', at: '2026-11-21T06:34:20Z' },
  packages: [
    {
      packageId: 'p1',
      name: '202611200000-TeleMessage_1_1210.zip',
      sha256: '5e0b71c4'.padEnd(64, '0'),
      arrivedAt: '2026-11-20T12:14:00Z',
      bytes: 24_100_000,
      manifestCount: 160,
      items: 160,
      state: 'rejected',
      problems: [{ code: 'count-mismatch', entry: '', detail: 'the manifest says 161 items' }],
      unmatched: 2,
      deliveries: 471,
      duplicates: 2,
    },
  ],
  held: [entry],
  heldTotal: 1,
  failed: [],
};

function shown(over: Partial<RunDetail> = {}, reader = aReader()): string {
  const batch = {
    batchId: 'b41c07d9',
    mailbox: 'jonas.weber@contoso.com',
    mailboxId: 'm',
    package: 'p1',
    deliveries: 3,
    decided: 3,
    counts: { imported: 2, importedInPart: 0, skippedAsDuplicate: 0, held: 1, failed: 0, stillHeld: 1 },
    finishedAt: '2026-11-21T06:34:02Z',
  };
  const facts = {
    detail: { ...detail, ...over },
    batches: { batches: [batch], next: 'b41c07d9', isSorted: true, total: 94 },
    names: new Map([['r18', '18 November']]),
    reports: 42,
  };
  return htmlOf(<RunView facts={facts} reader={reader} />);
}

describe('a run', () => {
  it('shows window, counters, sums and proof', () => {
    const text = textOf(shown());

    expect(text).toContain(
      'Run of 20 November Degraded Arrived 20 Nov 06:30 to 21 Nov 06:30. Schedule, started 21 Nov 06:30, 4 min 12 s, mapping 9f2c 41d7.',
    );
    expect(text).toContain(
      'Items available for import: 1,240 deliveries + 4 unmatched + 0 quarantined. Failed: 0 failed + 3 held + 4 unmatched + 0 quarantined.',
    );
    expect(text).toContain('418 items = 414 routed + 4 unmatched + 0 quarantined. 398 messages, 9 calls, 6 deleted, 5 edited.');
    expect(text).toContain('Resolved: 2 of 18 November.');
    expect(text).toContain('ES256, key 5c1e90b7');
    expect(text).toContain('Report 42 of 42, previous a41f 6d08');
  });

  it('shows packages with what is wrong with them, and holes of the source', () => {
    const text = textOf(shown());

    expect(text).toContain('202611200000-TeleMessage_1_1210.zip count-mismatch the manifest says 161 items');
    expect(text).toContain('19 November: package 2 of 3 has not arrived.');
  });

  it('shows batches with their package, a page at a time', () => {
    const html = shown();

    expect(textOf(html)).toContain('jonas.weber@contoso.com b41c 07d9 202611200000-TeleMessage_1_1210.zip 3 2 0 0 1 0 21 Nov 06:34:02');
    expect(linksOf(html).get('More batches')).toBe(`/runs/${closed.runId}?batches=b41c07d9#batches`);
  });

  it('offers the report in three forms, the list of deliveries only to whoever may take evidence out', () => {
    expect([...linksOf(shown()).keys()]).toEqual(expect.arrayContaining(['CSV', 'JSON', 'Download report (HTML)']));
    expect([...linksOf(shown({}, aReader('DataConnector.Reader'))).keys()]).not.toContain('CSV');
  });

  it('masks numbers for a reader', () => {
    expect(textOf(shown())).toContain('447700900184 unmatched owner-without-mailbox');
    expect(shown({}, aReader('DataConnector.Reader'))).not.toContain('447700900184');
  });

  it('says what differs', () => {
    const differing = {
      ...report,
      reconciled: false,
      differences: [{ code: 'deliveries', what: 'available = decided', expected: 1240, found: 1238 }],
    };

    expect(textOf(shown({ report: differing }))).toContain(
      'What differs 1 sum Sum What Expected Found deliveries available = decided 1,240 1,238',
    );
  });

  it('shows a run at work, and lets an administrator stop it', () => {
    const html = shown({ live: aLiveRun(), report: undefined, verdict: undefined });

    expect(textOf(html)).toContain('At work Stop run 50 % 210 of 412, about 4 min left');
    expect(buttonsOf(html)).toContain('Stop run');
    expect(buttonsOf(shown({ live: aLiveRun({ stopped: 'target-changed' }), report: undefined }))).toContain('Resume run');
  });
});
