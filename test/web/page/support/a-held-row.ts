import type { HeldRow } from '../../../../runtime/pipeline/rows/held-row';

let made = 0;

/** An item whose owner has no mailbox, unless `over` says something else. */
export function aHeldRow(over: Partial<HeldRow> = {}): HeldRow {
  made += 1;
  return {
    partition: 'open',
    key: `h${String(made).padStart(4, '0')}`,
    v: 1,
    kind: 'participant',
    reason: 'unmatched',
    why: 'owner-without-mailbox',
    detail: '',
    addedIn: 'run',
    addedAt: '2026-11-20T06:34:00.000Z',
    countedIn: 'run',
    packageRun: 'run',
    packageId: 'p1',
    entry: 116,
    itemId: `item-${made}`,
    mailboxId: '',
    address: '',
    importKey: '',
    participant: '447700900184',
    sentAt: '2026-11-20T09:41:00.000Z',
    arrivedAt: '2026-11-20T12:14:00.000Z',
    itemKind: 'message',
    bytes: 9_000,
    participants: 2,
    people: 'unmatched:1,external:1',
    mappingVersion: '',
    tries: 1,
    lastTriedAt: '',
    takenBy: '',
    resolvedIn: '',
    resolvedAt: '',
    resolvedAs: '',
    ...over,
  };
}
