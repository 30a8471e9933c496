import type { HeldRow } from '../../../../runtime/pipeline/rows/held-row';
import type { PackageRow } from '../../../../runtime/pipeline/rows/package-row';
import { groupHeld } from '../../../../runtime/web/page/held/group-held';
import type { HeldFacts } from '../../../../runtime/web/page/held/held-facts';
import { HeldView } from '../../../../runtime/web/page/held/held-page';
import { aHeldRow } from '../support/a-held-row';
import { aReader } from '../support/a-reader';
import { aClosedRun } from '../support/an-overview';
import { buttonsOf, htmlOf, linksOf, textOf } from '../support/shown';

const stored = {
  name: '202611180000-TeleMessage_4_2215.zip',
  manifestCount: 41,
  items: 40,
  problems: '[]',
  arrivedAt: '2026-11-18T22:19:00Z',
};

function factsOf(rows: readonly HeldRow[], over: Partial<HeldFacts> = {}): HeldFacts {
  const counts = new Map<string, number>();
  for (const { reason } of rows) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return {
    counts,
    filter: {},
    sections: groupHeld(rows, { groups: 12, rows: 6 }),
    matching: rows.length,
    waitForRelease: rows.filter(({ reason }) => reason === 'quarantined' || reason === 'rejected-package').length,
    packages: new Map([['run/p1', stored as PackageRow]]),
    peopleOfPackage: new Map([['p1', { matched: 7, external: 31 }]]),
    numbers: [],
    lastReplay: undefined,
    nextRunAt: '2026-11-22T06:30:00.000Z',
    roster: undefined,
    isMappingOwned: false,
    scopeGroup: 'Signal archive',
    isPartial: false,
    ...over,
  };
}

const shown = (rows: readonly HeldRow[], over: Partial<HeldFacts> = {}, reader = aReader()): string =>
  htmlOf(<HeldView facts={factsOf(rows, over)} showsAllNumbers={false} reader={reader} />);
const mailbox = (reason: HeldRow['reason'], address: string, over: Partial<HeldRow> = {}): HeldRow =>
  aHeldRow({ reason, kind: 'delivery', participant: '', address, people: 'matched:1,external:1', ...over });

/** What the buttons of an act are about, as the page's script reads it. */
const inputs = (html: string, act: string): readonly string[] =>
  [...html.matchAll(/<button[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => tag.includes(`data-act="${act}"`))
    .map((tag) => (/data-input="([^"]*)"/.exec(tag)?.[1] ?? '').replaceAll('&quot;', '"'));
const inputOf = (html: string, act: string): unknown => JSON.parse(inputs(html, act)[0] ?? '{}');

describe('Held', () => {
  it('says what it is not', () => {
    expect(textOf(shown([aHeldRow()]))).toContain('Held Not imported yet. This is not a legal hold.');
  });

  it('acts on all that is shown while nothing is selected, and leaves out what waits for a release', () => {
    const html = shown([aHeldRow(), aHeldRow(), aHeldRow({ reason: 'quarantined', participant: '' })]);

    const [first] = html.match(/<button[^>]*data-act="replay"[^>]*>/) ?? [];
    expect(first).toContain('&quot;count&quot;:2,&quot;waitForRelease&quot;:1');
    expect(first).toContain('&quot;takesSelection&quot;:true');
    expect(textOf(html)).toContain('none of 3 selected: all');
  });

  it('is empty in a way that says what is true', () => {
    const text = textOf(shown([]));

    expect(text).toContain('Nothing is held. Every item that arrived is in its mailboxes.');
    expect(buttonsOf(shown([]))).toEqual([]);
  });

  it('says which reasons hold nothing', () => {
    expect(textOf(shown([aHeldRow()]))).toContain(
      'Nothing for other reasons None More than one mailbox possible ambiguous Too large for the mailbox oversize',
    );
  });

  it('tells how the last replay went', () => {
    const lastReplay = aClosedRun({ trigger: 'replay', by: 'Ivo Klein', heldBalance: { opening: 60, added: 0, resolved: 1, closing: 59 } });

    expect(textOf(shown([aHeldRow()], { lastReplay }))).toContain('Last replay 21 Nov 06:34, Ivo Klein: 1 entry resolved. Show run');
  });

  it('masks numbers for a reader, in every address and attribute too, and gives nothing to act with', () => {
    const rows = Array.from({ length: 9 }, () => aHeldRow());
    const numbers = [
      {
        key: 'k',
        shown: '447700900902',
        name: 'Site office',
        items: 38,
        firstSeenAt: '2026-11-14T07:10:00Z',
        lastSeenAt: '2026-11-20T07:10:00Z',
      },
    ];

    const html = shown(rows, { numbers }, aReader('DataConnector.Reader'));

    expect(html).not.toMatch(/44770090018[0-9]|447700900902|Site office/);
    expect(textOf(html)).toContain('4477009001\u2022\u2022 9 items since 20 November');
    expect(buttonsOf(html)).toEqual([]);
    expect(html).not.toContain('type="checkbox"');
  });
});

describe('each reason says what it means and who must do what', () => {
  it('unmatched: a row to copy, Map, Not ours, Replay', () => {
    const html = shown([aHeldRow({ why: 'row-names-nobody' })], { roster: { at: '', numbers: new Set(['447700900184']) } });

    expect(textOf(html)).toContain('447700900184 1 item since 20 November 447700900184,<mailbox> Copy row Map Not ours Replay');
    expect(textOf(html)).toContain('The mapping row of the number names an address that no user of the directory has.');
    expect(textOf(html)).toContain('In the TeleMessage roster: 1 of 1 number.');
    expect(textOf(html)).toContain(
      '20 Nov 09:41 20 Nov 12:14 message 202611180000-TeleMessage_4_2215.zip 2: 1 unmatched, 1 external 9 kB 1 next mapping',
    );
  });

  it('unmatched, while the stack owns the mapping: the row to copy, and no Map', () => {
    expect(buttonsOf(shown([aHeldRow()], { isMappingOwned: true }))).toEqual(['Replay', 'Copy row', 'Not ours', 'Replay']);
  });

  it('unmatched, when everybody in it is known not to be ours: Map, Leave, Replay', () => {
    const html = shown([aHeldRow({ kind: 'item', people: 'external:2' })]);

    expect(buttonsOf(html)).toEqual(['Replay', 'Copy row', 'Map', 'Leave', 'Replay']);
    expect(textOf(html)).toContain('Everybody in these items is known not to be yours.');
    expect(inputOf(html, 'leave')).toMatchObject({ filter: { reason: 'unmatched', number: '447700900184' }, count: 1 });
  });

  it('ambiguous: the candidates and why', () => {
    const html = shown([
      aHeldRow({ reason: 'ambiguous', why: 'sent-time-unknown', detail: 'anna.lee@contoso.com, kim.sato@contoso.com', sentAt: '' }),
    ]);

    expect(textOf(html)).toContain('the sent time of the item cannot be trusted: more than one row may be right.');
    expect(textOf(html)).toContain('Choose the mailbox, then replay: anna.lee@contoso.com kim.sato@contoso.com');
    expect(html.match(/type="radio"/g)).toHaveLength(2);
  });

  it('oversize: how large, and the PowerShell that raises the limit', () => {
    const text = textOf(
      shown([mailbox('oversize', 'carla.ruiz@contoso.com', { why: 'stub-delivered', detail: 'over-limit: 40000000 bytes' })]),
    );

    expect(text).toContain('40.0 MB, over the limit of carla.ruiz@contoso.com.');
    expect(text).toContain('Set-Mailbox carla.ruiz@contoso.com -MaxReceiveSize 60MB -MaxSendSize 60MB Copy');
  });

  it('oversize beyond what Exchange Online takes: the stub stays', () => {
    const text = textOf(shown([mailbox('oversize', 'carla.ruiz@contoso.com', { detail: 'over-limit: 180000000 bytes' })]));

    expect(text).toContain('Exchange Online takes 150 MB at most: larger items stay stubs');
    expect(text).not.toContain('Set-Mailbox');
  });

  it('quarantined: a text for the vendor, Release', () => {
    const html = shown([
      aHeldRow({ reason: 'quarantined', participant: '', detail: 'it ends without its closing boundary', people: '', sentAt: '' }),
    ]);

    expect(textOf(html)).toContain(
      'Entry 117 of 202611180000-TeleMessage_4_2215.zip: it ends without its closing boundary. Please send this item again. Copy text',
    );
    expect(buttonsOf(html)).toEqual(['Replay', 'Copy text', 'Release']);
  });

  it('quarantined: one Release for all of them, also for those that are not shown', () => {
    const html = shown(Array.from({ length: 9 }, () => aHeldRow({ reason: 'quarantined', participant: '' })));

    expect(inputOf(html, 'release')).toMatchObject({ filter: { reason: 'quarantined' }, count: 9 });
    expect(textOf(html)).toContain('Unreadable items 9 items since 20 November Release');
    expect(linksOf(html).get('and 3 more')).toBe('/held?reason=quarantined');
  });

  it('acts on no more entries than the view names', () => {
    const html = shown([mailbox('not-in-scope', 'jonas.weber@contoso.com')], { filter: { run: 'run-of-monday' } });

    expect(html.match(/data-act="replay"/g)).toHaveLength(2);
    expect(html.match(/&quot;run&quot;:&quot;run-of-monday&quot;/g)).toHaveLength(2);
  });

  it('acts on what is shown where no filter names a group, and says how many that is', () => {
    const unnamed = Array.from({ length: 9 }, () => aHeldRow({ participant: '' }));
    const html = shown([...unnamed, aHeldRow()]);

    const input = JSON.parse(inputs(html, 'replay').find((text) => text.includes('"ids"')) ?? '{}') as { ids: string[]; count: number };
    expect(input).toMatchObject({ count: 6, what: 'shown in this group' });
    expect(input.ids).toHaveLength(6);
  });

  it('rejected-package: what its manifest says, a text for the vendor, Release', () => {
    const text = textOf(shown([aHeldRow({ reason: 'rejected-package', kind: 'package', participant: '', bytes: 18_000_000, people: '' })]));

    expect(text).toContain('202611180000-TeleMessage_4_2215.zip: count 41, found 40.');
    expect(text).toContain('Package 202611180000-TeleMessage_4_2215.zip: count 41, found 40. Please send it again. Copy text');
    expect(text).toContain('40 items 202611180000-TeleMessage_4_2215.zip 38: 7 matched, 31 external 18.0 MB 1 new package');
  });

  it('not-in-scope: the PowerShell that adds the mailbox to the scope', () => {
    const text = textOf(shown([mailbox('not-in-scope', 'jonas.weber@contoso.com')]));

    expect(text).toContain('Exchange administrator: add the mailbox to the scope, wait up to 2 h, then replay.');
    expect(text).toContain('Add-DistributionGroupMember "Signal archive" -Member jonas.weber@contoso.com Copy');
    expect(text).toContain('22 Nov 06:30');
  });

  it('other-archiver: Replay or Leave', () => {
    expect(buttonsOf(shown([mailbox('other-archiver', 'pat.dunne@contoso.com')]))).toEqual(['Replay', 'Leave', 'Replay']);
  });

  it.each([
    ['MailboxNotEnabledForRESTAPI', 'inactive, unlicensed or on-premises'],
    ['mailbox-full', 'full'],
    ['SomethingElse', 'not available (SomethingElse)'],
  ])('mailbox-unavailable: %s', (why, words) => {
    expect(textOf(shown([mailbox('mailbox-unavailable', 'pat.dunne@contoso.com', { why })]))).toContain(
      `pat.dunne@contoso.com is ${words}.`,
    );
  });

  it('attempts-exhausted: nothing to do, the next run tries again', () => {
    expect(textOf(shown([mailbox('attempts-exhausted', 'pat.dunne@contoso.com')]))).toContain(
      'You: nothing: the next run tries again; replay to try at once.',
    );
  });
});

describe('unresolved numbers', () => {
  const number = (shownAs: string) => ({
    key: shownAs,
    shown: shownAs,
    name: 'Site office',
    items: 38,
    firstSeenAt: '2026-11-14T07:10:00Z',
    lastSeenAt: '2026-11-20T17:58:00Z',
  });

  it('are answered once, by frequency', () => {
    const html = shown([], { numbers: [number('447700900902')] });

    expect(textOf(html)).toContain('447700900902 Site office 38 14 Nov 07:10 20 Nov 17:58 Map Not ours');
  });

  it('that are names cannot be mapped', () => {
    expect(buttonsOf(shown([], { numbers: [number('Driver 2')] }))).toEqual(['Not ours']);
  });

  it('are shown in parts when there are many', () => {
    const html = shown([], { numbers: Array.from({ length: 60 }, (_, index) => number(String(447700900000 + index))) });

    expect(textOf(html)).toContain('50 of 60 shown');
    expect(linksOf(html).get('Show all')).toBe('/held?numbers=all#numbers');
  });
});
