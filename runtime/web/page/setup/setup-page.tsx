import type { SetupStepId } from '../../../pipeline/admin/setup-view';
import type { Reader } from '../format/reader';
import { type PageCall, type PageContent, queryOf } from '../page-call';
import { stepsThatNeedYou } from '../shell/shell-facts';
import { Head, Time } from '../views/pieces';
import { readSetupView, type SetupView } from './setup-facts-view';
import type { StepProps, StepView } from './step-view';
import { AlertsStep, FirstRunStep, HoldStep, ProbeStep, ReviewStep, ScopeStep } from './steps-after';
import { AutomaticStep, MappingStep, SignInStep, TermsStep, UsersStep } from './steps-before';

export async function setupPage(call: PageCall): Promise<PageContent> {
  const view = await readSetupView(queryOf(call, 'settings') === 'all', call.ports);
  return { title: 'Setup', section: 'Setup', main: <SetupPageView view={view} reader={call.reader} /> };
}

const STEPS: Readonly<Record<SetupStepId, (props: StepProps) => StepView>> = {
  terms: TermsStep,
  'sign-in': SignInStep,
  users: UsersStep,
  automatic: AutomaticStep,
  mapping: MappingStep,
  scope: ScopeStep,
  probe: ProbeStep,
  hold: HoldStep,
  alerts: AlertsStep,
  first: FirstRunStep,
  review: ReviewStep,
};

/** A checklist that reads the real state: what is done, the evidence with its time, and what mends it. */
export function SetupPageView({ view, reader }: { readonly view: SetupView; readonly reader: Reader }) {
  const { steps, facts } = view;
  const done = steps.filter(({ state }) => state === 'done').length;
  const open = stepsThatNeedYou(steps);
  const need = open === 0 ? 'none needs you' : open === 1 ? '1 needs you' : `${reader.count(open)} need you`;
  return (
    <>
      <Head
        title="Setup"
        actions={
          <a class="button" href={reader.to('/setup')}>
            Read again
          </a>
        }
      >
        <p>
          {reader.count(done)} of {reader.count(steps.length)} steps are done, {need}. Read from the real state at{' '}
          <Time at={facts.now} look="clock" reader={reader} />.
        </p>
      </Head>
      <section class="panel" aria-labelledby="steps">
        <h2 class="hidden" id="steps">
          Checklist
        </h2>
        <ol class="checklist">
          {steps.map((step) => {
            const { evidence, badge, act, more } = STEPS[step.id]({ view, step, reader });
            return (
              <li key={step.id} id={step.id}>
                <span class="step">{step.number}</span>
                <div>
                  <h3 id={`${step.id}-name`}>{step.name}</h3>
                  <p>{evidence}</p>
                </div>
                <div>{badge}</div>
                <div class="do">{act}</div>
                {more === null || more === undefined ? null : <div class="more">{more}</div>}
              </li>
            );
          })}
        </ol>
      </section>
    </>
  );
}
