import { type ChainEntry, chainEntryName, parseChainEntry } from '../../domain/evidence/chain-entry';
import { sha256Hex } from '../../domain/evidence/sha256';
import type { Stores } from '../connector-ports';

/** A link of the chain as the container `reports` holds it. */
export interface StoredLink {
  readonly entry: ChainEntry;
  readonly entrySha256: string;
}

type Reports = { readonly stores: Pick<Stores, 'reports'> };

/** Undefined when no link of this number is there, or its bytes are not those of one. */
export async function linkAt(sequence: number, { stores }: Reports): Promise<StoredLink | undefined> {
  const stored = await stores.reports.get(chainEntryName(sequence));
  const entry = stored === undefined ? undefined : parseChainEntry(stored.content);
  if (stored === undefined || entry?.sequence !== sequence) return undefined;
  return { entry, entrySha256: sha256Hex(stored.content) };
}

/** The links from this number on, in their order, up to the first one that is not there. */
export async function* linksFrom(sequence: number, ports: Reports): AsyncGenerator<StoredLink> {
  for (let next = sequence; ; next += 1) {
    const link = await linkAt(next, ports);
    if (link === undefined) return;
    yield link;
  }
}
