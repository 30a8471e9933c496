import type { Report } from '../../../domain/evidence/report';
import { heldAddress, runAddress } from '../format/addresses';
import type { Reader } from '../format/reader';
import { Badge } from '../views/marks';
import { Panel } from '../views/pieces';
import { balanceTerms, deliveryTerms, Sum } from '../views/sum';

interface RunSumPanelProps {
  readonly report: Report;
  readonly names: ReadonlyMap<string, string>;
  readonly reader: Reader;
}

export function RunSumPanel({ report, names, reader }: RunSumPanelProps) {
  const { counts, heldBalance, reconciled } = report;
  return (
    <Panel
      id="sum"
      title="Reconciliation"
      aside={reconciled ? <Badge tone="good">Adds up</Badge> : <Badge tone="bad">Does not add up</Badge>}
      foot={<Resolved report={report} names={names} reader={reader} />}
    >
      <div class="panel-body">
        <Sum terms={deliveryTerms(counts, (part) => `#${part}`)} reader={reader} />
        <p class="note">{itemsText(report, reader)}</p>
        <p class="label" id="balance">
          Held, all days
        </p>
        <Sum terms={balanceTerms(heldBalance, '#balance', heldAddress())} reader={reader} />
      </div>
    </Panel>
  );
}

function itemsText({ counts }: Report, reader: Reader): string {
  const { itemsAvailableFromSource, itemsRouted, itemsUnmatched, itemsQuarantined, itemsHeld, byKind } = counts;
  const whole = itemsHeld === 0 ? '' : ` + ${reader.count(itemsHeld)} held as a whole`;
  const sum = `${reader.counted(itemsAvailableFromSource, 'item')} = ${reader.count(itemsRouted)} routed + ${reader.count(itemsUnmatched)} unmatched + ${reader.count(itemsQuarantined)} quarantined${whole}.`;
  const kinds = `${reader.counted(byKind.message, 'message')}, ${reader.counted(byKind.call, 'call')}, ${reader.count(byKind.deleted)} deleted, ${reader.count(byKind.edited)} edited.`;
  return itemsAvailableFromSource === 0 ? 'No item came from the source.' : `${sum} ${kinds}`;
}

function Resolved({ report: { resolved }, names, reader }: RunSumPanelProps) {
  if (resolved.length === 0) return <span>Nothing of an earlier run was resolved.</span>;
  return (
    <span>
      Resolved:{' '}
      {resolved.map(({ fromRun, count }, index) => (
        <span key={fromRun}>
          {index === 0 ? '' : ', '}
          {reader.count(count)} of <a href={reader.to(runAddress(fromRun))}>{names.get(fromRun) ?? 'an earlier run'}</a>
        </span>
      ))}
      .
    </span>
  );
}
