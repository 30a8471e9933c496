import { type FolderRequests, findFolder, type ListedFolder, openFolder } from '../../../runtime/adapters/graph/open-folder';

const folder = (id: string, changes: Partial<ListedFolder> = {}): ListedFolder => ({
  id,
  displayName: 'Signal Archiver',
  tag: 'archive',
  itemCount: 0,
  ...changes,
});
const requests = (tagged: readonly ListedFolder[], named: readonly ListedFolder[] = []): FolderRequests => ({
  tagged: async () => tagged,
  named: async () => named,
  create: async () => folder('new'),
});

describe('which folder is ours', () => {
  it.each<[string, readonly ListedFolder[], readonly ListedFolder[], string | undefined]>([
    ['the one with our tag', [folder('a')], [], 'a'],
    ['the one with our tag, whatever its name', [folder('a', { displayName: 'Old' })], [folder('b')], 'a'],
    ['of several with our tag the one that bears our name', [folder('a', { displayName: 'Old', itemCount: 9 }), folder('b')], [], 'b'],
    ['of several that bear our name the fullest', [folder('a', { itemCount: 1 }), folder('b', { itemCount: 7 })], [], 'b'],
    ['of equal ones always the same', [folder('b'), folder('a')], [], 'a'],
    ['the one of our name when none has the tag', [], [folder('a', { tag: undefined })], 'a'],
    ['none of another name, whatever the answer to the name', [], [folder('inbox', { displayName: 'Inbox', tag: undefined })], undefined],
    ['none with another tag', [folder('a', { tag: 'staging' })], [], undefined],
    ['one whose tag the answer does not show', [folder('a', { displayName: 'Old', tag: undefined })], [], 'a'],
    [
      'none of a list that ignores the filter',
      [folder('inbox', { displayName: 'Inbox', tag: undefined }), folder('drafts', { displayName: 'Drafts', tag: undefined })],
      [],
      undefined,
    ],
    [
      'the one of our name in a list that ignores the filter',
      [folder('inbox', { displayName: 'Inbox', tag: undefined }), folder('a', { tag: undefined })],
      [],
      'a',
    ],
  ])('%s', async (_case, tagged, named, expected) => {
    expect((await findFolder('archive', requests(tagged, named)))?.id).toBe(expected);
  });

  it('is the other worker’s when it was faster', async () => {
    let isThere = false;
    const racing: FolderRequests = {
      tagged: async () => [],
      named: async () => (isThere ? [folder('theirs')] : []),
      create: async () => {
        isThere = true;
        return 'exists';
      },
    };

    expect(await openFolder('archive', racing)).toMatchObject({ id: 'theirs', how: 'found' });
  });

  it('is tried again later when it exists and no list shows it', async () => {
    await expect(openFolder('archive', { ...requests([]), create: async () => 'exists' })).rejects.toMatchObject({ disposition: 'retry' });
  });
});
