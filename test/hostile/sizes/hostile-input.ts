import { readItem } from '../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS } from '../../../runtime/domain/item/item-settings';
import { openPackage } from '../../../runtime/domain/package/open-package';
import { bufferReader } from '../../../runtime/domain/package/range-reader';
import { HOSTILE_MAILS } from '../item/hostile-mails';
import { BOMBS } from '../package/bombs';
import { turn } from './turn';

/** Every mail and every archive that was made to exhaust whoever reads it, one after the other in one process. */
export async function hostileInput(): Promise<Readonly<Record<string, number>>> {
  for (const [, build] of HOSTILE_MAILS) {
    readItem(build(), DEFAULT_ITEM_SETTINGS);
    await turn();
  }
  for (const { build } of BOMBS) {
    const opened = await openPackage(bufferReader(build()), 'day.zip', { depth: 'content' });
    for (let item = 0; item < opened.itemCount; item++) await opened.readItem(item).catch(() => undefined);
  }
  return { mails: HOSTILE_MAILS.length, archives: BOMBS.length };
}
