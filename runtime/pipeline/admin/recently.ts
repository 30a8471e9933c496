import type { ConnectorPorts } from '../connector-ports';

interface Kept {
  readonly at: number;
  readonly value: Promise<unknown>;
}

const kept = new WeakMap<object, Map<string, Kept>>();

/**
 * What was read a moment ago, so that a page, its rail and its status ask the stores once. `lifeInMs`: how old it may be; another process may
 * have changed it since. A failed read is forgotten at once.
 */
export function recently<T>(
  name: string,
  lifeInMs: number,
  ports: Pick<ConnectorPorts, 'stores' | 'clock'>,
  read: () => Promise<T>,
): Promise<T> {
  const values = kept.get(ports.stores) ?? new Map<string, Kept>();
  kept.set(ports.stores, values);
  const now = ports.clock.now().getTime();
  const known = values.get(name);
  if (known !== undefined && now >= known.at && now - known.at < lifeInMs) return known.value as Promise<T>;
  const value = read();
  values.set(name, { at: now, value });
  value.catch(() => values.delete(name));
  return value;
}

/** After an act of a person: the next view shows what it did. */
export function forgetRecent(ports: Pick<ConnectorPorts, 'stores'>): void {
  kept.delete(ports.stores);
}
