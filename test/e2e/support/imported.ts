import { readFileSync } from 'node:fs';
import type { Report } from '../../../runtime/domain/evidence/report';
import type { TinyGraph } from './tiny-graph';

export const readReport = (file: string): Report => JSON.parse(readFileSync(file, 'utf8')) as Report;

/** What lies in the archive folders, as `mailbox: subject [attachments]`, sorted: a copy that is there twice stands there twice. */
export function archived(graph: TinyGraph, mailboxes: readonly string[]): readonly string[] {
  return mailboxes
    .flatMap((mailbox) =>
      graph.archived(mailbox).map(({ message, attachments }) => {
        const names = attachments.map(({ name }) => name).sort();
        return `${mailbox}: ${message.subject}${names.length === 0 ? '' : ` [${names.join(', ')}]`}`;
      }),
    )
    .sort();
}
