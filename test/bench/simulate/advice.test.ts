import { settingsText, settingsThatFit } from './advice';
import type { Calibration } from './calibration';
import { RunSimulation } from './run-simulation';
import { DEFAULT_SCENARIO, type Scenario } from './scenario';

const COSTS: Calibration = {
  cpuMsPerBatch: 5,
  cpuMsPerDelivery: 0.5,
  cpuMsPerPicture: 1,
  transactionsPerPicture: 1,
  otherTransactionsPerBatch: 0,
  transactionsPerDelivery: 0.05,
};
const DAY: Scenario = { ...DEFAULT_SCENARIO, mailboxes: 20_000, itemsPerDay: 3_000, copies: 1, groupShare: 0, skew: 0, heldOpen: 0 };
const simulated = (scenario: Scenario) => new RunSimulation(scenario, COSTS).run();

it('asks for more runs a day when one cannot be closed in one handler', () => {
  const result = simulated({ ...DAY, listEntities: 5 });
  const enough = settingsThatFit(result, COSTS);

  expect(result.closing.isPossible).toBe(false);
  expect(enough?.fits).toBe(true);
  expect(enough?.scenario).toMatchObject({ stacks: 1, listEntities: 5 });
  expect(enough?.scenario.runsPerDay).toBeGreaterThan(1);
});

it('asks for more time to close when a shared place needs it', () => {
  const result = simulated({ ...DAY, queueMessages: 0.4 });
  const enough = settingsThatFit(result, COSTS);

  expect(result.binds).toBe('queue `deliveries`');
  expect(result.fits).toBe(false);
  expect(enough?.fits).toBe(true);
  expect(enough?.scenario.runCloseHours).toBeGreaterThan(4);
});

it('asks for more stacks when no time is enough', () => {
  const enough = settingsThatFit(simulated({ ...DAY, queueMessages: 0.08 }), COSTS);

  expect(enough?.fits).toBe(true);
  expect(enough?.scenario.stacks).toBeGreaterThan(1);
});

it('says so when nothing is enough', () => {
  expect(settingsThatFit(simulated({ ...DAY, appInFlight: 1, graphMs: 100_000 }), COSTS)).toBeUndefined();
});

it('says what to set in the words of the configuration', () => {
  expect(settingsText(DEFAULT_SCENARIO)).toBe('');
  expect(settingsText({ ...DEFAULT_SCENARIO, stacks: 3, runsPerDay: 24, runCloseHours: 7, instances: 60 })).toBe(
    '3 stacks, `schedule: 0 30 * * * *`, `maximumInstances: 60`, `runCloseHours: 7`',
  );
  expect(settingsText({ ...DEFAULT_SCENARIO, runsPerDay: 4 })).toBe('`schedule: 0 30 */6 * * *`');
});
