import { openRun } from '../collect/open-run';
import type { ConnectorPorts } from '../connector-ports';
import { readPause } from './pause';

/** What the daily timer does: nothing while the connector is paused, by whomever. */
export async function openScheduledRun(ports: ConnectorPorts): Promise<void> {
  const { value: pause } = await readPause(ports);
  if (pause !== undefined) ports.log.warn('Scheduled run left out', { reason: pause.isConfigured ? 'paused-by-setting' : 'paused' });
  else await openRun({ trigger: 'schedule', by: 'schedule' }, ports);
}
