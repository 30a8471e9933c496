import { microsoftCounters } from '../../../domain/evidence/microsoft-counters';
import type { Report } from '../../../domain/evidence/report';
import type { Reader } from '../format/reader';
import { Count, Panel, Time } from '../views/pieces';

/** Microsoft's seven counters under Microsoft's names, and what each is made of here. */
export function CountersPanel({ report, reader }: { readonly report: Report; readonly reader: Reader }) {
  const { counts } = report;
  const { deliveriesAvailable, participantsUnmatched, itemsQuarantined, failed, held } = counts;
  const outside = `${reader.count(participantsUnmatched)} unmatched + ${reader.count(itemsQuarantined)} quarantined`;
  return (
    <Panel
      id="counters"
      title="Microsoft's counters"
      foot={
        <span>
          Items available for import: {reader.counted(deliveriesAvailable, 'delivery', 'deliveries')} + {outside}. Failed:{' '}
          {reader.count(failed)} failed + {reader.count(held)} held + {outside}.
        </span>
      }
    >
      <dl class="counters">
        {microsoftCounters(report).map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === 'string' ? <Time at={value} reader={reader} /> : <Count value={value} reader={reader} />}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
