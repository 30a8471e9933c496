import { runName } from '../../domain/evidence/figures';
import { microsoftCounters } from '../../domain/evidence/microsoft-counters';
import type { HeldEntry } from '../../pipeline/admin/held-list';
import type { LiveRun } from '../../pipeline/admin/live-runs';
import type { MailboxView } from '../../pipeline/admin/mailboxes-view';
import type { ActivatedMapping } from '../../pipeline/admin/mapping-acts';
import type { Overview } from '../../pipeline/admin/overview';
import type { ClosedRun } from '../../pipeline/admin/read-reports';
import type { RunPackage } from '../../pipeline/admin/run-detail';
import type { ReportVerdict } from '../../pipeline/admin/verify-report';
import type { Shown } from '../mask';
import { sentenceText, stateSentence } from '../state-sentence';

/** Use cases' results as the API shows them: docs/openapi.yaml describes each. `null` stands for what is not there. */

export function liveRunResource(run: LiveRun) {
  const { runId, trigger, by, window, startedAt, phase, deliveries, decided, packages, items, secondsLeft, slowest, stopped } = run;
  const throttledUntil = slowest?.throttledUntil || null;
  return {
    runId,
    name: runName(window),
    state: stopped === '' ? 'running' : 'stopped',
    trigger,
    by,
    window,
    startedAt,
    phase,
    progress: { deliveries, decided, packages, items, secondsLeft: secondsLeft ?? null },
    slowest: slowest === undefined ? null : { mailbox: slowest.mailbox, left: slowest.left, throttledUntil },
    stopped: stopped || null,
  };
}

export function closedRunResource(run: ClosedRun, verdict: ReportVerdict | undefined) {
  const { runId, sequence, state, trigger, by, window, startedAt, finishedAt, reconciled, counts, heldBalance, packages, messages } = run;
  return {
    runId,
    name: runName(window),
    sequence,
    state,
    trigger,
    by,
    isDaily: run.isDaily,
    window,
    startedAt,
    finishedAt,
    reconciled,
    differences: run.differences,
    counters: microsoftCounters(run).map(({ name, value }) => ({ name, value })),
    counts,
    messages: messages ?? null,
    heldBalance,
    packages,
    gaps: run.gaps,
    mappingVersion: run.mappingVersion,
    isVerified: verdict?.isVerified ?? null,
    finding: verdict?.finding || null,
  };
}

/** The vendor names entries after the sender's number. */
export function packageResource({ packageId: _packageId, manifestCount, problems, ...rest }: RunPackage, shown: Shown) {
  const masked = problems.map((problem) => ({ ...problem, entry: shown.text(problem.entry), detail: shown.text(problem.detail) }));
  return { ...rest, manifestCount: manifestCount ?? null, problems: masked };
}

export function heldResource(entry: HeldEntry, shown: Shown) {
  return {
    id: entry.id,
    kind: entry.kind,
    reason: entry.reason,
    why: entry.why,
    detail: shown.text(entry.detail),
    number: shown.number(entry.number),
    mailbox: entry.mailbox,
    sentAt: entry.sentAt || null,
    arrivedAt: entry.arrivedAt || null,
    itemKind: entry.itemKind || null,
    itemId: entry.itemId || null,
    package: entry.package,
    entry: entry.entry < 0 ? null : entry.entry,
    items: entry.items,
    manifestCount: entry.manifestCount ?? null,
    people: entry.people,
    bytes: entry.bytes,
    tries: entry.tries,
    lastTriedAt: entry.lastTriedAt || null,
    addedIn: entry.addedIn,
    addedAt: entry.addedAt,
  };
}

export function statusResource(overview: Overview) {
  const { kind, statement, open } = stateSentence(overview);
  const { daily, balance, pause } = overview;
  return {
    state: kind,
    sentence: sentenceText(statement),
    open: sentenceText(open),
    now: overview.now,
    nextRunAt: overview.nextRunAt || null,
    pause: pause === undefined ? null : { by: pause.by, at: pause.at || null, reason: pause.reason, isConfigured: pause.isConfigured },
    nextStep:
      overview.nextStep === undefined ? null : { id: overview.nextStep.id, number: overview.nextStep.number, name: overview.nextStep.name },
    daily: daily === undefined ? null : closedRunResource(daily, overview.verdict),
    messages: overview.messages ?? null,
    heldBalance: balance ?? null,
    held: overview.held,
    heldByReason: Object.fromEntries(overview.heldByReason),
    failed: overview.failed,
    unresolvedNumbers: overview.unresolved.length,
    gaps: overview.gaps.map(({ detail, since, runId }) => ({ detail, since, runId })),
    credentialExpiresOn: overview.credentialExpiresOn || null,
    live: overview.live.map(liveRunResource),
    last:
      overview.last === undefined ? null : { runId: overview.last.runId, state: overview.last.state, finishedAt: overview.last.finishedAt },
  };
}

/** '' stands for "there is none" inside; `null` does outside. */
export function activatedResource({ replayRun, ...activated }: ActivatedMapping) {
  return { ...activated, replayRun: replayRun || null };
}

export function mailboxResource(mailbox: MailboxView) {
  const { folderName, folderRecreatedAt, lastItemAt, oldestWaitingAt, waitsFor, throttledUntil, usualPerWeek, refusal, ...rest } = mailbox;
  return {
    ...rest,
    folderName: folderName || null,
    folderRecreatedAt: folderRecreatedAt || null,
    lastItemAt: lastItemAt || null,
    oldestWaitingAt: oldestWaitingAt || null,
    waitsFor: waitsFor[0]?.reason ?? null,
    throttledUntil: throttledUntil || null,
    usualPerWeek: usualPerWeek ?? null,
    refusal: refusal || null,
  };
}
