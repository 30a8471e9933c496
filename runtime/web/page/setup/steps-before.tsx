import { DAY_IN_MS } from '../../../domain/windows/durations';
import { heldAddress } from '../format/addresses';
import { span } from '../format/ages';
import { Act } from '../views/act';
import { Badge } from '../views/marks';
import { Command, Hash, Time } from '../views/pieces';
import type { StepProps, StepView } from './step-view';

/** Steps 1 to 5: before anything can be delivered. */

export function TermsStep({ view: { facts, installation }, reader }: StepProps): StepView {
  const { terms } = facts.state;
  const { sha256 } = installation.terms;
  const isRecorded = terms?.sha256 === sha256;
  const notice = "TeleMessage is a third party: data it stores, transmits or processes is outside Microsoft's commitments.";
  return {
    evidence: (
      <>
        {isRecorded ? (
          <>
            By {terms?.by}, <Time at={terms?.at ?? ''} look="long" reader={reader} />.{' '}
          </>
        ) : facts.needsTerms ? (
          'Nothing is delivered before an administrator accepts. '
        ) : (
          'Local mode delivers to simulated mailboxes and counts as accepted. '
        )}
        <code>docs/terms.md</code>, SHA-256 <Hash value={sha256} />. {notice}
      </>
    ),
    badge: isRecorded || !facts.needsTerms ? <Badge tone="good">Accepted</Badge> : <Badge tone="held">Not accepted</Badge>,
    act: (
      <span class="actions">
        <a class="button small" href={reader.to('/setup/terms')}>
          Read
        </a>
        {reader.mayAct && !isRecorded ? (
          <Act name="accept" look={facts.needsTerms ? 'primary' : 'small'} about="terms-name" input={{ sha256 }}>
            Accept
          </Act>
        ) : null}
      </span>
    ),
  };
}

export function SignInStep({ view, step, reader }: StepProps): StepView {
  const { facts, installation, options } = view;
  const { credential, state, now } = facts;
  const test = state.sourceTest;
  const user =
    credential === undefined || credential.username === '' || credential.username === installation.unsetUserName
      ? 'No credential is set'
      : `User ${credential.username}`;
  return {
    evidence: (
      <>
        {user}, {installation.sourceKind} at {installation.sourceHost}. <LastSuccess view={view} reader={reader} />
        {credential?.changedAt === undefined ? '' : ` The password is ${span(Date.parse(now) - credential.changedAt.getTime())} old.`}
        {test !== undefined && !test.isPassed ? (
          <>
            {' '}
            The test of <Time at={test.at} reader={reader} /> failed: {test.detail.replace(/[.\s]+$/, '')}.
          </>
        ) : null}
      </>
    ),
    badge: <SignInBadge view={view} step={step} />,
    act: reader.mayAct ? (
      <Act name="test-source" look="small" about="sign-in-name" input={{}}>
        Test
      </Act>
    ) : null,
    more: installation.isLocal ? null : (
      <>
        <p>Set or rotate it where you deploy from. It is never entered or shown here.</p>
        <Command text={`npm run set-credential -- ${options.stack}`} what="set or rotate the credential" />
      </>
    ),
  };
}

function LastSuccess({ view: { facts }, reader }: Pick<StepProps, 'view' | 'reader'>) {
  const { lastListing, state } = facts;
  const tested = state.sourceTest?.isPassed === true ? state.sourceTest.at : '';
  const last = [lastListing, tested].sort().at(-1) ?? '';
  return last === '' ? (
    <>No success yet.</>
  ) : (
    <>
      Last success <Time at={last} reader={reader} />.
    </>
  );
}

function SignInBadge({ view: { facts, installation }, step }: Pick<StepProps, 'view' | 'step'>) {
  const expires = installation.credentialExpiresOn;
  const days = expires === undefined ? undefined : Math.floor((expires.getTime() - Date.parse(facts.now)) / DAY_IN_MS);
  if (step.state === 'open') return <Badge tone="held">Not tested</Badge>;
  if (step.state === 'done') return <Badge tone="good">Works</Badge>;
  if (facts.state.sourceTest?.isPassed === false && facts.state.sourceTest.at > facts.lastListing) return <Badge tone="bad">Fails</Badge>;
  if (days !== undefined && days < 0) return <Badge tone="bad">Expired</Badge>;
  return <Badge tone="held">{days === 0 ? 'Expires today' : `Expires in ${days} ${days === 1 ? 'day' : 'days'}`}</Badge>;
}

export function UsersStep({ view: { facts }, reader }: StepProps): StepView {
  const { roster } = facts;
  return {
    evidence:
      roster === undefined ? (
        'Optional: bring the list of users from the TeleMessage portal, and it is compared with mapping and directory.'
      ) : (
        <>
          Roster of <Time at={roster.at} look="long" reader={reader} />: {reader.counted(roster.users, 'user')}.{' '}
          <a href={reader.to(heldAddress('unmatched'))}>{reader.count(roster.notMapped)} are not in the mapping</a>;{' '}
          <a href={reader.to('/mailboxes#never')}>
            {reader.counted(roster.notRegistered, 'mapped number is', 'mapped numbers are')} not registered
          </a>
          .
        </>
      ),
    badge:
      roster === undefined ? (
        <Badge tone="none">Not compared</Badge>
      ) : roster.notMapped + roster.notRegistered === 0 ? (
        <Badge tone="good">All agree</Badge>
      ) : (
        <Badge tone="live">Compared</Badge>
      ),
    act: reader.mayAct ? (
      <Act name="roster" look="small" about="users-name" input={{ field: 'roster-file' }}>
        Compare
      </Act>
    ) : null,
    more: reader.mayAct ? (
      <div class="field">
        <label for="roster-file">Roster file (CSV)</label>
        <input id="roster-file" type="file" accept=".csv,text/csv,text/plain" />
      </div>
    ) : null,
  };
}

export function AutomaticStep({ view: { facts, options }, reader }: StepProps): StepView {
  const { matchedByAddress } = facts;
  return {
    evidence: (
      <>
        {options.automaticMapping
          ? `A number without a row goes by the address shown beside it. ${reader.counted(matchedByAddress, 'mailbox is', 'mailboxes are')} matched this way.`
          : 'Only rows of the mapping count; a number without a row is held.'}{' '}
        Stack key <code>automaticMapping</code>.
      </>
    ),
    badge: options.automaticMapping ? <Badge tone="good">On</Badge> : <Badge tone="none">Off</Badge>,
  };
}

export function MappingStep({ view: { facts, installation }, step, reader }: StepProps): StepView {
  const { number, rows, activatedAt, activatedBy } = facts.mapping;
  return {
    evidence:
      activatedAt === '' ? (
        'No file yet: every number goes by the address beside it, or is held.'
      ) : (
        <>
          {reader.counted(rows, 'row')}, activated <Time at={activatedAt} look="long" reader={reader} /> by {activatedBy}.
          {installation.mappingOwnedBy === '' ? '' : ' The configuration of the stack owns it.'}
        </>
      ),
    badge:
      activatedAt !== '' ? (
        <Badge tone="good">Version {reader.count(number)}</Badge>
      ) : (
        <Badge tone={step.state === 'open' ? 'held' : 'none'}>None</Badge>
      ),
    act: (
      <a class="button small" href={reader.to('/mapping')}>
        Open
      </a>
    ),
  };
}
