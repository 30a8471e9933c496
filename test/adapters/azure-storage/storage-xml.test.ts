import {
  readBlobPage,
  readUncommittedBlocks,
  writeBlockList,
  writeQueueMessage,
} from '../../../runtime/adapters/azure-storage/storage-xml';

const page = (blobs: string, marker = '<NextMarker />') =>
  `﻿<?xml version="1.0" encoding="utf-8"?><EnumerationResults ServiceEndpoint="https://account.example/" ContainerName="work"><Blobs>${blobs}</Blobs>${marker}</EnumerationResults>`;
const blob = (name: string, rest = '') =>
  `<Blob>${name}<Properties><Last-Modified>Mon, 23 Nov 2026 10:00:00 GMT</Last-Modified><Etag>0x1</Etag><Content-Length>7</Content-Length></Properties>${rest}</Blob>`;

describe('a listing of blobs', () => {
  it('gives names, sizes, times, quoted ETags and metadata', () => {
    const metadata = '<Metadata><sha256>ab&lt;c</sha256><count>2</count></Metadata>';

    expect(readBlobPage(page(blob('<Name>run/a &amp; b</Name>', metadata)))).toEqual({
      blobs: [
        {
          name: 'run/a & b',
          bytes: 7,
          etag: '"0x1"',
          modifiedAt: new Date('2026-11-23T10:00:00Z'),
          metadata: { sha256: 'ab<c', count: '2' },
        },
      ],
      marker: undefined,
    });
  });

  it.each([
    ['entities by name and number', '<Name>&quot;&apos;&#38;&#x41;</Name>', `"'&A`],
    ['an ampersand that was escaped once', '<Name>a&amp;lt;b</Name>', 'a&lt;b'],
    ['a name that XML cannot hold', '<Name Encoded="true">a%EF%BF%BFb</Name>', 'a\uffffb'],
  ])('reads %s', (_case, name, expected) => {
    expect(readBlobPage(page(blob(name)))?.blobs.map((each) => each.name)).toEqual([expected]);
  });

  it('says where the next page begins', () => {
    const answer = readBlobPage(page(blob('<Name>a</Name>') + blob('<Name>b</Name>'), '<NextMarker>2!8!b&amp;</NextMarker>'));

    expect(answer?.blobs.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(answer?.marker).toBe('2!8!b&');
  });

  it.each(['', '<html>sign in</html>', page('').slice(0, -30)])('is none: %p', (answer) => {
    expect(readBlobPage(answer)).toBeUndefined();
  });
});

describe('a list of blocks', () => {
  it('gives the uncommitted ones', () => {
    const answer =
      '<BlockList><CommittedBlocks><Block><Name>eA==</Name><Size>1</Size></Block></CommittedBlocks><UncommittedBlocks><Block><Name>MDA=</Name><Size>4</Size></Block></UncommittedBlocks></BlockList>';

    expect(readUncommittedBlocks(answer)).toEqual(new Map([['MDA=', 4]]));
    expect(readUncommittedBlocks('<BlockList />')).toEqual(new Map());
    expect(readUncommittedBlocks('<html></html>')).toBeUndefined();
  });

  it('is written in order', () => {
    expect(writeBlockList(['MDA=', 'MDE=']).toString()).toContain('<BlockList><Latest>MDA=</Latest><Latest>MDE=</Latest></BlockList>');
  });
});

it('a queue message holds base64, which needs no escaping', () => {
  expect(writeQueueMessage('e30=').toString()).toBe('<QueueMessage><MessageText>e30=</MessageText></QueueMessage>');
});
