import { randomUUID } from 'node:crypto';
import { openRun } from '../collect/open-run';
import type { ConnectorPorts } from '../connector-ports';
import { type ReplayOrder, writeReplayOrder } from '../replay/replay-order';
import type { RunRow } from '../rows/run-row';
import type { Person } from './person';
import { forgetRecent } from './recently';

/** Opens a run that lists nothing and takes up what is ordered. The order is durable before the run names it. */
export async function openReplay(order: Partial<ReplayOrder>, person: Person, ports: ConnectorPorts): Promise<RunRow> {
  const replayIds = await writeReplayOrder(randomUUID(), order, ports);
  const run = await openRun({ trigger: 'replay', by: person.name, replays: 'listed', replayIds, listsNothing: true }, ports);
  forgetRecent(ports);
  return run;
}

/** Opens a run that takes up everything that is due by the rules, as every daily run does, without listing the source. */
export async function openDueReplay(person: Person, ports: ConnectorPorts): Promise<RunRow> {
  const run = await openRun({ trigger: 'replay', by: person.name, replays: 'due', listsNothing: true }, ports);
  forgetRecent(ports);
  return run;
}
