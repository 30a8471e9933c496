import { type AnsweredCopy, type AskedCopy, checkCopy } from '../../../runtime/domain/copy/check-copy';

const asked: AskedCopy = {
  folderId: 'folder-1',
  sentAt: new Date('2026-11-20T10:00:00Z'),
  receivedAt: new Date('2026-11-20T10:00:05Z'),
};
const asAsked: AnsweredCopy = { ...asked, id: 'copy-1', isDraft: false };

describe('what Exchange answers, compared with what was asked', () => {
  it.each<[string, Partial<AnsweredCopy>, string[]]>([
    ['as asked', {}, []],
    ['only the id is answered', { isDraft: undefined, sentAt: undefined, receivedAt: undefined, folderId: undefined }, []],
    ['milliseconds do not count', { sentAt: new Date('2026-11-20T10:00:00.999Z') }, []],
    ['a draft', { isDraft: true }, ['the copy is a draft']],
    ['another folder', { folderId: 'folder-2' }, ['the copy is in another folder']],
    ['ids are compared with case', { folderId: 'Folder-1' }, ['the copy is in another folder']],
    [
      'another sent time',
      { sentAt: new Date('2026-11-20T10:00:01Z') },
      ['the sent time is 2026-11-20T10:00:01.000Z instead of 2026-11-20T10:00:00.000Z'],
    ],
    [
      'another received time',
      { receivedAt: new Date('2026-11-21T08:00:00Z') },
      ['the received time is 2026-11-21T08:00:00.000Z instead of 2026-11-20T10:00:05.000Z'],
    ],
    ['a time that is none', { sentAt: new Date('soon') }, ['the sent time is no time instead of 2026-11-20T10:00:00.000Z']],
    ['no id', { id: '' }, ['the answer holds no id']],
    ['several differences are all told', { isDraft: true, folderId: 'x' }, ['the copy is a draft', 'the copy is in another folder']],
  ])('%s', (_case, answered, expected) => {
    expect(checkCopy(asked, { ...asAsked, ...answered })).toEqual(expected);
  });
});
