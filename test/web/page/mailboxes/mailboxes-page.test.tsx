import type { MailboxesView, MailboxView } from '../../../../runtime/pipeline/admin/mailboxes-view';
import { MailboxesPageView, type MailboxFilter } from '../../../../runtime/web/page/mailboxes/mailboxes-page';
import { aReader } from '../support/a-reader';
import { htmlOf, linksOf, textOf } from '../support/shown';

const mailbox = (address: string, over: Partial<MailboxView> = {}): MailboxView => ({
  mailboxId: address,
  address,
  folder: 'exists',
  folderName: '',
  folderRecreatedAt: '',
  delivered: 1_204,
  lastItemAt: '2026-11-20T23:59:00Z',
  oldestWaitingAt: '',
  waiting: 0,
  waitsFor: [],
  throttledUntil: '',
  usualPerWeek: 96,
  isMapped: true,
  refusal: '',
  ...over,
});

const view: MailboxesView = {
  mailboxes: [
    mailbox('jonas@contoso.com', {
      folder: 'none',
      delivered: 0,
      lastItemAt: '',
      waiting: 3,
      waitsFor: [
        { reason: 'rejected-package', count: 2 },
        { reason: 'not-in-scope', count: 1 },
      ],
      oldestWaitingAt: '2026-11-20T12:14:00Z',
      usualPerWeek: undefined,
    }),
    mailbox('nina@contoso.com', { waiting: 38, throttledUntil: '2026-11-21T08:19:00Z' }),
    mailbox('ben@contoso.com', { folder: 'renamed', folderName: 'Signal (old)' }),
    mailbox('dev@contoso.com', { folder: 'recreated', folderRecreatedAt: '2026-11-09T00:00:00Z', isMapped: false }),
  ],
  quiet: [{ number: '447700900158', mailbox: 'mark@contoso.com', lastItemAt: '2026-10-15T00:00:00Z', delivered: 61 }],
  neverSeen: [{ number: '447700900108', mailbox: 'olga@contoso.com', mappedSince: '2026-10-12T00:00:00Z', isRegistered: false }],
  rosterAt: '2026-11-19T14:02:00Z',
};

function shown(over: Partial<MailboxesView> = {}, filter: MailboxFilter = '', after = '', reader = aReader()): string {
  return htmlOf(
    <MailboxesPageView view={{ ...view, ...over }} filter={filter} after={after} url={new URL('http://x/mailboxes')} reader={reader} />,
  );
}

describe('Mailboxes', () => {
  it('shows folder, count, what waits and why', () => {
    const text = textOf(shown());

    expect(text).toContain('3 of 4 mailboxes hold 3,612 copies in their archive folder, "Signal Archiver".');
    expect(text).toContain('jonas@contoso.com none yet 0 none 20 Nov 12:14 2 rejected-package 1 not-in-scope no too early');
    expect(text).toContain('nina@contoso.com exists 1,204 20 Nov 23:59 none 38 in the run at work 08:19 96');
    expect(text).toContain('ben@contoso.com renamed "Signal (old)"');
    expect(text).toContain('dev@contoso.com recreated on 9 November');
  });

  it.each<[MailboxFilter, readonly string[]]>([
    ['waiting', ['jonas@contoso.com', 'nina@contoso.com']],
    ['throttled', ['nina@contoso.com']],
    ['folder', ['ben@contoso.com', 'dev@contoso.com']],
    ['address', ['dev@contoso.com']],
  ])('shows a part: %s', (filter, addresses) => {
    const links = [...linksOf(shown({}, filter)).keys()];

    expect(links.filter((link) => link.includes('@'))).toEqual(addresses);
  });

  it('goes on page by page', () => {
    const many = Array.from({ length: 60 }, (_, index) => mailbox(`user${String(index).padStart(2, '0')}@contoso.com`));

    expect(linksOf(shown({ mailboxes: many })).get('More mailboxes')).toBe('/mailboxes?after=user49%40contoso.com');
    expect(textOf(shown({ mailboxes: many }, '', 'user49@contoso.com'))).toContain('51 to 60 of 60');
  });

  it('names phones that say nothing, and numbers that nobody has seen', () => {
    const text = textOf(shown());

    expect(text).toContain('mark@contoso.com 447700900158 15 October 61 Ask the owner whether the phone still records.');
    expect(text).toContain('447700900108 olga@contoso.com 12 October No From the roster of 19 November, Setup, step 3.');
  });

  it('masks numbers for a reader', () => {
    expect(shown({}, '', '', aReader('DataConnector.Reader'))).not.toMatch(/447700900158|447700900108/);
  });

  it('is empty in a way that says what comes', () => {
    expect(textOf(shown({ mailboxes: [], quiet: [], neverSeen: [] }))).toContain(
      'No mailbox yet. A mailbox stands here as soon as the first copy is to go into it.',
    );
    expect(textOf(shown({ mailboxes: [] }, 'throttled'))).toContain('No mailbox matches.');
  });
});
