import { hash } from 'node:crypto';

/**
 * Identifies a delivery for ever: SHA-256, hex, of tenant, mailbox and message, joined by line feeds.
 *
 * It stands on every copy ever made, so its form can never change (golden vectors in the tests). `mailboxId` is the user's object id as
 * Graph writes it; `messageIdentity` and `tenantId` hold no line feed.
 */
export function importKeyOf(tenantId: string, mailboxId: string, messageIdentity: string): string {
  return hash('sha256', `${tenantId}\n${mailboxId}\n${messageIdentity}`);
}
