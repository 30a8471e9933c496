import type { Report } from '../../domain/evidence/report';
import { DAY_IN_MS } from '../../domain/windows/durations';
import type { CredentialFacts } from '../../ports/credential';
import { readCurrentMapping } from '../mapping/current-mapping';
import type { AdminPorts } from './admin-ports';
import { liveRuns } from './live-runs';
import { lastRefusal, mailboxRows } from './mailbox-rows';
import { activeMapping } from './mapping-versions';
import { type ClosedRun, readReport } from './read-reports';
import { recently } from './recently';
import { compareRoster, readRoster } from './roster';
import { runHistory } from './run-list';
import { readSetup, type SetupState } from './setup-state';

/** What the checklist is made of, read from the real state. */
export interface SetupFacts {
  readonly now: string;
  readonly state: SetupState;
  readonly needsTerms: boolean;
  readonly credential: CredentialFacts | undefined;
  /** When the source was read without an error last; '' when it never was. */
  readonly lastListing: string;
  readonly roster: { readonly users: number; readonly notMapped: number; readonly notRegistered: number; readonly at: string } | undefined;
  readonly mapping: { readonly number: number; readonly rows: number; readonly activatedAt: string; readonly activatedBy: string };
  /** Mailboxes whose folder was opened, and mapped ones that refused last. */
  readonly inScope: number;
  readonly outOfScope: readonly string[];
  /** Mailboxes with copies that no row of the mapping names. */
  readonly matchedByAddress: number;
  /** One that may be probed; '' before the first run. */
  readonly someMailbox: string;
  readonly firstRun: ClosedRun | undefined;
  readonly firstImported: number;
  readonly isRunning: boolean;
}

const LIFE_IN_MS = 3_000;
const CREDENTIAL_LIMIT_IN_MS = 10_000;

export function setupFacts(ports: AdminPorts): Promise<SetupFacts> {
  return recently('setup', LIFE_IN_MS, ports, () => readFacts(ports));
}

async function readFacts(ports: AdminPorts): Promise<SetupFacts> {
  const [now, state, credential, history, live, { current }, mapping, mailboxes, roster] = await Promise.all([
    ports.storageTime.now(),
    readSetup(ports),
    credentialOf(ports),
    runHistory(ports),
    liveRuns(ports),
    readCurrentMapping(ports.stores),
    activeMapping(ports.stores),
    mailboxRows(ports),
    readRoster(ports),
  ]);
  const mapped = new Set(mapping.rows.map(({ mailbox }) => mailbox));
  const filled = mailboxes.filter(({ delivered }) => delivered > 0);
  const daily = history.filter(({ isDaily }) => isDaily);
  const firstRun = daily.at(-1);
  return {
    now: now.toISOString(),
    state,
    needsTerms: ports.options.needsTerms,
    credential,
    lastListing: live.find(({ isDaily, phase }) => isDaily && phase !== 'listing')?.startedAt ?? daily[0]?.startedAt ?? '',
    roster: roster === undefined ? undefined : { ...(await compareRoster(roster, ports)), at: roster.at },
    mapping: { number: current.number, rows: current.rows, activatedAt: current.activatedAt, activatedBy: current.activatedBy },
    inScope: mailboxes.filter((row) => row.archiveFolderId !== '').length,
    outOfScope: mailboxes.filter((row) => lastRefusal(row) === 'not-in-scope').map(({ address }) => address),
    matchedByAddress: filled.filter(({ address }) => !mapped.has(address)).length,
    someMailbox: filled[0]?.address ?? '',
    firstRun,
    firstImported: firstRun === undefined ? 0 : importedOf(await reportOf(firstRun, ports), firstRun),
    isRunning: live.length > 0,
  };
}

async function credentialOf(ports: AdminPorts): Promise<CredentialFacts | undefined> {
  try {
    return await ports.credential(AbortSignal.timeout(CREDENTIAL_LIMIT_IN_MS));
  } catch {
    return undefined;
  }
}

async function reportOf(run: ClosedRun, ports: AdminPorts): Promise<Report | undefined> {
  return (await readReport(run.runId, ports))?.report;
}

const importedOf = (report: Report | undefined, run: ClosedRun): number => (report?.counts ?? run.counts).imported;

export type SetupStepId =
  | 'terms'
  | 'sign-in'
  | 'users'
  | 'automatic'
  | 'mapping'
  | 'scope'
  | 'probe'
  | 'hold'
  | 'alerts'
  | 'first'
  | 'review';

/** `optional`: not done, and nothing stands still because of it. */
export type SetupStepState = 'done' | 'look' | 'open' | 'optional';

export interface SetupStep {
  readonly id: SetupStepId;
  readonly number: number;
  readonly name: string;
  readonly state: SetupStepState;
  /** The connector is not set up before this is done. */
  readonly isNeeded: boolean;
}

const CREDENTIAL_WARNING_DAYS = 30;

/** The checklist, in its fixed order. */
export function setupSteps(facts: SetupFacts, ports: Pick<AdminPorts, 'facts' | 'options'>): readonly SetupStep[] {
  const { state } = facts;
  const states: Readonly<Record<SetupStepId, readonly [name: string, state: SetupStepState, isNeeded: boolean]>> = {
    terms: ['Terms', !facts.needsTerms || state.terms !== undefined ? 'done' : 'open', facts.needsTerms],
    'sign-in': ['Sign in to TeleMessage', signInState(facts, ports), true],
    users: ['Users registered', facts.roster === undefined ? 'optional' : 'done', false],
    automatic: ['Automatic user mapping', 'done', false],
    mapping: ['Mapping file', mappingState(facts, ports), !ports.options.automaticMapping],
    scope: [
      'Permissions and scope',
      facts.outOfScope.length > 0 ? 'look' : facts.inScope > 0 || state.scope !== undefined ? 'done' : 'open',
      false,
    ],
    probe: ['Test mailbox', state.probe === undefined ? 'optional' : state.probe.isPassed ? 'done' : 'look', false],
    hold: ['Hold or retention', state.hold === undefined ? 'open' : 'done', false],
    alerts: ['Alerts', alertState(facts, ports), false],
    first: ['First run', facts.firstRun !== undefined ? 'done' : 'open', !facts.isRunning],
    review: ['Review', reviewState(facts, ports), false],
  };
  return Object.entries(states).map(([id, [name, stepState, isNeeded]], index) => ({
    id: id as SetupStepId,
    number: index + 1,
    name,
    state: stepState,
    isNeeded,
  }));
}

/** The first step that the connector cannot work without. */
export function nextSetupStep(steps: readonly SetupStep[]): SetupStep | undefined {
  return steps.find((step) => step.isNeeded && step.state === 'open');
}

function signInState({ state, lastListing, now }: SetupFacts, { facts }: Pick<AdminPorts, 'facts'>): SetupStepState {
  const expires = facts.credentialExpiresOn;
  const isWarned = expires !== undefined && expires.getTime() - Date.parse(now) < CREDENTIAL_WARNING_DAYS * DAY_IN_MS;
  const isFailing = state.sourceTest !== undefined && !state.sourceTest.isPassed && state.sourceTest.at > lastListing;
  if (isFailing) return 'look';
  if (lastListing === '' && state.sourceTest?.isPassed !== true) return 'open';
  return isWarned ? 'look' : 'done';
}

function mappingState({ mapping }: SetupFacts, { options }: Pick<AdminPorts, 'options'>): SetupStepState {
  if (mapping.activatedAt !== '') return 'done';
  return options.automaticMapping ? 'optional' : 'open';
}

function alertState({ state }: SetupFacts, { facts }: Pick<AdminPorts, 'facts'>): SetupStepState {
  if (facts.isLocal) return 'optional';
  if (facts.alertRecipients.length === 0) return 'open';
  return state.alerts === undefined ? 'open' : 'done';
}

function reviewState({ state }: SetupFacts, { facts }: Pick<AdminPorts, 'facts'>): SetupStepState {
  if (state.finished === undefined) return 'open';
  return changedSettings(state, facts.settings).length > 0 ? 'look' : 'done';
}

export interface ChangedSetting {
  readonly key: string;
  readonly before: string;
}

/** Settings that are not what they were when setup was finished. A new release changes its own version and nothing to review. */
export function changedSettings(state: SetupState, settings: AdminPorts['facts']['settings']): readonly ChangedSetting[] {
  const before = state.finished?.settings;
  if (before === undefined) return [];
  return settings.flatMap(({ key, value }) =>
    key !== 'RELEASE_VERSION' && before[key] !== value ? [{ key, before: before[key] ?? '' }] : [],
  );
}
