import { createHash } from 'node:crypto';
import { counted, duration, figure, runName, shortHash, utcTime } from './figures';
import { Html, html } from './html';
import { microsoftCounters } from './microsoft-counters';
import type { ReportState } from './report';
import { differencesPanel, heldPanel } from './report-html-held';
import { mailboxesPanel, packagesPanel, proofPanel, reconciliationPanel } from './report-html-panels';
import { reportSentence } from './report-sentence';
import { REPORT_STYLE } from './report-style';
import type { ReportView } from './report-view';

/** Nothing but the one style runs or loads, even where the file is opened from a disk. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(REPORT_STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;

const STATE_WORDS: Readonly<Record<ReportState, string>> = { complete: 'Complete', degraded: 'Degraded', incomplete: 'Incomplete' };
const TONE: Readonly<Record<ReportState, string>> = { complete: 'is-good', degraded: 'is-held', incomplete: 'is-bad' };

/**
 * The report as a page that a person reads and prints: no script, nothing loaded, every value escaped. Numbers are masked, because whoever may
 * read reports need not see full numbers.
 */
export function reportHtml(view: ReportView): Buffer {
  const { report } = view;
  const name = runName(report.window);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Report ${figure(view.sequence)}, ${name} - Signal archive connector</title>
<style>${new Html(REPORT_STYLE)}</style>
</head>
<body>
<main>
${brand(view)}
${heading(view, name)}
${countersPanel(view)}
${reconciliationPanel(view)}
${differencesPanel(view)}
${heldPanel(view)}
${mailboxesPanel(view)}
${packagesPanel(view)}
${proofPanel(view)}
</main>
</body>
</html>
`;
  return Buffer.from(page.text);
}

function brand({ stack, sequence }: ReportView): Html {
  return html`<div class="brand"><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2 6.5V14h12V6.5M1.5 3h13v3.5h-13zM6.3 9.3h3.4"/></svg><strong>Signal archive connector</strong>${stack === '' ? '' : html`<span>${stack}</span>`}<span class="right">Report ${figure(sequence)}</span></div>`;
}

const TRIGGER_WORDS = { schedule: 'Schedule', manual: 'Run now', replay: 'Replay', local: 'Local' } as const;

function heading({ report, mailboxes }: ReportView, name: string): Html {
  const { statement, open } = reportSentence(report);
  const { from, to } = report.window;
  const arrived = from === null ? `Arrived up to ${utcTime(to)}` : `Arrived ${utcTime(from)} to ${utcTime(to)}`;
  const trigger = TRIGGER_WORDS[report.trigger] ?? report.trigger;
  return html`<div class="head">
<h1>Run of ${name} &nbsp;<span class="badge ${TONE[report.state] ?? 'is-bad'}">${STATE_WORDS[report.state] ?? report.state}</span></h1>
<p class="statement">${statement}</p>
${copiesLine(mailboxes)}
${open === '' ? '' : html`<p class="open">+ ${open}</p>`}
<p class="note">${arrived}. ${trigger}, started ${utcTime(report.startedAt)}, ${duration(report.startedAt, report.finishedAt)}. Mapping version <code>${shortHash(report.mappingVersion)}</code>.</p>
</div>`;
}

function copiesLine(mailboxes: ReportView['mailboxes']): Html {
  const filled = mailboxes.filter(({ imported, importedInPart }) => imported + importedInPart > 0);
  const copies = filled.reduce((sum, { imported, importedInPart }) => sum + imported + importedInPart, 0);
  return copies === 0
    ? html``
    : html`<p class="open">${counted(copies, 'copy', 'copies')} went into ${counted(filled.length, 'mailbox', 'mailboxes')}.</p>`;
}

function countersPanel({ report }: ReportView): Html {
  const { counts } = report;
  const counters = microsoftCounters(report).map(({ name, value }) =>
    typeof value === 'string'
      ? html`<div><dt>${name}</dt><dd class="time">${utcTime(value)}</dd></div>`
      : html`<div><dt>${name}</dt><dd>${figure(value)}</dd></div>`,
  );
  const { deliveriesAvailable, participantsUnmatched, itemsQuarantined, failed, held } = counts;
  return html`<section class="panel" aria-labelledby="counters">
<div class="panel-head"><h2 id="counters">Microsoft's counters</h2></div>
<dl class="counters">${counters}</dl>
<p class="panel-foot note">Items available for import: ${figure(deliveriesAvailable)} deliveries + ${figure(participantsUnmatched)} unmatched + ${figure(itemsQuarantined)} quarantined. Failed: ${figure(failed)} failed + ${figure(held)} held + ${figure(participantsUnmatched)} unmatched + ${figure(itemsQuarantined)} quarantined.</p>
</section>`;
}
