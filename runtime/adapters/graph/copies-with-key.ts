import type { CopyKeyKind } from '../../domain/copy/mailbox-copy';
import type { ExchangeCopy } from '../../ports/exchange';
import { keyProperty } from './extended-properties';
import { copyOf } from './graph-copies';
import { expandedProperty, type GraphObject } from './graph-object';

/**
 * The copies among the answers to a look by key, oldest first. Exchange compares values without case, and a service that ignores the filter
 * would answer every message: only the exact key counts. An answer that does not show the key was found by the filter alone.
 */
export function copiesWithKey(messages: readonly GraphObject[], key: string, kind: CopyKeyKind): readonly ExchangeCopy[] {
  return messages
    .filter((message) => (expandedProperty(message, keyProperty(kind)) ?? key) === key)
    .flatMap((message) => copyOf(message) ?? [])
    .sort((a, b) => createdAt(a) - createdAt(b));
}

const createdAt = (copy: ExchangeCopy): number => copy.createdAt?.getTime() ?? 0;
