import {
  MailboxFullError,
  MailboxUnavailableError,
  NotInScopeError,
  TokenRefusedError,
  UserGoneError,
} from '../../../../runtime/ports/exchange-errors';
import type { InMemoryMailbox } from '../../../fakes/in-memory-exchange-store';
import { copyName } from '../check-copies';
import type { FolderTrouble, MailboxTrouble } from './trouble';

/** What every request to this mailbox meets until it is well again. A full mailbox still shows what it holds. */
export function trouble(mailbox: InMemoryMailbox, kind: MailboxTrouble): void {
  const { id } = mailbox;
  const errors = {
    'not-in-scope': () => new NotInScopeError(id),
    unavailable: () => new MailboxUnavailableError(id, 'MailboxNotEnabledForRESTAPI'),
    full: (operation: string) => (operation === 'create' || operation === 'attach' ? new MailboxFullError(id) : undefined),
    gone: () => new UserGoneError(id),
    'token-refused': () => new TokenRefusedError(),
  };
  mailbox.refusal = kind === 'none' ? undefined : errors[kind];
}

/** What the user does to the archive folder. Answers the deliveries whose copies went with it. */
export function userAct(mailbox: InMemoryMailbox, kind: FolderTrouble): readonly string[] {
  const folders = [...mailbox.folders.values()];
  const staging = folders.find(({ tag }) => tag === 'staging');
  if (kind === 'staging-deleted' && staging !== undefined) mailbox.deleteFolder(staging.id);
  const folder = folders.find(({ tag }) => tag === 'archive');
  if (folder === undefined) return [];
  if (kind === 'renamed') folder.displayName = 'My messages';
  if (kind === 'moved') folder.isNested = true;
  if (kind !== 'deleted') return [];
  const names = mailbox.in(folder.id).map(copyName);
  mailbox.deleteFolder(folder.id);
  return names;
}
