import type { AdminPorts } from '../../../pipeline/admin/admin-ports';
import {
  type ChangedSetting,
  changedSettings,
  type SetupFacts,
  type SetupStep,
  setupFacts,
  setupSteps,
} from '../../../pipeline/admin/setup-view';

/** What stands on Setup. */
export interface SetupView {
  readonly facts: SetupFacts;
  readonly steps: readonly SetupStep[];
  readonly changed: readonly ChangedSetting[];
  readonly installation: AdminPorts['facts'];
  readonly options: Pick<AdminPorts['options'], 'automaticMapping' | 'startFrom' | 'stack'>;
  /** Every setting is listed, not only what has changed. */
  readonly showsAllSettings: boolean;
}

export async function readSetupView(showsAllSettings: boolean, ports: AdminPorts): Promise<SetupView> {
  const facts = await setupFacts(ports);
  return {
    facts,
    steps: setupSteps(facts, ports),
    changed: changedSettings(facts.state, ports.facts.settings),
    installation: ports.facts,
    options: ports.options,
    showsAllSettings,
  };
}
