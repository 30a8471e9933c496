import { counted, runName } from '../../../domain/evidence/figures';
import type { Overview } from '../../../pipeline/admin/overview';
import type { ClosedRun } from '../../../pipeline/admin/read-reports';
import { heldAddress, runAddress } from '../format/addresses';
import type { Reader } from '../format/reader';
import { Badge } from '../views/marks';
import { Panel } from '../views/pieces';
import { balanceTerms, deliveryTerms, Sum } from '../views/sum';

interface ReconciliationPanelProps {
  readonly run: ClosedRun;
  readonly overview: Overview;
  readonly reader: Reader;
}

/** The sum that proves the sentence, and beside it the balance of what is held. */
export function ReconciliationPanel({ run, overview, reader }: ReconciliationPanelProps) {
  const balance = overview.balance ?? run.heldBalance;
  const at = (part: string): string => runAddress(run.runId, part);
  return (
    <Panel
      id="sum"
      title="Reconciliation"
      aside={run.reconciled ? <Badge tone="good">Adds up</Badge> : <Badge tone="bad">Does not add up</Badge>}
    >
      <div class="sums">
        <div>
          <p class="label">Deliveries of {runName(run.window)}</p>
          <Sum terms={deliveryTerms(run.counts, at)} reader={reader} />
          <OutsideTheSum run={run} reader={reader} />
        </div>
        <div>
          <p class="label">Held, all days</p>
          <Sum terms={balanceTerms(balance, at('balance'), heldAddress())} reader={reader} />
          <p class="note">{balanceNote(overview, run)}</p>
        </div>
      </div>
    </Panel>
  );
}

function OutsideTheSum({ run: { runId, counts }, reader }: Pick<ReconciliationPanelProps, 'run' | 'reader'>) {
  const unmatched = `${reader.count(counts.participantsUnmatched)} unmatched`;
  return (
    <p class="note">
      No mailbox yet, so not in this sum:{' '}
      {counts.participantsUnmatched === 0 ? unmatched : <a href={reader.to(runAddress(runId, 'held'))}>{unmatched}</a>},{' '}
      {reader.count(counts.itemsQuarantined)} quarantined.
    </p>
  );
}

/** What was added, where the parts come out; else how many runs the balance goes over. */
function balanceNote({ balance, last }: Overview, run: ClosedRun): string {
  const later = (last?.sequence ?? run.sequence) - run.sequence;
  if (balance !== undefined && later > 0) return `Over the run of ${runName(run.window)} and ${counted(later, 'later one')}.`;
  const { held, participantsUnmatched, importedInPart, itemsQuarantined } = run.counts;
  const parts: (readonly [number, string])[] = [
    [held, 'held'],
    [participantsUnmatched, 'unmatched'],
    [itemsQuarantined, 'quarantined'],
    [importedInPart, 'in part'],
    [run.packages.rejected, run.packages.rejected === 1 ? 'package' : 'packages'],
  ];
  const sum = parts.reduce((total, [count]) => total + count, 0);
  if (run.heldBalance.added === 0) return 'Nothing was added.';
  if (sum !== run.heldBalance.added) return `Each entry stays until it is imported, released or left.`;
  return `Added: ${parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ')}.`;
}
