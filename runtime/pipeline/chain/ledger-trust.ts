import type { ConnectorPorts } from '../connector-ports';
import { chainHead, isTableBehind } from './chain-head';

const MARK = 'ledger-behind.json';
const ASKED_EVERY_MS = 60_000;

type Ports = Pick<ConnectorPorts, 'stores' | 'clock' | 'log'>;

/** What a process found out last, and when. */
const known = new WeakMap<object, { readonly isBehind: boolean; readonly askedAt: number }>();

/**
 * Whether the ledger lacks what reports say, because its tables are lost or came back from an older copy. Then everything is looked for before it
 * is created. Once found out it is kept until `rebuild` has made the ledger whole again: the chain of reports goes on meanwhile.
 */
export async function isLedgerBehind(ports: Ports): Promise<boolean> {
  const isBehind = (await ports.stores.state.properties(MARK)) !== undefined || (await findOut(ports));
  known.set(ports.stores, { isBehind, askedAt: ports.clock.now().getTime() });
  return isBehind;
}

/** The same for whoever asks often: as it was a minute ago at most. */
export async function wasLedgerBehind(ports: Ports): Promise<boolean> {
  const last = known.get(ports.stores);
  const age = ports.clock.now().getTime() - (last?.askedAt ?? Number.NEGATIVE_INFINITY);
  return last !== undefined && age >= 0 && age < ASKED_EVERY_MS ? last.isBehind : isLedgerBehind(ports);
}

/** The ledger was rebuilt. */
export async function trustLedger(ports: Ports): Promise<void> {
  await ports.stores.state.remove(MARK);
  known.delete(ports.stores);
}

async function findOut(ports: Ports): Promise<boolean> {
  if (!(await isTableBehind(ports))) return false;
  const sequence = (await chainHead(ports))?.sequence ?? 0;
  await ports.stores.state.put(MARK, Buffer.from(JSON.stringify({ v: 1, since: ports.clock.now().toISOString(), sequence })));
  ports.log.error('Ledger is older than its reports', { sequence });
  return true;
}
