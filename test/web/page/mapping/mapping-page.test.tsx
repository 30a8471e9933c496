import type { MappingFacts } from '../../../../runtime/web/page/mapping/mapping-facts';
import { MappingView } from '../../../../runtime/web/page/mapping/mapping-page';
import { VersionView } from '../../../../runtime/web/page/mapping/version-page';
import { aReader } from '../support/a-reader';
import { buttonsOf, htmlOf, linksOf, textOf } from '../support/shown';

const figures = { added: 1, removed: 0, rerouted: 1, changed: 0 };
const version = (number: number, over: object = {}) => ({
  number,
  version: `${number}f2c41d7`.padEnd(64, '0'),
  activatedAt: '2026-11-19T16:20:00Z',
  activatedBy: 'Rosa Marsh',
  how: 'file',
  rows: 48,
  isCurrent: false,
  previous: '',
  figures,
  ...over,
});

const facts: MappingFacts = {
  current: version(14, { isCurrent: true }),
  numbers: 47,
  mailboxes: 45,
  shown: [version(14, { isCurrent: true }), version(13)],
  total: 14,
  next: 13,
  etag: '"e"',
  ownedBy: '',
};
const shown = (over: Partial<MappingFacts> = {}, reader = aReader()): string =>
  htmlOf(<MappingView facts={{ ...facts, ...over }} reader={reader} />);

describe('Mapping', () => {
  it('says which version is active, who activated it and when', () => {
    expect(textOf(shown())).toContain('Version 14: 48 rows, 47 numbers, 45 mailboxes. Activated 19 November 16:20 by Rosa Marsh.');
  });

  it('offers a file to check, and a way back to each earlier version', () => {
    const html = shown();

    expect(buttonsOf(html)).toEqual(['Check', 'Roll back']);
    expect(html).toContain('<label for="file">Mapping file</label>');
    expect(textOf(html)).toContain('13 19 Nov 16:20 Rosa Marsh file 48 1 0 1 13f2 c41d Differences Roll back');
    expect(linksOf(html).get('Older versions')).toBe('/mapping?before=13#history');
  });

  it('offers no way back to a version with the rows of the current one', () => {
    const again = version(12, { version: version(14).version });

    expect(buttonsOf(shown({ shown: [again] }))).toEqual(['Check']);
  });

  it('is read-only, with the reason, while the stack owns it', () => {
    const html = shown({ ownedBy: 'f'.repeat(64) });

    expect(buttonsOf(html)).toEqual([]);
    expect(textOf(html)).toContain('The configuration of the stack sets mappingFile: change that file in the repository and deploy it.');
  });

  it('lets a reader see versions and no file', () => {
    const html = shown({}, aReader('DataConnector.Reader'));

    expect(buttonsOf(html)).toEqual([]);
    expect(html).not.toContain('/file"');
    expect(shown({}, aReader('DataConnector.Auditor'))).toContain('/file"');
  });

  it('says what is true without any file', () => {
    const text = textOf(shown({ current: undefined, shown: [], total: 0, next: undefined }));

    expect(text).toContain('No mapping file yet: numbers go by the address that stands beside them.');
    expect(text).toContain('No version yet. The first file that is activated becomes version 1.');
  });
});

describe('the differences of a version', () => {
  const row = (mailbox: string, validFrom?: string) => ({
    phone: '447700900146',
    mailbox,
    validFrom: validFrom === undefined ? undefined : new Date(validFrom),
    validTo: undefined,
    line: 1,
  });
  const change = {
    changes: [
      {
        kind: 're-routed' as const,
        phone: '447700900146',
        before: [row('ben@contoso.com')],
        after: [row('lena@contoso.com', '2026-11-16')],
      },
    ],
    rowsAdded: 0,
    rowsRemoved: 0,
    numbersRerouted: 1,
    numbersChanged: 0,
    numbersUnchanged: 46,
    needsConfirmation: true,
    reasons: [],
  };

  it('stand number by number, old beside new', () => {
    const text = textOf(<VersionView version={version(14)} change={change} reader={aReader()} />);

    expect(text).toContain('Differences to version 13 0 rows added, 0 removed, 1 number re-routed, 46 unchanged');
    expect(text).toContain('447700900146 Re-routed ben@contoso.com lena@contoso.com from 2026-11-16');
  });

  it('are masked for a reader', () => {
    expect(htmlOf(<VersionView version={version(14)} change={change} reader={aReader('DataConnector.Reader')} />)).not.toContain(
      '447700900146',
    );
  });

  it('may be none', () => {
    expect(textOf(<VersionView version={version(14)} change={{ ...change, changes: [] }} reader={aReader()} />)).toContain(
      'Nothing differs.',
    );
  });
});
