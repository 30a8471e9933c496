import { counted, figure, fileSize, shortHash } from './figures';
import { type Html, html } from './html';
import { maskNumbersIn } from './number-mask';
import type { ReportPackage } from './report';
import type { MailboxFigures, ReportView } from './report-view';

/** A list of a hundred thousand lines helps nobody who reads; the evidence files hold all of it. */
const MAX_MAILBOXES = 500;
const MAX_PACKAGES = 500;
const MAX_PROBLEMS_OF_PACKAGE = 5;

/** A sum as on paper: the word over the figure, the operator between. */
function sum(terms: readonly (readonly [operator: string, word: string, figure: number, tone?: string])[]): Html {
  return html`<p class="sum">${terms.map(([operator, word, value, tone]) => {
    const look = value === 0 ? 'zero' : value > 0 ? (tone ?? '') : '';
    return html`<span class="term">${operator === '' ? '' : html`<span>${operator}</span>`}<span><small>${word}</small><b class="${look}">${figure(value)}</b></span></span>`;
  })}</p>`;
}

export function reconciliationPanel({ report }: ReportView): Html {
  const { counts, heldBalance, resolved } = report;
  const badge = report.reconciled
    ? html`<span class="badge is-good">Adds up</span>`
    : html`<span class="badge is-bad">Does not add up</span>`;
  const from = resolved.map(({ fromRun, count }) => `${figure(count)} of run ${fromRun}`).join(', ');
  return html`<section class="panel" aria-labelledby="sums">
<div class="panel-head"><h2 id="sums">Reconciliation</h2>${badge}</div>
<div class="sums">
<div><h3>Deliveries</h3>
${sum([
  ['', 'Available', counts.deliveriesAvailable],
  ['=', 'imported', counts.imported],
  ['+', 'in part', counts.importedInPart, 'is-held'],
  ['+', 'duplicates', counts.skippedAsDuplicate],
  ['+', 'failed', counts.failed, 'is-bad'],
  ['+', 'held', counts.held, 'is-held'],
])}</div>
<div><h3>Items</h3>
${sum([
  ['', 'From source', counts.itemsAvailableFromSource],
  ['=', 'routed', counts.itemsRouted],
  ['+', 'unmatched', counts.itemsUnmatched, 'is-held'],
  ['+', 'quarantined', counts.itemsQuarantined, 'is-held'],
  ['+', 'held as a whole', counts.itemsHeld, 'is-held'],
])}
<p class="note">${kindsOf(counts.byKind)} ${counted(counts.participantsUnresolved, 'participant')} unresolved, ${figure(counts.participantsExternal)} external, ${counted(counts.dateSuspect, 'date')} not trusted, ${counted(counts.variants, 'variant')}.</p></div>
<div><h3>Held, all runs</h3>
${sum([
  ['', 'opening', heldBalance.opening],
  ['+', 'added', heldBalance.added, 'is-held'],
  ['\u2212', 'resolved', heldBalance.resolved],
  ['=', 'closing', heldBalance.closing, 'is-held'],
])}
${from === '' ? '' : html`<p class="note">Resolved: ${from}.</p>`}</div>
</div>
</section>`;
}

function kindsOf({ message, call, deleted, edited }: ReportView['report']['counts']['byKind']): string {
  return `${counted(message, 'message')}, ${counted(call, 'call')}, ${figure(deleted)} deleted, ${figure(edited)} edited.`;
}

export function mailboxesPanel({ mailboxes, report: { counts } }: ReportView): Html {
  const sorted = [...mailboxes].sort(
    (a, b) => attention(b) - attention(a) || copiesOf(b) - copiesOf(a) || (a.mailbox < b.mailbox ? -1 : 1),
  );
  const shown = sorted.slice(0, MAX_MAILBOXES);
  if (shown.length === 0) return html``;
  const more = sorted.length - shown.length;
  return html`<section class="panel" aria-labelledby="mailboxes">
<div class="panel-head"><h2 id="mailboxes">Mailboxes</h2><span class="note">${counted(mailboxes.length, 'mailbox', 'mailboxes')}; attention first, then by copies</span></div>
<table>
<thead><tr><th scope="col">Mailbox</th><th scope="col" class="num">Imported</th><th scope="col" class="num">In part</th><th scope="col" class="num">Duplicates</th><th scope="col" class="num">Held</th><th scope="col" class="num">Failed</th></tr></thead>
<tbody>
${shown.map((row) => mailboxRow(row.mailbox, row))}
</tbody>
<tfoot>${mailboxRow(`All ${figure(mailboxes.length)}${more > 0 ? `, ${figure(more)} of them not shown` : ''}`, totalOf(mailboxes))}</tfoot>
</table>
${insidePackages(counts.skippedAsDuplicate - totalOf(mailboxes).skippedAsDuplicate)}</section>`;
}

/** What a package holds several times never becomes work of a mailbox. */
function insidePackages(duplicates: number): Html {
  if (duplicates <= 0) return html``;
  const what = duplicates === 1 ? 'duplicate was' : 'duplicates were';
  return html`<p class="panel-foot note">${figure(duplicates)} more ${what} found while packages were read: several phones recorded one message. They are not listed by mailbox.</p>
`;
}

const attention = (row: MailboxFigures): number => row.failed + row.held + row.importedInPart;
const copiesOf = (row: MailboxFigures): number => row.imported + row.importedInPart;

function mailboxRow(name: string, row: Omit<MailboxFigures, 'mailbox'>): Html {
  const cells = [row.imported, row.importedInPart, row.skippedAsDuplicate, row.held, row.failed];
  return html`<tr><th scope="row">${name}</th>${cells.map(numberCell)}</tr>
`;
}

const numberCell = (value: number): Html => html`<td class="num${value === 0 ? ' quiet' : ''}">${figure(value)}</td>`;

function totalOf(rows: readonly MailboxFigures[]): Omit<MailboxFigures, 'mailbox'> {
  const add = (name: Exclude<keyof MailboxFigures, 'mailbox'>): number => rows.reduce((total, row) => total + row[name], 0);
  return {
    imported: add('imported'),
    importedInPart: add('importedInPart'),
    skippedAsDuplicate: add('skippedAsDuplicate'),
    held: add('held'),
    failed: add('failed'),
  };
}

export function packagesPanel({ report: { packages, sourceProblems } }: ReportView): Html {
  const shown = packages.slice(0, MAX_PACKAGES);
  const notes = sourceProblems.map(({ detail }) => html`<p class="panel-foot note">${maskNumbersIn(detail)}.</p>`);
  if (packages.length === 0) {
    return html`<section class="panel" aria-labelledby="packages"><div class="panel-head"><h2 id="packages">Packages</h2></div><p class="empty">No package arrived in this window.</p>${notes}</section>`;
  }
  return html`<section class="panel" aria-labelledby="packages">
<div class="panel-head"><h2 id="packages">Packages</h2><span class="note">${counted(packages.length, 'package')}, ${fileSize(packages.reduce((total, { bytes }) => total + bytes, 0))}</span></div>
<table>
<thead><tr><th scope="col">Package</th><th scope="col">SHA-256</th><th scope="col" class="num">Size</th><th scope="col" class="num">Manifest</th><th scope="col" class="num">Read</th><th scope="col">State</th></tr></thead>
<tbody>
${shown.map(packageRow)}
</tbody>
<tfoot><tr><th scope="row">${packages.length > shown.length ? `${figure(shown.length)} of ${counted(packages.length, 'package')} shown` : counted(packages.length, 'package')}</th><td></td><td></td>${numberCell(packages.reduce((total, { manifestCount }) => total + (manifestCount ?? 0), 0))}${numberCell(packages.reduce((total, { items }) => total + items, 0))}<td></td></tr></tfoot>
</table>${notes}
</section>`;
}

function packageRow({ name, sha256, bytes, manifestCount, items, state, problems, isKnown }: ReportPackage): Html {
  const badge = isKnown
    ? html`<span class="badge">Came before</span>`
    : html`<span class="badge ${state === 'complete' ? 'is-good' : 'is-held'}">${state === 'complete' ? 'Complete' : 'Rejected'}</span>`;
  const found = problems
    .slice(0, MAX_PROBLEMS_OF_PACKAGE)
    .map(
      ({ code, entry, detail }) =>
        html`<br><span class="reason">${code}</span> <span class="note">${maskNumbersIn(entry === '' ? detail : `${entry}: ${detail}`)}</span>`,
    );
  const more =
    problems.length > MAX_PROBLEMS_OF_PACKAGE
      ? html`<br><span class="note">and ${figure(problems.length - MAX_PROBLEMS_OF_PACKAGE)} more in report.json</span>`
      : '';
  return html`<tr><th scope="row">${name}${found}${more}</th><td><code>${shortHash(sha256)}</code></td><td class="num">${fileSize(bytes)}</td><td class="num">${manifestCount === null ? html`<span class="quiet">none</span>` : figure(manifestCount)}</td>${numberCell(items)}<td>${badge}</td></tr>
`;
}

export function proofPanel({ report, sequence, reportSha256 }: ReportView): Html {
  const { signature, previous, runId } = report;
  const before =
    previous.sha256 === null
      ? html`none: this is the first report`
      : html`run <code>${previous.runId ?? ''}</code>, SHA-256 <code>${previous.sha256}</code>`;
  return html`<section class="panel" aria-labelledby="proof">
<div class="panel-head"><h2 id="proof">Proof</h2></div>
<dl class="facts">
<div><dt>Run</dt><dd><code>${runId}</code></dd></div>
<div><dt>report.json</dt><dd>SHA-256 <code>${reportSha256}</code></dd></div>
<div><dt>Chain</dt><dd>Report ${figure(sequence)}; before it ${before}</dd></div>
<div><dt>Signature</dt><dd>${signature.algorithm}, key <code>${signature.keyId}</code><br><code>${signature.value}</code></dd></div>
<div><dt>How to verify</dt><dd>The signature is ES256 over report.json in its RFC 8785 form, without the member "signature". One command recomputes every hash, link, signature and sum of the chain:<pre>signal-archive verify</pre></dd></div>
</dl>
</section>`;
}
