import { ConnectorError } from '../../../domain/failure/connector-error';
import { DAY_IN_MS } from '../../../domain/windows/durations';
import { ActRefusedError } from '../../../pipeline/admin/act-refused';
import { estimateWindow, type WindowEstimate } from '../../../pipeline/admin/estimate-window';
import { shortDuration } from '../../state-sentence';
import type { Reader } from '../format/reader';
import { type PageCall, queryOf } from '../page-call';
import { Act } from '../views/act';
import { Icon } from '../views/icon';
import { Panel } from '../views/pieces';

export interface PastWindowFacts {
  /** `yyyy-mm-dd`. */
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly estimate: WindowEstimate | undefined;
  /** Why there is no estimate although one was asked for; '' otherwise. */
  readonly problem: string;
}

const DAY = /^\d{4}-\d\d-\d\d$/;

/** Reads the form that was sent, and estimates when it names a window. */
export async function pastWindowFacts(call: PageCall): Promise<PastWindowFacts> {
  const [from, to] = [queryOf(call, 'from'), queryOf(call, 'to')];
  const asked = { from, to, reason: queryOf(call, 'reason') };
  if (!call.reader.mayAct || (from === '' && to === ''))
    return { ...asked, ...suggested(from, to, call.reader.now), estimate: undefined, problem: '' };
  if (!DAY.test(from) || !DAY.test(to)) return { ...asked, estimate: undefined, problem: 'Give both days.' };
  try {
    return { ...asked, estimate: await estimateWindow({ from: new Date(from), to: new Date(to) }, call.ports), problem: '' };
  } catch (error) {
    if (!(error instanceof ActRefusedError || error instanceof ConnectorError)) throw error;
    return { ...asked, estimate: undefined, problem: error.message };
  }
}

/** Yesterday: what somebody most often repeats. */
function suggested(from: string, to: string, now: Date): { readonly from: string; readonly to: string } {
  const day = (before: number): string => new Date(now.getTime() - before * DAY_IN_MS).toISOString().slice(0, 10);
  return { from: from || day(1), to: to || day(0) };
}

/** Estimates with a plain form; only running it needs the API. */
export function PastWindow({ past, reader }: { readonly past: PastWindowFacts; readonly reader: Reader }) {
  const { from, to, reason, estimate, problem } = past;
  const foot = estimate === undefined ? undefined : <EstimateText estimate={estimate} reader={reader} />;
  return (
    <Panel
      id="past-window"
      title="Run a past window"
      aside={<span class="note">Days in UTC, by arrival. Nothing is ever imported twice.</span>}
      foot={foot}
    >
      <form class="panel-body fields" id="window-form" action="/runs#past-window">
        <div class="field">
          <label for="window-from">From</label>
          <input id="window-from" name="from" type="date" value={from} required />
        </div>
        <div class="field">
          <label for="window-to">To, not included</label>
          <input id="window-to" name="to" type="date" value={to} required />
        </div>
        <div class="field">
          <label for="window-reason">Reason, recorded</label>
          <input id="window-reason" name="reason" type="text" size={30} value={reason} maxLength={500} />
        </div>
        {reader.isUtc ? <input type="hidden" name="zone" value="utc" /> : null}
        <button class="button" type="submit">
          Estimate
        </button>
        <Act name="run-window" input={{ form: 'window-form' }}>
          Run this window
        </Act>
      </form>
      {problem === '' ? null : (
        <div class="problem is-bad" role="alert">
          <Icon name="bad" />
          <p>{problem}</p>
        </div>
      )}
    </Panel>
  );
}

function EstimateText({ estimate, reader }: { readonly estimate: WindowEstimate; readonly reader: Reader }) {
  const { milliseconds, packages, knownPackages, packageBytes, deliveries, mailboxes, waits, basedOnRuns } = estimate;
  const fresh = packages - knownPackages;
  if (packages === 0) return <span>The source lists no package of this window.</span>;
  const known =
    knownPackages === 0
      ? ''
      : ` ${reader.counted(knownPackages, 'package', 'packages')} of the window came before: nothing of them is imported again.`;
  if (fresh === 0) return <span>Nothing new.{known}</span>;
  return (
    <span>
      <strong>About {shortDuration(milliseconds / 1000)}.</strong> {reader.counted(fresh, 'new package')} with {reader.size(packageBytes)},{' '}
      {`about ${reader.counted(deliveries, 'delivery', 'deliveries')} to ${reader.counted(mailboxes, 'mailbox', 'mailboxes')}.`} What
      decides: {bottleneckText(estimate, reader)}.{known} {waits ? 'Starts when the run at work is closed. ' : ''}
      {basedOnRuns === 0 ? 'A guess: there is no run yet to conclude from.' : `Concluded from ${reader.counted(basedOnRuns, 'past run')}.`}
    </span>
  );
}

function bottleneckText({ bottleneck }: WindowEstimate, reader: Reader): string {
  switch (bottleneck.kind) {
    case 'fixed':
      return 'listing and closing';
    case 'download':
      return 'the download from the source';
    case 'throughput':
      return 'one worker at 300 deliveries a second';
    case 'mailbox-bytes':
      return `${bottleneck.mailbox}, ${reader.size(bottleneck.bytes)} at 150 MB per 5 min`;
    case 'mailbox-requests':
      return `${bottleneck.mailbox}, ${reader.count(bottleneck.requests)} requests, 4 at once`;
  }
}
