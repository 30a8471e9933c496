import type { SimulatedExchange } from './simulated-exchange';
import type { SimulatedFolder } from './simulated-folder';
import type { SimulatedMailbox } from './simulated-mailbox';

/** What people do in their mailboxes, and administrators with them. `folder` is an id or a display name. */
export type UserAct =
  | { readonly kind: 'create-folder'; readonly mailbox: string; readonly displayName: string; readonly parent?: string }
  | { readonly kind: 'rename-folder'; readonly mailbox: string; readonly folder: string; readonly displayName: string }
  | { readonly kind: 'move-folder'; readonly mailbox: string; readonly folder: string; readonly parent: string }
  | { readonly kind: 'delete-folder'; readonly mailbox: string; readonly folder: string; readonly isPermanent?: boolean }
  | { readonly kind: 'delete-message'; readonly mailbox: string; readonly message: string };

export function doUserAct(exchange: SimulatedExchange, act: UserAct): void {
  const mailbox = exchange.mailboxOf(exchange.user(act.mailbox));
  switch (act.kind) {
    case 'create-folder': {
      const parentId = act.parent === undefined ? mailbox.rootId : folderNamed(mailbox, act.parent).id;
      exchange.createFolder(mailbox, { parentId, displayName: act.displayName, isHidden: false, properties: new Map() });
      break;
    }
    case 'rename-folder':
      exchange.renameFolder(mailbox, folderNamed(mailbox, act.folder), act.displayName);
      break;
    case 'move-folder':
      exchange.moveFolder(mailbox, folderNamed(mailbox, act.folder), folderNamed(mailbox, act.parent).id);
      break;
    case 'delete-folder':
      exchange.deleteFolder(mailbox, folderNamed(mailbox, act.folder), act.isPermanent ?? false);
      break;
    case 'delete-message':
      exchange.deleteMessage(mailbox, mailbox.message(act.message));
      break;
    default:
      throw new Error(`The Exchange simulator knows no act "${(act as { kind: string }).kind}"`);
  }
}

function folderNamed(mailbox: SimulatedMailbox, idOrName: string): SimulatedFolder {
  for (const folder of mailbox.folders.values()) if (folder.displayName === idOrName) return folder;
  return mailbox.folder(idOrName);
}
