import type { LiveRun } from '../../../../runtime/pipeline/admin/live-runs';
import type { Overview } from '../../../../runtime/pipeline/admin/overview';
import type { ClosedRun } from '../../../../runtime/pipeline/admin/read-reports';
import { NOW } from './a-reader';

const COUNTS: ClosedRun['counts'] = {
  itemsAvailableFromSource: 418,
  itemsUnmatched: 4,
  itemsQuarantined: 0,
  participantsUnmatched: 4,
  participantsUnresolved: 0,
  participantsExternal: 30,
  deliveriesAvailable: 1240,
  imported: 1231,
  importedInPart: 1,
  skippedAsDuplicate: 5,
  held: 3,
  failed: 0,
  dateSuspect: 0,
  variants: 0,
  duplicatesFound: 0,
  byKind: { message: 398, call: 9, deleted: 6, edited: 5 },
  itemsRouted: 414,
  itemsHeld: 0,
};

/** The day of the design: 20 November, 412 messages. */
export function aClosedRun(over: Partial<ClosedRun> = {}): ClosedRun {
  return {
    runId: '20261120T063000Z-1a2b3c4d',
    sequence: 42,
    state: 'degraded',
    trigger: 'schedule',
    window: { from: '2026-11-20T06:30:00.000Z', to: '2026-11-21T06:30:00.000Z' },
    startedAt: '2026-11-21T06:30:00.000Z',
    finishedAt: '2026-11-21T06:34:12.000Z',
    reconciled: true,
    heldBalance: { opening: 53, added: 8, resolved: 2, closing: 59 },
    packages: { count: 3, rejected: 0, manifest: 418, read: 418, bytes: 95_600_000 },
    by: 'schedule',
    isDaily: true,
    mappingVersion: '9f2c41d7'.padEnd(64, '0'),
    messages: { available: 412, delivered: 412, external: 0, mailboxes: 37 },
    differences: 0,
    gaps: [],
    ...over,
    counts: { ...COUNTS, ...over.counts },
  };
}

export function aLiveRun(over: Partial<LiveRun> = {}): LiveRun {
  return {
    runId: '20261121T063000Z-0badcafe',
    trigger: 'schedule',
    by: 'schedule',
    isDaily: true,
    window: { from: '2026-11-20T06:30:00.000Z', to: '2026-11-21T06:30:00.000Z' },
    startedAt: '2026-11-21T06:30:00.000Z',
    phase: 'delivering',
    deliveries: 412,
    decided: 210,
    packages: 3,
    openPackages: 0,
    items: 418,
    secondsLeft: 240,
    slowest: { mailbox: 'nina.brandt@contoso.com', left: 38, throttledUntil: '2026-11-21T06:41:00.000Z' },
    stopped: '',
    stoppedAt: '',
    mappingVersion: '',
    ...over,
  };
}

/** A good day; `over` makes it another one. */
export function anOverview(over: Partial<Overview> = {}): Overview {
  const daily = aClosedRun({ state: 'complete' });
  return {
    now: NOW.toISOString(),
    schedule: '0 30 6 * * *',
    nextRunAt: '2026-11-22T06:30:00.000Z',
    pause: undefined,
    steps: [],
    nextStep: undefined,
    live: [],
    daily,
    messages: daily.messages,
    openOfRun: { waiting: 0, unreadable: 0, copies: 0, packages: 0, failed: 0 },
    verdict: { isVerified: true, finding: '', at: '2026-11-21T06:34:20.000Z' },
    last: daily,
    balance: { opening: 53, added: 8, resolved: 2, closing: 59 },
    lateSince: '',
    lastComplete: '2026-11-21T06:34:12.000Z',
    silence: undefined,
    heldByReason: new Map(),
    held: 0,
    oldestHeldAt: '',
    failed: 0,
    oldestFailedAt: '',
    unresolved: [],
    gaps: [],
    credentialExpiresOn: '',
    credentialChangedAt: '',
    chart: [daily],
    ...over,
  };
}
