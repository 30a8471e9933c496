/** A rule of the protocol, where it stands in the code, and the code without it. */
export interface RuleInCode {
  /** As the model names it; the tests of the rule stand in a `describe` of this name. */
  readonly rule: string;
  /** File of test/pipeline/rules that holds them. */
  readonly test: string;
  /** What was seen when the rule was taken out. */
  readonly seen: string;
  readonly edits: readonly Edit[];
}

export interface Edit {
  /** Under runtime/. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

const WRITE_BATCHES = 'pipeline/unpack/write-batches.ts';
const DECIDE_ROW = 'pipeline/deliver/decide-row.ts';
const CLAIM = 'pipeline/deliver/claim-deliveries.ts';
const DELIVERING = 'pipeline/deliver/delivering.ts';
const RECORD = 'pipeline/deliver/record-outcomes.ts';
const WORK_ON_BATCH = 'pipeline/deliver/work-on-batch.ts';
const SETTLE = 'pipeline/settle/settle.ts';
const POISONED_BATCH = 'pipeline/poison/poisoned-batch.ts';
const ROWS =
  '  const etags = await atOnce(MAILBOXES_AT_ONCE, written, (batch) => writeDeliveryRows(batch.row, batch.deliveries, ports));\n';
const MESSAGES = '  await atOnce(MAILBOXES_AT_ONCE, written, (batch, index) => sendBatch(batch, etags[index], ports));\n';

const UNPACK_RULES: readonly RuleInCode[] = [
  {
    rule: 'batch-row-before-rows',
    test: 'unpack-rules',
    seen: 'lost: a row stays pending for ever, because no batch names it',
    edits: [
      {
        file: WRITE_BATCHES,
        find: `  await writeBatchRows(written, ports);\n${ROWS}`,
        replace: `${ROWS}  await writeBatchRows(written, ports);\n`,
      },
    ],
  },
  {
    rule: 'rows-before-message',
    test: 'unpack-rules',
    seen: 'a worker meets a batch without rows: it restores them, and looks before it creates',
    edits: [
      {
        file: WRITE_BATCHES,
        find: `${ROWS}${MESSAGES}`,
        replace: `  const etags: undefined[] = [];\n${MESSAGES}${ROWS.replace('const etags = ', '')}`,
      },
    ],
  },
  {
    rule: 'conflict-reads-row',
    test: 'unpack-rules',
    seen: 'a repeated unpack drops its own batch: two hours until stuck work is queued again',
    edits: [
      {
        file: WRITE_BATCHES,
        find: MESSAGES,
        replace:
          '  await atOnce(MAILBOXES_AT_ONCE, written, async (batch, index) => etags[index] && sendBatch(batch, etags[index], ports));\n',
      },
    ],
  },
  {
    rule: 'duplicates-by-deliver',
    test: 'unpack-rules',
    seen: 'a duplicate is counted of a delivery that is never made',
    edits: [
      {
        file: WRITE_BATCHES,
        find: MESSAGES,
        replace: `  for (const [index, { row, deliveries }] of written.entries()) {
    if (etags[index] !== undefined) continue;
    const stored = await ports.stores.batches.get(row.partition, row.key);
    const decided = deliveries.map((work) => ({ work, outcome: 'skipped-as-duplicate', reason: '', exchangeId: '', heldId: '', wasTouched: false }));
    await require('../deliver/batch-book').bookOutcomes(stored, deliveries, decided, { notBefore: '', endsHere: true }, ports);
  }
${MESSAGES}`,
      },
    ],
  },
  {
    rule: 'batch-id-names-package',
    test: 'unpack-rules',
    seen: 'two packages share one batch: the report does not add up',
    edits: [
      {
        file: WRITE_BATCHES,
        find: 'batchIdOf(runId, packageName(origin), mailbox.mailboxId, keys)',
        replace: "batchIdOf(runId, '', mailbox.mailboxId, keys)",
      },
    ],
  },
];

const CLAIM_RULES: readonly RuleInCode[] = [
  {
    rule: 'busy-goes-back',
    test: 'claim-rules',
    seen: 'the message of the second batch is gone, and so is the worker that would have drained the mailbox',
    edits: [
      {
        file: 'pipeline/deliver/deliver.ts',
        find: 'await sendBusyBack(batch.row, message, ports);',
        replace: '',
      },
    ],
  },
  {
    rule: 'requeue-before-ack',
    test: 'claim-rules',
    seen: 'the message of a throttled mailbox is gone: two hours until stuck work is queued again',
    edits: [
      {
        file: 'pipeline/deliver/deliver.ts',
        find: '  await sendBack(batch.row, delay,',
        replace: '  void Promise.resolve().then(() => sendBack(batch.row, delay,',
      },
      {
        file: 'pipeline/deliver/deliver.ts',
        find: 'batchId: batchIdOfKey(batch.row.key) }, ports);\n}\n\nfunction mayGoOn',
        replace: 'batchId: batchIdOfKey(batch.row.key) }, ports)).catch(() => undefined);\n}\n\nfunction mayGoOn',
      },
    ],
  },
  {
    rule: 'own-batch',
    test: 'claim-rules',
    seen: 'a batch creates what another batch is working on',
    edits: [{ file: DECIDE_ROW, find: '  if (row.batchId !== context.batchId) return foreign(row, context);\n', replace: '' }],
  },
  {
    rule: 'lease',
    test: 'claim-rules',
    seen: 'two workers talk to one mailbox at the same time',
    edits: [
      {
        file: 'pipeline/deliver/mailbox-session.ts',
        find: 'leases.acquire(leaseName(mailboxId), LEASE_SECONDS)',
        replace: 'leases.acquire(leaseName(mailboxId + Math.random()), LEASE_SECONDS)',
      },
    ],
  },
  {
    rule: 'claim',
    test: 'claim-rules',
    seen: 'two copies: nobody remembers the create of a worker that died',
    edits: [
      {
        file: CLAIM,
        find: 'const etags = await ports.stores.deliveries.transact(changes);',
        replace: 'const etags = changes.map(({ etag }) => etag);',
      },
    ],
  },
  {
    rule: 'claim-if-match',
    test: 'claim-rules',
    seen: 'an outcome is overwritten by a worker that came too late',
    edits: [
      {
        file: CLAIM,
        find: "({ kind: 'replace', row, etag: deliveries[index]?.stored.etag ?? '' }));",
        replace: "({ kind: 'upsert', row }));",
      },
    ],
  },
  {
    rule: 'newer-epoch-stops',
    test: 'claim-rules',
    seen: 'a worker that lost its mailbox goes on asking Exchange',
    edits: [
      { file: DECIDE_ROW, find: "  if (row.state === 'creating' && row.epoch > context.epoch) return { kind: 'stop' };\n", replace: '' },
    ],
  },
];

const SEND = 'pipeline/deliver/send-deliveries.ts';
const SESSION = 'pipeline/deliver/mailbox-session.ts';
const SENDING_LEASE_LEFT = 'session.hasLeaseLeft';
const SENDING_CLAIM_AGE = ' && this.now < this.freshUntil';
const LEASE_LEFT = 'session.hasLeaseLeft && ports.clock.now().getTime()';
const CLAIM_AGE = ' && ports.clock.now().getTime() - Date.parse(stored.row.claimedAt) <= MAX_CLAIM_AGE_IN_MS';

const CREATE_RULES: readonly RuleInCode[] = [
  {
    rule: 'bound',
    test: 'create-rules',
    seen: 'two POSTs: a paused worker sends its own minutes later',
    edits: [
      { file: DELIVERING, find: `session.hasLeaseLeft${CLAIM_AGE}`, replace: 'true' },
      { file: SEND, find: `${SENDING_LEASE_LEFT} && `, replace: '' },
      { file: SEND, find: SENDING_CLAIM_AGE, replace: '' },
      // The row of the mailbox, which a successor has changed, is a fence too: who must reserve more requests meets it.
      { file: SESSION, find: 'this.isOvertaken = current?.row.epoch !== this.epoch;', replace: '' },
    ],
  },
  {
    rule: 'lease-left',
    test: 'create-rules',
    seen: 'a POST may outlive the lease that it is sent under',
    edits: [
      { file: DELIVERING, find: LEASE_LEFT, replace: 'ports.clock.now().getTime()' },
      { file: SEND, find: `${SENDING_LEASE_LEFT} && `, replace: '' },
    ],
  },
  {
    rule: 'claim-is-recent',
    test: 'create-rules',
    seen: 'a POST is sent more than 30 s after its claim: who looks 120 s after the claim may miss it',
    edits: [
      { file: DELIVERING, find: CLAIM_AGE, replace: '' },
      { file: SEND, find: SENDING_CLAIM_AGE, replace: '' },
    ],
  },
  {
    rule: 'look',
    test: 'create-rules',
    seen: 'two copies after a crash behind a create',
    edits: [{ file: DECIDE_ROW, find: '  return lookOrWait(row, context);\n', replace: "  return { kind: 'claim' };\n" }],
  },
  {
    rule: 'own-epoch-looks',
    test: 'outcome-rules',
    seen: 'two copies: the worker repeats a create whose answer it has lost itself',
    edits: [
      {
        file: DECIDE_ROW,
        find: '  return lookOrWait(row, context);\n',
        replace: "  return row.state === 'creating' && row.epoch === context.epoch ? { kind: 'claim' } : lookOrWait(row, context);\n",
      },
    ],
  },
  {
    rule: 'reopened-looks',
    test: 'create-rules',
    seen: 'two copies: what was held after a lost answer is created again',
    edits: [
      {
        file: 'pipeline/rows/pending-delivery.ts',
        find: '...pendingDelivery(batch, delivery), claims, claimedAt, lostAt,',
        replace: '...pendingDelivery(batch, delivery),',
      },
    ],
  },
  {
    rule: 'wait-before-create',
    test: 'create-rules',
    seen: 'two copies: the first one was there and could not be seen yet',
    edits: [{ file: DECIDE_ROW, find: 'isConclusive: passed >= conclusive * 1000', replace: 'isConclusive: passed >= 0 * conclusive' }],
  },
  {
    rule: 'look-again',
    test: 'create-rules',
    seen: 'two copies that nobody lists',
    edits: [
      {
        file: 'pipeline/deliver/last-look.ts',
        find: 'if (!isAfterLook) continue;',
        replace: 'continue;',
      },
    ],
  },
];

const OUTCOME_RULES: readonly RuleInCode[] = [
  {
    rule: 'outcome-after-create',
    test: 'outcome-rules',
    seen: 'lost: the ledger says imported of what was never created',
    edits: [{ file: CLAIM, find: "state: 'creating' as const,", replace: "state: 'imported' as const," }],
  },
  {
    rule: 'outcome-if-match',
    test: 'outcome-rules',
    seen: 'imported in a closed run, which no report counts',
    edits: [
      { file: RECORD, find: "({ kind: 'replace', row, etag: handled.delivery.stored.etag })", replace: "({ kind: 'upsert', row })" },
      {
        file: RECORD,
        find: 'await ports.stores.deliveries.replace(recording.row, stored.etag);',
        replace: 'await ports.stores.deliveries.upsert(recording.row);',
      },
    ],
  },
  {
    rule: 'delete-own',
    test: 'outcome-rules',
    seen: 'two copies: that of the paused worker stays',
    edits: [{ file: RECORD, find: '  await giveUpOwnCopy(recording.handled, current, session, ports);\n', replace: '' }],
  },
  {
    rule: 'delete-if-other-named',
    test: 'outcome-rules',
    seen: 'lost: the ledger names a copy that was deleted',
    edits: [
      { file: RECORD, find: "(row.state !== 'imported' && row.state !== wanted) || ", replace: '' },
      { file: 'pipeline/deliver/last-look.ts', find: 'row === undefined || ', replace: '' },
    ],
  },
  {
    rule: 'held-row-first',
    test: 'outcome-rules',
    seen: 'held where nobody sees it',
    edits: [
      {
        file: RECORD,
        find: '  const added = await atOnce(HELD_AT_ONCE, recordings, (recording) => addEntry(recording, batch, ports));\n',
        replace: '  const added: (AddedHeld | undefined)[] = [];\n',
      },
      {
        file: RECORD,
        find: '    return recordings.flatMap(decidedNow);\n',
        replace:
          '    await atOnce(HELD_AT_ONCE, recordings, (recording) => addEntry(recording, batch, ports));\n    return recordings.flatMap(decidedNow);\n',
      },
    ],
  },
  {
    rule: 'held-if-match',
    test: 'outcome-rules',
    seen: 'held, although its copy is in the mailbox and its outcome was written',
    edits: [
      {
        file: RECORD,
        find: "({ kind: 'replace', row, etag: handled.delivery.stored.etag })",
        replace: "(row.state === 'held' ? { kind: 'upsert', row } : { kind: 'replace', row, etag: handled.delivery.stored.etag })",
      },
    ],
  },
];

const CLOSING_RULES: readonly RuleInCode[] = [
  {
    rule: 'leftovers',
    test: 'closing-rules',
    seen: 'a run that never closes',
    edits: [{ file: SETTLE, find: 'if (now.toISOString() >= run.closeBy) return true;', replace: '' }],
  },
  {
    rule: 'closing-first',
    test: 'closing-rules',
    seen: 'imported in a run whose report was decided already',
    edits: [
      {
        file: SETTLE,
        find: "  const closing = await updateRun(ports.stores, runId, (row) => (row.state === 'open' ? { ...row, state: 'closing' } : undefined));\n  if (closing?.state === 'closing') await closeRun(closing, ports, handling);",
        replace: '  await closeRun(run, ports, handling);',
      },
    ],
  },
  {
    rule: 'run-after-rows',
    test: 'closing-rules',
    seen: 'imported in a run that was closing',
    edits: [
      {
        file: WORK_ON_BATCH,
        find: '  const claims = await claimDeliveries(',
        replace: '  const run = (await readRun(ports.stores, batch.row.partition))?.row;\n  const claims = await claimDeliveries(',
      },
      {
        file: WORK_ON_BATCH,
        find: '  const run = (await readRun(ports.stores, batch.row.partition))?.row;\n  const isOpen =',
        replace: '  const isOpen =',
      },
    ],
  },
  {
    rule: 'closed-imports-nothing',
    test: 'closing-rules',
    seen: 'imported in a closed run, which no report counts',
    edits: [
      {
        file: WORK_ON_BATCH,
        find: "if (run === undefined || run.state !== 'open') return all(",
        replace: 'if (run === undefined) return all(',
      },
    ],
  },
  {
    rule: 'sweep-closed',
    test: 'closing-rules',
    seen: 'lost: a row of a closed run stays pending for ever',
    edits: [{ file: SETTLE, find: '    if (mayGoOn()) await sweepClosedRuns(ports, handling);\n', replace: '' }],
  },
  {
    rule: 'stuck-work',
    test: 'closing-rules',
    seen: 'held at the end of the run, for want of a queue message',
    edits: [{ file: SETTLE, find: '  const sent = await sendAgain(run, ports);\n', replace: '  const sent = 0;\n' }],
  },
  {
    rule: 'resume-packages',
    test: 'closing-rules',
    seen: 'a package waits two hours after the run was resumed',
    edits: [
      {
        file: 'pipeline/runs/send-again.ts',
        find: "    else await send('packages', { v: 1, runId, packageId: row.key, fromEntry: row.fromEntry });\n",
        replace: '',
      },
    ],
  },
  {
    rule: 'closed-before-stopped',
    test: 'closing-rules',
    seen: 'the row stays pending until a sweep, its message is dropped',
    edits: [
      {
        file: WORK_ON_BATCH,
        find: "  if (run === undefined || run.state !== 'open') return all([...looked",
        replace:
          "  if (run !== undefined && run.stopped !== '') return { ...all(claims.claimed, { kind: 'unsent', retryAt: undefined }), isDropped: true };\n  if (run === undefined || run.state !== 'open') return all([...looked",
      },
    ],
  },
];

const POISON_RULES: readonly RuleInCode[] = [
  {
    rule: 'poison-only-open',
    test: 'poison-rules',
    seen: 'held, although it was imported',
    edits: [
      {
        file: POISONED_BATCH,
        find: 'return toLook.length + waiting.length === 0 ? undefined : readWorkBlob(batch, ports);',
        replace: 'return readWorkBlob(batch, ports);',
      },
      {
        file: POISONED_BATCH,
        find: 'const sorted = await sortRows(session, batch.row, open, ports);',
        replace: `const read = async (work) => {
      const stored = await ports.stores.deliveries.get(batch.row.mailboxId, work.importKey);
      return { work, stored, before: stored.row, isAfterLook: false };
    };
    const sorted = { claimed: await Promise.all(open.map(read)), toLook: [], waiting: [], decided: [], isOvertaken: false };`,
      },
    ],
  },
  {
    rule: 'poison-looks',
    test: 'poison-rules',
    seen: 'held, although its copy is in the mailbox',
    edits: [
      {
        file: POISONED_BATCH,
        find: 'handling.signal.aborted ? undefined : await look(delivery, session, batch.row.partition, ports)',
        replace: 'undefined',
      },
    ],
  },
  {
    rule: 'poison-package-rows',
    test: 'poison-rules',
    seen: 'items of a rejected package stay pending and are imported',
    edits: [
      {
        file: 'pipeline/poison/poison.ts',
        find: "if (row.packageId === packageId && row.state === 'open') await holdOpen(",
        replace: 'if (row === undefined) await holdOpen(',
      },
    ],
  },
];

export const RULES_IN_CODE: readonly RuleInCode[] = [
  ...UNPACK_RULES,
  ...CLAIM_RULES,
  ...CREATE_RULES,
  ...OUTCOME_RULES,
  ...CLOSING_RULES,
  ...POISON_RULES,
];
