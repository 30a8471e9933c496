import type { DeliveryLine } from '../../../runtime/domain/evidence/delivery-line';

export function aDelivery(change: Partial<DeliveryLine> = {}): DeliveryLine {
  return {
    v: 1,
    importKey: 'k'.repeat(64),
    mailboxId: '7c1f9a52-0000-4000-8000-000000000001',
    mailbox: 'anna.lee@contoso.example',
    itemId: 'i'.repeat(64),
    messageIdentity: 'm'.repeat(64),
    package: 'p'.repeat(64),
    entry: 0,
    outcome: 'imported',
    reason: '',
    exchangeId: 'AAkALgAAAA=',
    matchedBy: 'custom-mapping',
    mappingVersion: 'v'.repeat(64),
    at: '2026-11-21T06:31:00.000Z',
    bytes: 5120,
    ...change,
  };
}
