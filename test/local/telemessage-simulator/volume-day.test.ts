import { createHash } from 'node:crypto';
import { isReadable } from '../../../runtime/domain/item/item';
import { readItem } from '../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS } from '../../../runtime/domain/item/item-settings';
import { openPackage } from '../../../runtime/domain/package/open-package';
import { bufferReader } from '../../../runtime/domain/package/range-reader';
import { volumeDay } from '../../../runtime/local/telemessage-simulator/synthetic/volume-day';

const bytesOf = (chunks: Iterable<Buffer>) => Buffer.concat([...chunks]);

describe('a day of volume', () => {
  it('has as many items, pictures and mailboxes as it says, all different and readable', async () => {
    const day = volumeDay(1, 5, 40, 0.25, { itemsPerPackage: 150 });
    const ids = new Set<string>();
    let pictures = 0;
    for (const { name, items, chunks } of day.packages) {
      const opened = await openPackage(bufferReader(bytesOf(chunks())), name, { depth: 'content' });
      expect(opened.check).toMatchObject({ state: 'complete', items });
      for (let index = 0; index < items; index++) {
        const item = readItem(await opened.readItem(index), DEFAULT_ITEM_SETTINGS);
        if (!isReadable(item)) throw new Error('The item cannot be read');
        ids.add(item.messageIdentity);
        pictures += item.attachments.filter(({ bytes, isCleanBase64 }) => bytes > 200_000 && isCleanBase64).length;
        expect(item.participants.map(({ phone }) => phone !== undefined)).toEqual([true, true]);
      }
    }

    expect(day.packages.map(({ items }) => items)).toEqual([150, 50]);
    expect(day.expected).toEqual({ items: 200, deliveries: 400, withPicture: 50, mailboxes: 5 });
    expect([ids.size, pictures]).toEqual([200, 50]);
    expect(day.mapping.trimEnd().split('\r\n')).toHaveLength(6);
  });

  it('gives the same bytes each time it is read', () => {
    const digest = () =>
      volumeDay(3, 10, 20, 0.1).packages.map(({ chunks }) => createHash('sha256').update(bytesOf(chunks())).digest('hex'));

    expect(digest()).toEqual(digest());
  });

  it.each([0, 1, 10_001])('refuses %d users', (users) => {
    expect(() => volumeDay(1, users, 1, 0)).toThrow(RangeError);
  });
});
