import { NO_REPORT_COUNTS } from '../../../runtime/domain/evidence/counts';
import { REPORT_SCHEMA, type Report, type UnsignedReport } from '../../../runtime/domain/evidence/report';
import type { ReportView } from '../../../runtime/domain/evidence/report-view';

const hashOf = (digit: string): string => digit.repeat(64).slice(0, 64);

/** A day on which a little went wrong; every figure adds up. */
export const DEGRADED_DAY: UnsignedReport = {
  schema: REPORT_SCHEMA,
  runId: '20261121T063000Z-5e0b71c4',
  trigger: 'schedule',
  state: 'degraded',
  window: { from: '2026-11-20T06:30:00.000Z', to: '2026-11-21T06:30:00.000Z' },
  startedAt: '2026-11-21T06:30:00.000Z',
  finishedAt: '2026-11-21T06:34:12.000Z',
  mappingVersion: hashOf('9f31'),
  packages: [
    {
      name: '202611200000-TeleMessage_1_1210.zip',
      sha256: hashOf('5e0b71c4'),
      bytes: 24_100_000,
      manifestCount: 160,
      items: 160,
      state: 'complete',
      problems: [],
    },
    {
      name: '202611200000-TeleMessage_2_1815.zip',
      sha256: hashOf('c19f0a26'),
      bytes: 61_800_000,
      manifestCount: 158,
      items: 158,
      state: 'complete',
      problems: [],
    },
    {
      name: '202611200000-TeleMessage_4_2215.zip',
      sha256: hashOf('88d2e3b5'),
      bytes: 9_700_000,
      manifestCount: 101,
      items: 100,
      state: 'rejected',
      problems: [{ code: 'count-mismatch', entry: 'package.mf', detail: 'the manifest says Count: 101, the ZIP holds 100 EML entries' }],
    },
    {
      name: '202611200000-TeleMessage_1_1210.zip',
      sha256: hashOf('5e0b71c4'),
      bytes: 24_100_000,
      manifestCount: null,
      items: 0,
      state: 'complete',
      problems: [],
      isKnown: true,
    },
  ],
  counts: {
    ...NO_REPORT_COUNTS,
    itemsAvailableFromSource: 418,
    itemsUnmatched: 4,
    itemsQuarantined: 1,
    itemsRouted: 413,
    participantsUnmatched: 4,
    participantsUnresolved: 3,
    participantsExternal: 212,
    deliveriesAvailable: 1240,
    imported: 927,
    importedInPart: 1,
    skippedAsDuplicate: 5,
    held: 307,
    dateSuspect: 2,
    variants: 1,
    byKind: { message: 397, call: 9, deleted: 6, edited: 5 },
  },
  heldBalance: { opening: 53, added: 314, resolved: 2, closing: 365 },
  resolved: [{ fromRun: '20261119T063000Z-0a1b2c3d', count: 2 }],
  reconciled: true,
  differences: [],
  sourceProblems: [{ code: 'sequence-gap', detail: '20261120: package 3 of 4 has not arrived' }],
  files: { deliveriesSha256: hashOf('d1'), eventsSha256: hashOf('e1') },
  previous: { runId: '20261120T063000Z-a41f6d08', sha256: hashOf('a41f6d08') },
};

/** Everything arrived and everything is in its mailboxes. */
export const COMPLETE_DAY: UnsignedReport = {
  ...DEGRADED_DAY,
  state: 'complete',
  packages: DEGRADED_DAY.packages.slice(0, 2),
  counts: {
    ...NO_REPORT_COUNTS,
    itemsAvailableFromSource: 318,
    itemsRouted: 318,
    deliveriesAvailable: 939,
    imported: 934,
    skippedAsDuplicate: 5,
    byKind: { message: 300, call: 9, deleted: 5, edited: 4 },
  },
  heldBalance: { opening: 0, added: 0, resolved: 0, closing: 0 },
  resolved: [],
  sourceProblems: [],
  previous: { runId: null, sha256: null },
};

export const signed = (report: UnsignedReport): Report => ({
  ...report,
  signature: {
    algorithm: 'ES256',
    keyId: '5c1e90b7f2a84d0c9e6b3a7d1f508c42',
    value: 'MEUCIQDq7m0QJ6xk3l5Jt8Zt1fQb7c2nV9yq0aXw4e6r8t0yAiBq9z7x5v3n1m8k6j4h2g0f',
  },
});

/** The degraded day as the page gets it. */
export const DEGRADED_VIEW: ReportView = {
  report: signed(DEGRADED_DAY),
  sequence: 42,
  reportSha256: hashOf('77ab'),
  stack: 'Contoso, prod',
  mailboxes: [
    { mailbox: 'anna.lee@contoso.example', imported: 240, importedInPart: 0, skippedAsDuplicate: 2, held: 60, failed: 0 },
    { mailbox: 'jonas.weber@contoso.example', imported: 0, importedInPart: 0, skippedAsDuplicate: 0, held: 2, failed: 0 },
    { mailbox: 'carla.ruiz@contoso.example', imported: 30, importedInPart: 1, skippedAsDuplicate: 0, held: 5, failed: 0 },
    { mailbox: 'nina.brandt@contoso.example', imported: 422, importedInPart: 0, skippedAsDuplicate: 3, held: 240, failed: 0 },
    { mailbox: 'kim.sato@contoso.example', imported: 235, importedInPart: 0, skippedAsDuplicate: 0, held: 0, failed: 0 },
  ],
  held: [
    {
      reason: 'rejected-package',
      count: 306,
      examples: [
        {
          who: '202611200000-TeleMessage_4_2215.zip',
          why: 'count-mismatch',
          detail: 'manifest 101, read 100',
          sentAt: '',
          package: '202611200000-TeleMessage_4_2215.zip',
        },
      ],
    },
    {
      reason: 'unmatched',
      count: 4,
      examples: [
        {
          who: '447700900184',
          why: 'no-row',
          detail: '',
          sentAt: '2026-11-20T09:41:00.000Z',
          package: '202611200000-TeleMessage_1_1210.zip',
        },
        {
          who: '447700900171',
          why: 'no-row',
          detail: '',
          sentAt: '2026-11-20T11:20:00.000Z',
          package: '202611200000-TeleMessage_1_1210.zip',
        },
      ],
    },
    {
      reason: 'oversize',
      count: 1,
      examples: [
        {
          who: 'carla.ruiz@contoso.example',
          why: 'over-limit',
          detail: '40.2 MB, the mailbox takes 35 MB',
          sentAt: '2026-11-20T16:30:00.000Z',
          package: '202611200000-TeleMessage_2_1815.zip',
        },
      ],
    },
    {
      reason: 'not-in-scope',
      count: 2,
      examples: [
        {
          who: 'jonas.weber@contoso.example',
          why: 'access-denied',
          detail: '',
          sentAt: '2026-11-20T11:42:00.000Z',
          package: '202611200000-TeleMessage_1_1210.zip',
        },
      ],
    },
    {
      reason: 'quarantined',
      count: 1,
      examples: [{ who: '0117.eml', why: 'no-closing-boundary', detail: '', sentAt: '', package: '202611200000-TeleMessage_2_1815.zip' }],
    },
  ],
};
