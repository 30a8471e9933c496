import { isTableBehind } from '../chain/chain-head';
import { stepBackToReports } from '../chain/step-back';
import type { ConnectorPorts } from '../connector-ports';
import { rebuild } from './rebuild';

/**
 * Before a start on a store that was not ended cleanly: each of its parts may have lost the last seconds, and not the same ones. Reports count
 * when they can be read; a table that does not know of one of them is made again from them.
 */
export async function recoverStore(ports: ConnectorPorts): Promise<void> {
  await stepBackToReports(ports);
  if (await isTableBehind(ports)) await rebuild('local', ports);
}
