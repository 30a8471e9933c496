import { counted, duration, figure, runName, shortHash } from './figures';
import { HELD_REASON_ORDER, heldReasonWords } from './held-reasons';
import { NOT_LISTED, type Report } from './report';
import { reportSentence } from './report-sentence';

/** What the end of `npm start -- --once` shows. */
export interface ReportTextView {
  readonly report: Report;
  /** Number of the report in the chain. */
  readonly sequence: number;
  /** Every open held entry of the store by reason, earlier runs included. */
  readonly openByReason: ReadonlyMap<string, number>;
  /** What lists the held entries; undefined when nobody can ask later (storage in memory). */
  readonly heldCommand: string | undefined;
}

/** The report in a screen: the answer, the sums, and what to look at next. Plain text of at most 100 columns, without colour. */
export function reportText({ report, sequence, openByReason, heldCommand }: ReportTextView): readonly string[] {
  const { statement, open } = reportSentence(report);
  return [
    `Run of ${runName(report.window)}: ${report.state}. ${statement}`,
    ...(open === '' ? [] : [`+ ${open}`]),
    '',
    ...sums(report),
    ...differenceLines(report),
    ...packageLines(report),
    '',
    ...nextLines(report, openByReason, heldCommand),
    `Report ${figure(sequence)}, run ${report.runId}, took ${duration(report.startedAt, report.finishedAt)}, signed ${report.signature.algorithm} by key ${shortHash(report.signature.keyId.split('/').at(-1) ?? '')}.`,
  ];
}

function sums({ counts, heldBalance }: Report): string[] {
  const { imported, importedInPart, skippedAsDuplicate, failed, held } = counts;
  return [
    `  Items       ${figure(counts.itemsAvailableFromSource)} = ${figure(counts.itemsRouted)} routed + ${figure(counts.itemsUnmatched)} unmatched + ${figure(counts.itemsQuarantined)} quarantined + ${figure(counts.itemsHeld)} held as a whole`,
    `  Deliveries  ${figure(counts.deliveriesAvailable)} = ${figure(imported)} imported + ${figure(importedInPart)} in part + ${figure(skippedAsDuplicate)} duplicates + ${figure(failed)} failed + ${figure(held)} held`,
    `  Held        ${figure(heldBalance.opening)} opening + ${figure(heldBalance.added)} added - ${figure(heldBalance.resolved)} resolved = ${figure(heldBalance.closing)} open`,
  ];
}

function differenceLines({ differences }: Report): string[] {
  if (differences.length === 0) return [];
  return [
    '',
    'Does not add up',
    ...differences.map(({ what, expected, found }) => `  ${what}: ${figure(expected)} expected, ${figure(found)} found`),
  ];
}

const MAX_PROBLEM_LINES = 8;

function packageLines({ packages, sourceProblems }: Report): string[] {
  const rejected = packages.filter(({ state }) => state === 'rejected').length;
  const known = packages.filter(({ isKnown }) => isKnown === true).length;
  const parts = [rejected > 0 ? `${figure(rejected)} rejected` : '', known > 0 ? `${figure(known)} known before` : ''].filter(
    (text) => text !== '',
  );
  const problems = sourceProblems.slice(0, MAX_PROBLEM_LINES).map(({ code, detail }) => `  ! ${code}: ${detail}`);
  const more = sourceProblems.length - problems.length;
  return [
    `  Packages    ${figure(packages.length)}${parts.length === 0 ? '' : `, ${parts.join(', ')}`}`,
    ...problems,
    ...(more > 0 ? [`  ! and ${figure(more)} more in the report`] : []),
  ];
}

function nextLines(report: Report, openByReason: ReadonlyMap<string, number>, heldCommand: string | undefined): string[] {
  const reasons = [...openByReason]
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => HELD_REASON_ORDER.indexOf(a) - HELD_REASON_ORDER.indexOf(b));
  const lines = reasons.flatMap(([reason, count]) => {
    const { heading, actor, action } = heldReasonWords(reason);
    return [`  ${figure(count).padStart(6)} ${reason.padEnd(20)} ${heading}.`, `         ${actor}: ${action}.`];
  });
  lines.unshift(...incompleteLines(report));
  if (lines.length === 0) return ['Nothing to look at: everything that arrived is in its mailboxes.', ''];
  const all = reasons.reduce((total, [, count]) => total + count, 0);
  const list =
    all === 0 || heldCommand === undefined ? [] : [`  List them: ${heldCommand} (${counted(all, 'open entry', 'open entries')})`];
  return ['What to look at next', ...lines, ...list, ''];
}

function incompleteLines({ state, differences, stopped = '' }: Report): string[] {
  if (stopped !== '')
    return [`  The run was stopped: ${stopped}. docs/operations.md says under "Run stopped" what to do; then start again.`];
  if (state !== 'incomplete') return [];
  if (differences.some(({ code }) => code === NOT_LISTED))
    return ['  The source was not listed: see the messages above, check its address and credential, and start again.'];
  return ['  The sums do not come out: look at the messages above, run signal-archive verify, and report it.'];
}
