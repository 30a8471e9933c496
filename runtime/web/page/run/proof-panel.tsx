import type { Report } from '../../../domain/evidence/report';
import type { RunDetail } from '../../../pipeline/admin/run-detail';
import type { Reader } from '../format/reader';
import { Badge } from '../views/marks';
import { Hash, Panel, Time } from '../views/pieces';

interface ProofPanelProps {
  readonly detail: RunDetail;
  readonly report: Report;
  readonly reports: number;
  readonly reader: Reader;
}

/** Checked from the stored bytes when somebody looks. */
export function ProofPanel({ detail: { verdict, sequence }, report, reports, reader }: ProofPanelProps) {
  const { signature, previous } = report;
  const aside =
    verdict === undefined ? undefined : verdict.isVerified ? <Badge tone="good">Verified</Badge> : <Badge tone="bad">Not verified</Badge>;
  return (
    <Panel id="proof" title="Proof" aside={aside}>
      <dl class="facts">
        {verdict === undefined || verdict.isVerified ? null : (
          <div>
            <dt>Finding</dt>
            <dd>
              <strong>{verdict.finding}</strong>
            </dd>
          </div>
        )}
        <div>
          <dt>Signature</dt>
          <dd>
            {signature.algorithm}, key <code class="wrap">{signature.keyId.split('/').at(-1)}</code>
          </dd>
        </div>
        <div>
          <dt>Chain</dt>
          <dd>
            Report {reader.count(sequence)} of {reader.count(reports)}, previous{' '}
            {previous.sha256 === null ? <span class="quiet">none</span> : <Hash value={previous.sha256} />}
          </dd>
        </div>
        {verdict === undefined ? null : (
          <div>
            <dt>Checked</dt>
            <dd>
              Signature, hash and link, from the stored bytes
              <p class="note">
                <Time at={verdict.at} reader={reader} />
              </p>
            </dd>
          </div>
        )}
      </dl>
    </Panel>
  );
}
