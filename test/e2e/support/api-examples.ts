/** What earlier answers told, for later requests: ids, versions, hashes. */
export type Known = Map<string, string>;

export interface ApiExample {
  readonly operationId: string;
  /** Values of the parameters in the path, by what is known under that name. */
  readonly path?: (known: Known) => string;
  readonly query?: (known: Known) => string;
  readonly body?: (known: Known) => unknown;
  readonly type?: string;
  readonly ifMatch?: string;
  /** What it answers to somebody who may ask. */
  readonly status: number;
  /** Keeps what later examples need; `value` is the JSON of the answer, `etag` its version. */
  readonly keep?: (known: Known, value: Record<string, unknown>, etag: string) => void;
}

const of = (known: Known, name: string): string => {
  const value = known.get(name);
  if (value === undefined) throw new Error(`No answer has told ${name} yet`);
  return value;
};
const first = (value: unknown): Record<string, unknown> => (value as Record<string, unknown>[])[0] ?? {};
const sees = (operationId: string, more: Partial<ApiExample> = {}): ApiExample => ({ operationId, status: 200, ...more });
const ofRun = (operationId: string, more: Partial<ApiExample> = {}): ApiExample =>
  sees(operationId, { path: (known) => of(known, 'runId'), ...more });

const VIEWS: readonly ApiExample[] = [
  sees('readDescription'),
  sees('readMe'),
  sees('readStatus'),
  sees('readPause', { keep: (known, _value, etag) => known.set('pause', etag) }),
  sees('listRuns', {
    query: () => 'limit=2&trigger=local',
    keep: (known, { runs }) => known.set('runId', String(first(runs)['runId'])),
  }),
  sees('estimateRun', { query: () => 'from=2026-11-01&to=2026-11-21T00:00:00Z' }),
  ofRun('readRun'),
  ofRun('listBatches', { query: () => 'limit=3' }),
  ofRun('readReport'),
  ofRun('readReportPage'),
  ofRun('readDeliveries'),
  sees('listHeld', { query: () => 'limit=500', keep: (known, { entries }) => known.set('heldId', String(first(entries)['id'])) }),
  sees('readHeldSummary'),
  sees('readHeldFile', { query: () => 'reason=unmatched' }),
  sees('listNumbers', { query: () => 'limit=500' }),
  sees('readMapping', {
    keep: (known, { current }, etag) => {
      known.set('version', String((current as Record<string, unknown>)['version']));
      known.set('mapping', etag);
    },
  }),
  sees('readMappingFile', { path: (known) => of(known, 'version') }),
  sees('readMappingChanges', { path: (known) => of(known, 'version') }),
  sees('listMailboxes', { query: () => 'limit=500' }),
  sees('readMailboxesFile'),
  sees('readSetup'),
  sees('readTerms', { keep: (known, { sha256 }) => known.set('terms', String(sha256)) }),
  sees('listAudit', { query: () => 'limit=10&from=2026-01-01' }),
  sees('find', { query: () => 'q=maya.okafor' }),
  sees('find', { query: () => 'q=447700900101' }),
  sees('find', { query: (known) => `q=${of(known, 'version').slice(0, 12)}` }),
];

const SETUP_ACTS: readonly ApiExample[] = [
  { operationId: 'acceptTerms', status: 200, body: (known) => ({ sha256: of(known, 'terms') }) },
  { operationId: 'testSource', status: 200 },
  { operationId: 'checkScope', status: 200 },
  { operationId: 'probeMailbox', status: 200, body: () => ({ mailbox: 'maya.okafor@contoso.example' }) },
  { operationId: 'probeFully', status: 200, body: () => ({ mailbox: 'maya.okafor@contoso.example', outside: null }) },
  { operationId: 'examine', status: 200, body: () => ({ mailbox: 'maya.okafor@contoso.example' }) },
  { operationId: 'attestHold', status: 200, body: () => ({ statement: 'Litigation hold on all mapped mailboxes' }) },
  { operationId: 'sendTestAlert', status: 501 },
  { operationId: 'uploadRoster', status: 200, type: 'text/csv', body: () => 'mobile\n447700900101\n447700900999\n' },
  { operationId: 'finishSetup', status: 200 },
  { operationId: 'pauseConnector', status: 200, ifMatch: 'pause', body: () => ({ reason: 'vendor maintenance' }) },
  { operationId: 'resumeConnector', status: 200, body: () => ({}) },
];

const MAPPING_ACTS: readonly ApiExample[] = [
  {
    operationId: 'uploadMapping',
    status: 200,
    type: 'text/csv',
    body: (known) => `${of(known, 'mapping.csv')}447700900151,grace.adeyemi@contoso.example\n`,
    keep: (known, { version }) => known.set('uploaded', String(version)),
  },
  {
    operationId: 'activateMapping',
    status: 200,
    ifMatch: 'mapping',
    path: (known) => of(known, 'uploaded'),
    body: () => ({ reason: 'new joiner' }),
  },
  { operationId: 'mapNumber', status: 200, body: () => ({ number: '447700900173', mailbox: 'ines.duarte@contoso.example' }) },
  { operationId: 'rollBackMapping', status: 200, path: (known) => of(known, 'version'), body: () => ({ confirm: true }) },
  { operationId: 'answerNotOurs', status: 200, body: () => ({ number: '447700900172', reason: 'port dispatch' }) },
  {
    operationId: 'correctNumber',
    status: 202,
    body: () => ({ number: '447700900101', from: '2026-01-01', to: '2099-01-01', reason: 'wrong row' }),
  },
];

const HELD_ACTS: readonly ApiExample[] = [
  { operationId: 'leaveHeld', status: 202, body: () => ({ filter: { reason: 'other-archiver' } }) },
  { operationId: 'releaseHeld', status: 202, body: () => ({ filter: {}, reason: 'the vendor has no other copy' }) },
  { operationId: 'replayHeld', status: 202, body: () => ({ filter: {} }) },
];

const RUN_ACTS: readonly ApiExample[] = [
  { operationId: 'openRun', status: 202, body: () => ({ window: { from: '2026-11-01', to: '2026-11-21T06:30:00Z' } }) },
  ofRun('stopRun', { status: 409, body: () => ({ reason: 'too late' }) }),
  ofRun('resumeRun', { status: 409, body: () => ({}) }),
];

const EVIDENCE: readonly ApiExample[] = [
  { operationId: 'exportAudit', status: 200, body: () => ({ reason: 'audit' }) },
  { operationId: 'exportAudit', status: 200, body: () => ({ format: 'jsonl' }) },
  { operationId: 'exportEvidence', status: 200, body: () => ({ from: '2026-01-01', to: '2099-01-01', reason: 'request 17' }) },
];

/** One request at least for every operation, in an order in which each can be carried out. */
export const EXAMPLES: readonly ApiExample[] = [...VIEWS, ...SETUP_ACTS, ...MAPPING_ACTS, ...HELD_ACTS, ...RUN_ACTS, ...EVIDENCE];
