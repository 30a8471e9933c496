import { counted, figure, utcTime } from './figures';
import { HELD_REASON_ORDER, heldReasonWords } from './held-reasons';
import { type Html, html } from './html';
import { maskNumbersIn } from './number-mask';
import type { HeldExample, HeldGroup, ReportView } from './report-view';

/** Only there when something differs. */
export function differencesPanel({ report: { differences } }: ReportView): Html {
  if (differences.length === 0) return html``;
  return html`<section class="panel is-bad" aria-labelledby="differences">
<div class="panel-head"><h2 id="differences">Differences</h2><span class="badge is-bad">${counted(differences.length, 'sum differs', 'sums differ')}</span></div>
<table>
<thead><tr><th scope="col">Sum</th><th scope="col" class="num">Expected</th><th scope="col" class="num">Found</th></tr></thead>
<tbody>
${differences.map(
  ({
    what,
    expected,
    found,
  }) => html`<tr><th scope="row">${what}</th><td class="num">${figure(expected)}</td><td class="num">${figure(found)}</td></tr>
`,
)}
</tbody>
</table>
<p class="panel-foot note">Nothing is lost by a difference alone: the packages are kept byte-exact. Run "signal-archive verify", then open an issue with its output.</p>
</section>`;
}

/** What this run held back, by reason, with who acts and how. */
export function heldPanel({ held, report: { heldBalance } }: ReportView): Html {
  const groups = [...held].filter(({ count }) => count > 0).sort((a, b) => place(a) - place(b));
  const older = Math.max(0, heldBalance.closing - heldBalance.added);
  const foot =
    older > 0
      ? html`<p class="panel-foot note">${counted(older, 'entry', 'entries')} of earlier runs ${older === 1 ? 'is' : 'are'} still held.</p>`
      : '';
  return html`<section class="panel" aria-labelledby="held">
<div class="panel-head"><h2 id="held">Not imported yet</h2><span class="note">held by this run; this is not a legal hold</span></div>
${groups.length === 0 ? html`<p class="empty">Nothing was held back.</p>` : groups.map(groupOf)}${foot}
</section>`;
}

const place = ({ reason }: HeldGroup): number => (HELD_REASON_ORDER.indexOf(reason) + HELD_REASON_ORDER.length) % HELD_REASON_ORDER.length;

function groupOf({ reason, count, examples }: HeldGroup): Html {
  const words = heldReasonWords(reason);
  const more = count - examples.length;
  return html`<div class="why">
<h3>${words.heading} <span class="reason">${reason}</span><span class="much">${counted(count, 'entry', 'entries')}</span></h3>
<p>${words.meaning}</p>
<p><strong>${words.actor}:</strong> ${words.action}.</p>
</div>
${examples.length === 0 ? '' : exampleTable(examples, more)}
`;
}

function exampleTable(examples: readonly HeldExample[], more: number): Html {
  return html`<table class="even">
<thead><tr><th scope="col">Mailbox, number or package</th><th scope="col">Why</th><th scope="col">Sent</th><th scope="col">Package</th></tr></thead>
<tbody>
${examples.map(
  ({
    who,
    why,
    detail,
    sentAt,
    package: name,
  }) => html`<tr><th scope="row">${maskNumbersIn(who)}</th><td>${why === '' ? '' : html`<span class="reason">${why}</span> `}${maskNumbersIn(detail)}</td><td>${sentAt === '' ? html`<span class="quiet">none</span>` : utcTime(sentAt)}</td><td>${name}</td></tr>
`,
)}
</tbody>
${more > 0 ? html`<tfoot><tr><th scope="row">and ${figure(more)} more</th><td></td><td></td><td></td></tr></tfoot>` : ''}
</table>`;
}
