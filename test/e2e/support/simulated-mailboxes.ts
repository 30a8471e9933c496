import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredCopy } from '../../../runtime/local/exchange-simulator/stored-copies';
import type { ExpectedDelivery, ExpectedItem } from '../../../runtime/local/telemessage-simulator/synthetic/expected-day';

/** What lies in the simulated mailboxes of a local mode that works on `dataFolder` at this moment. */
export async function simulatedCopies(dataFolder: string): Promise<readonly StoredCopy[]> {
  const answer = await fetch(`${simulatorOf(dataFolder)}/_control/copies`);
  return (await answer.text())
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as StoredCopy);
}

/** Limits that the connector broke and mistakes that it made, as the simulator counts them. */
export async function simulatorStatistics(dataFolder: string): Promise<Readonly<Record<string, unknown>>> {
  return (await (await fetch(`${simulatorOf(dataFolder)}/_control/statistics`)).json()) as Record<string, unknown>;
}

function simulatorOf(dataFolder: string): string {
  const { workingWith } = JSON.parse(readFileSync(join(dataFolder, 'local-mode.json'), 'utf8')) as { workingWith: { graph: string } };
  return new URL(workingWith.graph).origin;
}

/** Deliveries without a copy, and copies that no delivery asks for: both empty when every message is once in every mailbox, unaltered. */
export function compareCopies(copies: readonly StoredCopy[], wanted: readonly ExpectedDelivery[]) {
  const left = Map.groupBy(copies, ({ mailbox }) => mailbox);
  const missing = wanted.filter(({ mailboxId, items }) => {
    const there = left.get(mailboxId) ?? [];
    const index = there.findIndex((copy) => items.some((item) => JSON.stringify(shownBy(copy)) === JSON.stringify(shownOf(item, copy))));
    if (index >= 0) there.splice(index, 1);
    return index < 0;
  });
  return {
    missing: missing.map(({ mailbox, message }) => `${mailbox}: ${message}`),
    unexpected: [...left.values()].flat().map(({ userPrincipalName, subject }) => `${userPrincipalName}: ${subject}`),
  };
}

const shownBy = (copy: StoredCopy) => ({
  folder: copy.folder,
  isDraft: copy.isDraft,
  subject: copy.subject,
  text: copy.body.content.replaceAll('\r\n', '\n').trimEnd(),
  from: copy.from?.address.toLowerCase(),
  to: copy.to.map(({ address }) => address.toLowerCase()).sort(),
  sentAt: copy.sentAt,
  attachments: copy.attachments.map(({ name, bytes, sha256 }) => `${name} ${bytes} ${sha256}`).sort(),
});

const shownOf = (item: ExpectedItem, copy: StoredCopy) => ({
  folder: 'Signal Archiver',
  isDraft: false,
  subject: item.subject,
  text: item.text.trimEnd(),
  from: item.copyFrom.address.toLowerCase(),
  to: item.copyTo.map(({ address }) => address.toLowerCase()).sort(),
  // An absurd date is replaced by the arrival; the service keeps whole seconds.
  sentAt: item.sentAt === undefined ? copy.sentAt : new Date(Math.floor(item.sentAt.getTime() / 1000) * 1000).toISOString(),
  attachments: item.attachments.map(({ name, bytes, sha256 }) => `${name} ${bytes} ${sha256}`).sort(),
});
