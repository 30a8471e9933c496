import { counted, figure, runName } from './figures';
import { NOT_LISTED, type Report } from './report';

/** The answer first: one sentence of state, and one of what is open. */
export interface ReportSentence {
  readonly statement: string;
  /** '' when nothing is open. */
  readonly open: string;
}

export function reportSentence(report: Report): ReportSentence {
  return { statement: statementOf(report), open: openOf(report) };
}

function statementOf(report: Report): string {
  const { state, trigger, window, counts, packages, differences, heldBalance, stopped = '' } = report;
  const name = runName(window);
  if (differences.some(({ code }) => code === NOT_LISTED)) return `The source could not be listed: nobody knows what arrived on ${name}.`;
  if (stopped !== '') return `The run of ${name} was stopped (${stopped}); what it had left is held.`;
  if (state === 'incomplete') return `The run of ${name} does not add up: ${counted(differences.length, 'sum differs', 'sums differ')}.`;
  const items = counts.itemsAvailableFromSource;
  if (items === 1) return `The only item of ${name} is accounted for.`;
  if (items > 1) return `All ${figure(items)} items of ${name} are accounted for.`;
  if (counts.deliveriesAvailable > 0)
    return `${counted(counts.deliveriesAvailable, 'held delivery was', 'held deliveries were')} taken up again.`;
  const unread = packages.filter((each) => each.state === 'rejected').length;
  if (unread > 0) return `${counted(unread, 'package')} arrived on ${name} and could not be read yet.`;
  if (trigger !== 'replay') return `No items arrived on ${name}.`;
  return heldBalance.closing > 0 ? 'Nothing that is held could be imported yet.' : 'Nothing was left to replay.';
}

function openOf({ counts, packages, heldBalance }: Report): string {
  const rejected = packages.filter(({ state }) => state === 'rejected').length;
  const parts = [
    part(counts.failed, 'delivery failed', 'deliveries failed'),
    part(rejected, 'package is rejected', 'packages are rejected'),
    part(counts.itemsUnmatched, 'item waits for a mapping', 'items wait for a mapping'),
    part(counts.itemsQuarantined, 'item cannot be read', 'items cannot be read'),
    part(counts.held, 'copy is held', 'copies are held'),
    part(counts.importedInPart, 'copy is in part', 'copies are in part'),
  ].filter((text) => text !== '');
  if (parts.length > 0) return `${parts.join(', ')}.`;
  return heldBalance.closing > 0
    ? `${counted(heldBalance.closing, 'entry', 'entries')} of earlier runs ${heldBalance.closing === 1 ? 'is' : 'are'} still held.`
    : '';
}

const part = (count: number, one: string, many: string): string => (count === 0 ? '' : `${figure(count)} ${count === 1 ? one : many}`);
