import type { AuditEvent } from '../../../../runtime/domain/evidence/audit-event';
import type { AuditPage } from '../../../../runtime/pipeline/admin/audit-list';
import { type AuditForm, AuditView } from '../../../../runtime/web/page/audit/audit-page';
import type { TargetNames } from '../../../../runtime/web/page/audit/target-names';
import { aReader } from '../support/a-reader';
import { buttonsOf, htmlOf, linksOf, textOf } from '../support/shown';

const event = (sequence: number, over: Partial<AuditEvent> = {}): AuditEvent => ({
  sequence,
  at: '2026-11-19T16:20:00Z',
  actor: 'rosa@contoso.com',
  role: 'DataConnector.Admin',
  act: 'activate-mapping',
  target: 'a'.repeat(64),
  beforeHash: '',
  afterHash: '',
  reason: '447700900146 handed to Lena Fischer',
  approver: '',
  previous: '',
  hash: '6ab197e3'.padEnd(64, '0'),
  ...over,
});

const page: AuditPage = {
  events: [
    event(128),
    event(127, { act: 'refused', actor: 'dana@contoso.com', role: 'DataConnector.Reader', target: 'POST /api/held/replay', reason: '' }),
  ],
  matching: 21,
  total: 128,
  next: 127,
  since: '2026-10-12T08:31:00Z',
  people: ['dana@contoso.com', 'rosa@contoso.com'],
  findings: [],
  verifiedAt: '2026-11-21T08:12:00Z',
};
const NO_FILTER: AuditForm = { act: '', person: '', from: '', to: '' };
const shown = (over: Partial<AuditPage> = {}, form = NO_FILTER, reader = aReader(), names: TargetNames = new Map()): string =>
  htmlOf(<AuditView page={{ ...page, ...over }} names={names} form={form} url={new URL('http://x/audit?act=replay')} reader={reader} />);

describe('Audit', () => {
  it('lists every act, the newest first, with who, role, target, reason and hash', () => {
    const text = textOf(shown());

    expect(text).toContain(
      '128 19 Nov 16:20 rosa@contoso.com Admin Mapping activated aaaa aaaa 447700900146 handed to Lena Fischer none 6ab1 97e3',
    );
    expect(text).toContain('127 19 Nov 16:20 dana@contoso.com Reader Refused POST /api/held/replay none given none');
    expect(text).toContain('2 of 21 events that match, 128 in all');
  });

  it('says by name what an act was about, a number to a reader without its end', () => {
    const mailbox = '5787c196-5cc7-4923-83f4-59c9583e44f3';
    const names: TargetNames = new Map([
      [mailbox, { text: 'anna.lee@contoso.com', kind: 'mailbox', to: '' }],
      ['a30d4c60b421e2f0', { text: '447700900184', kind: 'number', to: '' }],
      ['20261121T063000Z-90eb241d', { text: 'Replay of 21 November', kind: 'run', to: '/runs/20261121T063000Z-90eb241d' }],
      ['a'.repeat(64), { text: 'version 14', kind: 'version', to: '/mapping/14' }],
    ]);
    const events = [
      event(131, { act: 'probe', target: `mailbox ${mailbox}` }),
      event(130, { act: 'not-ours', target: 'number a30d4c60b421e2f0' }),
      event(129, { act: 'release', target: '5 entries, run 20261121T063000Z-90eb241d' }),
      event(128),
      event(127, { target: 'b'.repeat(64) }),
    ];

    const text = textOf(shown({ events }, NO_FILTER, aReader(), names));
    expect(text).toContain('Mailbox tested mailbox anna.lee@contoso.com');
    expect(text).toContain('Not ours number 447700900184');
    expect(text).toContain('Released 5 entries, run Replay of 21 November');
    expect(text).toContain('Mapping activated version 14');
    expect(text).toContain('Mapping activated bbbb bbbb');
    expect(linksOf(shown({ events }, NO_FILTER, aReader(), names)).get('version 14')).toBe('/mapping/14');
    expect(shown({ events }, NO_FILTER, aReader('DataConnector.Reader'), names)).not.toContain('447700900184');
  });

  it('keeps the filter on the way to older events', () => {
    expect(linksOf(shown()).get('Older events')).toBe('/audit?act=replay&amp;before=127');
  });

  it('exports what the filter names, the last day included', () => {
    const html = shown({}, { act: 'replay', person: '', from: '2026-10-22', to: '2026-11-21' });

    expect(html).toContain('&quot;to&quot;:&quot;2026-11-22T00:00:00.000Z&quot;');
    expect(html).toContain('&quot;events&quot;:21');
  });

  it('lets auditors take evidence out, and readers not', () => {
    expect(buttonsOf(shown({}, NO_FILTER, aReader('DataConnector.Auditor')))).toEqual(['Evidence pack', 'Export', 'Filter']);
    const html = shown({}, NO_FILTER, aReader('DataConnector.Reader'));
    expect(buttonsOf(html)).toEqual(['Filter']);
    expect(html).not.toContain('447700900146');
  });

  it('says that the chain is verified, or where it is broken', () => {
    expect(textOf(shown())).toContain('Chain verified 08:12');
    const broken = shown({ findings: [{ code: 'missing-event', sequence: 12, detail: 'the event is not there' }] });
    expect(textOf(broken)).toContain('The chain of events is broken. Event 12: the event is not there. missing-event');
    expect(broken).toContain('role="alert"');
    expect(textOf(broken)).not.toContain('Chain verified');
  });

  it('is empty in a way that says why', () => {
    expect(textOf(shown({ events: [], total: 0, matching: 0 }))).toContain('No event yet. Each act of an administrator will stand here');
    expect(textOf(shown({ events: [], matching: 0 }))).toContain('No event matches. 128 events are in the chain.');
  });
});
