import type { FaultRules } from './fault-rules';
import type { SimulatedExchange } from './simulated-exchange';
import type { Statistics } from './statistics';
import type { Switches } from './switches';

/** What the interfaces of one simulator share. */
export interface SimulatorParts {
  readonly exchange: SimulatedExchange;
  readonly switches: Switches;
  readonly faults: FaultRules;
  readonly statistics: Statistics;
}
