import { recordAct } from '../audit/audit-events';
import type { ConnectorPorts } from '../connector-ports';
import { actorOf, type Person } from './person';
import { readState, type StateDocument, swapState } from './state-blob';

const PAUSE_BLOB = 'pause.json';

/** No run starts by the timer while this is set. What arrives meanwhile is taken by the first run after it. */
export interface Pause {
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  /** Set in the configuration of the stack: the page cannot take it back. */
  readonly isConfigured: boolean;
}

interface StoredPause {
  readonly v: 1;
  readonly pause: { readonly by: string; readonly at: string; readonly reason: string } | undefined;
}

const NOT_PAUSED: StoredPause = { v: 1, pause: undefined };

type PausePorts = Pick<ConnectorPorts, 'stores' | 'options'>;

export async function readPause(ports: PausePorts): Promise<StateDocument<Pause | undefined>> {
  const { value, etag } = await readState(PAUSE_BLOB, NOT_PAUSED, ports.stores);
  if (value.pause !== undefined) return { value: { ...value.pause, isConfigured: ports.options.isPaused }, etag };
  const configured: Pause = { by: 'the configuration of the stack', at: '', reason: 'setting PAUSED', isConfigured: true };
  return { value: ports.options.isPaused ? configured : undefined, etag };
}

/** `etag`: what the person saw; undefined = whatever is there. Throws `BlobChangedError` when it is another one. */
export async function pauseConnector(reason: string, person: Person, ports: ConnectorPorts, etag?: string): Promise<void> {
  const now = (await ports.storageTime.now()).toISOString();
  await writePause({ by: person.name, at: now, reason }, etag, ports);
  await recordAct({ ...actorOf(person), act: 'pause', target: 'connector', reason }, ports);
  ports.log.warn('Connector paused', { reason: 'administrator' });
}

export async function resumeConnector(reason: string, person: Person, ports: ConnectorPorts, etag?: string): Promise<void> {
  await writePause(undefined, etag, ports);
  await recordAct({ ...actorOf(person), act: 'resume', target: 'connector', reason }, ports);
  ports.log.info('Connector goes on', { reason: 'administrator' });
}

async function writePause(pause: StoredPause['pause'], etag: string | undefined, ports: PausePorts): Promise<void> {
  const current = etag ?? (await readState(PAUSE_BLOB, NOT_PAUSED, ports.stores)).etag;
  await swapState<StoredPause>(PAUSE_BLOB, { v: 1, pause }, current, ports.stores);
}
