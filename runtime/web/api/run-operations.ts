import * as v from 'valibot';
import { DELIVERY_COLUMNS } from '../../domain/evidence/csv-columns';
import { csvTable } from '../../domain/evidence/csv-export';
import { type DeliveryLine, parseDeliveryLine } from '../../domain/evidence/delivery-line';
import { runName } from '../../domain/evidence/figures';
import { jsonLines } from '../../domain/evidence/json-lines';
import { estimateWindow } from '../../pipeline/admin/estimate-window';
import { resumeOneRun, runNow, runPastWindow, stopOneRun } from '../../pipeline/admin/run-acts';
import { runBatches, runDetail } from '../../pipeline/admin/run-detail';
import { listRuns } from '../../pipeline/admin/run-list';
import { verifyReports } from '../../pipeline/admin/verify-report';
import type { RunTrigger } from '../../pipeline/rows/run-row';
import { fileResponse, jsonResponse, textResponse, type WebResponse } from '../http';
import { shownTo } from '../mask';
import {
  type ApiCall,
  acts,
  jsonBody,
  type Operation,
  optionalWhole,
  queryChoice,
  queryText,
  queryWhole,
  REASON,
  requiredTime,
  sees,
  TIME,
  takesOut,
} from './call';
import { ApiProblem } from './problem';
import { closedRunResource, heldResource, liveRunResource, packageResource } from './resources';

const TRIGGERS: readonly RunTrigger[] = ['schedule', 'manual', 'replay', 'local'];
const STATES = ['complete', 'degraded', 'incomplete'] as const;
const MAX_RUNS = 100;
const MAX_BATCHES = 200;

const OpenRunBody = v.strictObject({ reason: REASON, window: v.optional(v.strictObject({ from: TIME, to: TIME })) });
const ReasonBody = v.strictObject({ reason: REASON });

export const RUN_OPERATIONS: readonly Operation[] = [
  sees('/api/runs', listRunsAnswer),
  acts('/api/runs', openRunAnswer),
  sees('/api/runs/estimate', estimateAnswer),
  sees('/api/runs/{runId}', runAnswer),
  sees('/api/runs/{runId}/batches', batchesAnswer),
  // Names of entries may hold numbers, and signed bytes cannot be masked.
  takesOut('GET', '/api/runs/{runId}/report.json', (call) => storedFile(call, 'report.json', 'application/json; charset=utf-8')),
  sees('/api/runs/{runId}/report.html', (call) => storedFile(call, 'report.html', 'text/html; charset=utf-8')),
  takesOut('GET', '/api/runs/{runId}/deliveries.csv', deliveriesCsv),
  acts('/api/runs/{runId}/stop', async (call) => {
    const { reason } = await jsonBody(call, ReasonBody);
    await stopOneRun(call.params['runId'] ?? '', reason, call.person, call.ports);
    return runAnswer(call);
  }),
  acts('/api/runs/{runId}/resume', async (call) => {
    const { reason } = await jsonBody(call, ReasonBody);
    await resumeOneRun(call.params['runId'] ?? '', reason, call.person, call.ports);
    return runAnswer(call);
  }),
];

async function listRunsAnswer(call: ApiCall): Promise<WebResponse> {
  const state = queryChoice(call, 'state', STATES);
  const trigger = queryChoice(call, 'trigger', TRIGGERS);
  const before = optionalWhole(call, 'before');
  const page = await listRuns(
    {
      limit: queryWhole(call, 'limit', 20, MAX_RUNS),
      ...(state === undefined ? {} : { state }),
      ...(trigger === undefined ? {} : { trigger }),
      ...(before === undefined ? {} : { before }),
    },
    call.ports,
  );
  const verdicts = await verifyReports(page.closed, call.ports);
  return jsonResponse(200, {
    live: page.live.map(liveRunResource),
    runs: page.closed.map((run) => closedRunResource(run, verdicts.get(run.runId))),
    total: page.total,
    next: page.next ?? null,
  });
}

async function openRunAnswer(call: ApiCall): Promise<WebResponse> {
  const { reason, window } = await jsonBody(call, OpenRunBody);
  const run =
    window === undefined
      ? await runNow(reason, call.person, call.ports)
      : await runPastWindow({ from: window.from, to: window.to }, reason, call.person, call.ports);
  const shownWindow = { from: run.windowFrom === '' ? null : run.windowFrom, to: run.windowTo };
  const answer = { runId: run.partition, name: runName(shownWindow), window: shownWindow };
  return jsonResponse(202, answer, { Location: `/api/runs/${run.partition}` });
}

async function estimateAnswer(call: ApiCall): Promise<WebResponse> {
  const estimate = await estimateWindow({ from: requiredTime(call, 'from'), to: requiredTime(call, 'to') }, call.ports);
  const { milliseconds, bottleneck, ...rest } = estimate;
  return jsonResponse(200, { seconds: Math.round(milliseconds / 1000), bottleneck, ...rest });
}

async function runAnswer(call: ApiCall): Promise<WebResponse> {
  const { live, report, run, sequence, verdict, packages, held, heldTotal, failed } = await runDetail(
    call.params['runId'] ?? '',
    call.ports,
  );
  const shown = shownTo(call.person);
  const window = { from: run.windowFrom === '' ? null : run.windowFrom, to: run.windowTo };
  return jsonResponse(200, {
    runId: run.partition,
    name: runName(window),
    state: report?.state ?? (run.stopped === '' ? 'running' : 'stopped'),
    trigger: run.trigger,
    by: run.by,
    window,
    startedAt: run.openedAt,
    finishedAt: report?.finishedAt ?? null,
    mappingVersion: run.mappingVersion,
    stopped: run.stopped || null,
    live: live === undefined ? null : liveRunResource(live),
    sequence: sequence || null,
    counts: report?.counts ?? null,
    messages: report?.messages ?? null,
    heldBalance: report?.heldBalance ?? null,
    reconciled: report?.reconciled ?? null,
    differences: report?.differences ?? [],
    sourceProblems: (report?.sourceProblems ?? []).map(({ code, detail }) => ({ code, detail: shown.text(detail) })),
    signature: report?.signature ?? null,
    isVerified: verdict?.isVerified ?? null,
    finding: verdict?.finding || null,
    packages: packages.map((each) => packageResource(each, shown)),
    held: held.map((entry) => heldResource(entry, shown)),
    heldTotal,
    failed: failed.map((entry) => heldResource(entry, shown)),
  });
}

async function batchesAnswer(call: ApiCall): Promise<WebResponse> {
  const page = await runBatches(
    call.params['runId'] ?? '',
    queryText(call, 'after'),
    queryWhole(call, 'limit', 50, MAX_BATCHES),
    call.ports,
  );
  const batches = page.batches.map(({ counts, finishedAt, ...each }) => ({
    ...each,
    counts: counts ?? null,
    finishedAt: finishedAt || null,
  }));
  return jsonResponse(200, { batches, total: page.total ?? null, next: page.next ?? null });
}

const RUN_ID = /^[0-9A-Za-z-]{1,60}$/;

function runIdOf(call: ApiCall): string {
  const runId = call.params['runId'] ?? '';
  if (RUN_ID.test(runId)) return runId;
  throw new ApiProblem(404, 'no-such-run', 'Not found', 'There is no run of this id.');
}

/** The stored bytes, as they were signed. The page's policy for the browser stands in the answer and forbids scripts in them too. */
async function storedFile(call: ApiCall, file: 'report.json' | 'report.html', type: string): Promise<WebResponse> {
  const runId = runIdOf(call);
  const stored = await call.ports.stores.reports.get(`${runId}/${file}`);
  if (stored === undefined) throw noReport(runId);
  const disposition = `attachment; filename="signal-archive-${runId}-${file}"`;
  return textResponse(200, type, stored.content, { 'Content-Disposition': disposition });
}

const noReport = (runId: string): ApiProblem =>
  new ApiProblem(404, 'no-report', 'Not found', `Run ${runId} has no report: there is no such run, or it is not closed yet.`);

async function deliveriesCsv(call: ApiCall): Promise<WebResponse> {
  const runId = runIdOf(call);
  const { reports } = call.ports.stores;
  const name = `${runId}/deliveries.jsonl`;
  if ((await reports.properties(name)) === undefined) throw noReport(runId);
  const parts: string[] = [];
  for await (const part of csvTable(DELIVERY_COLUMNS, deliveryLines(reports.stream(name)))) parts.push(part);
  return fileResponse('text/csv; charset=utf-8', `signal-archive-${runId}-deliveries.csv`, parts.join(''));
}

async function* deliveryLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<DeliveryLine> {
  for await (const text of jsonLines(chunks)) {
    const line = parseDeliveryLine(text);
    if (line !== undefined) yield line;
  }
}
