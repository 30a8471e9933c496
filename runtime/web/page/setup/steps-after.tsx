import type { ExchangeFacts } from '../../../pipeline/admin/admin-ports';
import { runAddress } from '../format/addresses';
import { Act } from '../views/act';
import { Badge } from '../views/marks';
import { Command, Time } from '../views/pieces';
import { StateBadge } from '../views/run-pieces';
import { ReviewTable } from './review-table';
import type { StepProps, StepView } from './step-view';

/** Steps 6 to 11: mailboxes, people, and the first run. */

const LISTED_MAILBOXES = 10;

export function ScopeStep({ view, reader }: StepProps): StepView {
  const { facts, installation } = view;
  const { scope } = facts.state;
  const outside = [...new Set([...(scope?.outOfScope ?? []), ...facts.outOfScope])];
  const listed = outside.slice(0, LISTED_MAILBOXES).join(', ');
  const inScope = Math.max(facts.inScope, scope?.inScope ?? 0);
  const { mailAccess } = installation.exchange;
  return {
    evidence: (
      <>
        {reader.counted(inScope, 'mailbox opens', 'mailboxes open')};{' '}
        {outside.length === 0
          ? 'none that is mapped is out of scope.'
          : `mapped but out of scope: ${listed}${outside.length > LISTED_MAILBOXES ? ' and more' : ''}.`}{' '}
        {scope === undefined ? (
          'As far as runs have tried.'
        ) : (
          <>
            Checked <Time at={scope.at} reader={reader} /> by {scope.by}
            {scope.unavailable.length === 0 ? '' : `; not available: ${scope.unavailable.slice(0, LISTED_MAILBOXES).join(', ')}`}
            {scope.unchecked === 0 ? '' : `; ${reader.count(scope.unchecked)} not checked`}.
          </>
        )}
      </>
    ),
    badge:
      outside.length > 0 ? (
        <Badge tone="held">{reader.count(outside.length)} out of scope</Badge>
      ) : inScope > 0 ? (
        <Badge tone="good">In scope</Badge>
      ) : (
        <Badge tone="held">Not checked</Badge>
      ),
    act: reader.mayAct ? (
      <Act name="check-scope" look="small" about="scope-name" input={{}}>
        Check
      </Act>
    ) : null,
    more:
      outside.length === 0 || installation.isLocal || mailAccess === 'entra' ? null : (
        <ScopeCommand mailboxes={outside.slice(0, LISTED_MAILBOXES)} exchange={installation.exchange} />
      ),
  };
}

interface ScopeCommandProps {
  readonly mailboxes: readonly string[];
  readonly exchange: ExchangeFacts;
}

function ScopeCommand({ mailboxes, exchange: { scopeGroup, clientId } }: ScopeCommandProps) {
  const text = mailboxes
    .flatMap((mailbox) => [
      `Add-DistributionGroupMember "${scopeGroup || '<group of the connector>'}" -Member ${mailbox}`,
      `Test-ServicePrincipalAuthorization ${clientId || '"Signal archive connector"'} -Resource ${mailbox}`,
    ])
    .join('\n');
  return (
    <>
      <p>An Exchange administrator runs this. Exchange needs up to 2 h.</p>
      <Command text={text} what="add to the scope" />
    </>
  );
}

export function ProbeStep({ view: { facts, installation }, reader }: StepProps): StepView {
  const { probe } = facts.state;
  return {
    evidence:
      probe === undefined ? (
        'Creates an item in the hidden folder of a mailbox, reads it back and removes it: the whole way of a delivery.'
      ) : (
        <>
          {probe.mailbox}: {probe.detail}, <Time at={probe.at} look="long" reader={reader} />.
        </>
      ),
    badge:
      probe === undefined ? (
        <Badge tone="none">Not probed</Badge>
      ) : probe.isPassed ? (
        <Badge tone="good">Passed</Badge>
      ) : (
        <Badge tone="bad">Failed</Badge>
      ),
    act: reader.mayAct ? (
      <Act name="probe" look="small" about="probe-name" input={{ field: 'probe-mailbox' }}>
        Probe
      </Act>
    ) : null,
    more: reader.mayAct ? (
      <div class="field">
        <label for="probe-mailbox">Mailbox to probe</label>
        <input
          id="probe-mailbox"
          type="email"
          size={40}
          maxLength={320}
          value={probe?.mailbox ?? (installation.isLocal ? facts.someMailbox : '')}
          placeholder="archive-test@contoso.com"
          autocomplete="off"
        />
      </div>
    ) : null,
  };
}

export function HoldStep({ view: { facts }, reader }: StepProps): StepView {
  const { hold } = facts.state;
  return {
    evidence: (
      <>
        The connector cannot read this.{' '}
        {hold === undefined ? (
          'List what is not on hold, then attest what is.'
        ) : (
          <>
            Attested by {hold.by} on <Time at={hold.at} look="day" reader={reader} />: "{hold.statement}".
          </>
        )}
      </>
    ),
    badge:
      hold === undefined ? (
        <Badge tone="held">Not attested</Badge>
      ) : (
        <Badge tone="live" icon="good">
          Attested
        </Badge>
      ),
    act: reader.mayAct ? (
      <Act name="attest" look="small" about="hold-name" input={{}}>
        Attest
      </Act>
    ) : null,
    more: (
      <Command
        text={
          'Get-Mailbox -ResultSize Unlimited | Where-Object { -not $_.LitigationHoldEnabled -and -not $_.InPlaceHolds } | Select-Object PrimarySmtpAddress'
        }
        what="list mailboxes without a hold"
      />
    ),
  };
}

export function AlertsStep({ view: { facts, installation }, reader }: StepProps): StepView {
  const { alerts } = facts.state;
  const recipients = installation.alertRecipients.join(', ');
  if (installation.isLocal)
    return { evidence: 'Local mode has no alerts; its log is the terminal.', badge: <Badge tone="none">None here</Badge> };
  return {
    evidence: (
      <>
        {recipients === '' ? (
          <>
            Nobody is told when something is wrong. Set <code>alertEmails</code> in the configuration of the stack.
          </>
        ) : (
          `To ${recipients}.`
        )}{' '}
        {alerts === undefined ? (
          'Never tested.'
        ) : (
          <>
            Last test <Time at={alerts.at} look="long" reader={reader} /> by {alerts.by}: it arrives like any alert, within minutes.
          </>
        )}
      </>
    ),
    badge:
      recipients === '' ? (
        <Badge tone="held">Nobody</Badge>
      ) : alerts === undefined ? (
        <Badge tone="held">Not tested</Badge>
      ) : (
        <Badge tone="good">Tested</Badge>
      ),
    act: reader.mayAct ? (
      <Act name="send-test" look="small" about="alerts-name" input={{ recipients }}>
        Send test
      </Act>
    ) : null,
  };
}

export function FirstRunStep({ view: { facts, options }, reader }: StepProps): StepView {
  const { firstRun, firstImported, isRunning } = facts;
  if (firstRun === undefined)
    return {
      evidence: isRunning ? 'It is at work.' : 'Takes everything that the source lists, or what arrived since START_FROM.',
      badge: isRunning ? <Badge tone="live">Running</Badge> : <Badge tone="held">None yet</Badge>,
      act:
        reader.mayAct && !isRunning ? (
          <Act name="run-now" look="small" about="first-name" input={{}}>
            Run now
          </Act>
        ) : null,
    };
  return {
    evidence: (
      <>
        <Time at={firstRun.finishedAt} look="long" reader={reader} />: {reader.counted(firstImported, 'copy', 'copies')} imported
        {options.startFrom === undefined ? '' : ` since START_FROM, ${options.startFrom.toISOString().slice(0, 10)}`}.
      </>
    ),
    badge: <StateBadge state={firstRun.state} />,
    act: (
      <a class="button small" href={reader.to(runAddress(firstRun.runId))}>
        Show run
      </a>
    ),
  };
}

export function ReviewStep({ view, reader }: StepProps): StepView {
  const { facts, changed } = view;
  const { finished } = facts.state;
  return {
    evidence:
      finished === undefined ? (
        'Read every setting that is in force, then finish. What changes later is shown here.'
      ) : (
        <>
          Finished by {finished.by} on <Time at={finished.at} look="day" reader={reader} />
          {changed.length === 0
            ? '; nothing has changed since.'
            : `; ${reader.counted(changed.length, 'setting has', 'settings have')} changed since.`}
        </>
      ),
    badge:
      finished === undefined ? (
        <Badge tone="held">Not finished</Badge>
      ) : changed.length === 0 ? (
        <Badge tone="good">Finished</Badge>
      ) : (
        <Badge tone="held">{reader.counted(changed.length, 'setting')} changed</Badge>
      ),
    act: reader.mayAct ? (
      <Act name="finish" look="primary" about="review-name" input={{}}>
        Finish
      </Act>
    ) : null,
    more: <ReviewTable view={view} reader={reader} />,
  };
}
