import type { Overview } from '../../../../runtime/pipeline/admin/overview';
import { ATTENTION_NAMES, attentionOf } from '../../../../runtime/web/page/overview/attention';
import { aClosedRun, anOverview } from '../support/an-overview';

const number = {
  key: 'k',
  shown: '447700900902',
  name: '',
  items: 3,
  firstSeenAt: '2026-11-14T07:10:00Z',
  lastSeenAt: '2026-11-20T07:10:00Z',
};

const everything: Partial<Overview> = {
  daily: aClosedRun({ state: 'incomplete', differences: 2 }),
  gaps: [{ detail: '20261119: package 2 of 3 has not arrived', since: '2026-11-20T06:33:00Z', runId: 'r' }],
  failed: 1,
  oldestFailedAt: '2026-11-20T06:33:00Z',
  held: 59,
  oldestHeldAt: '2026-11-17T06:33:00Z',
  heldByReason: new Map([
    ['rejected-package', 41],
    ['unmatched', 9],
    ['oversize', 9],
  ]),
  unresolved: [number],
  silence: { since: new Date('2026-11-20T06:30:00Z'), workingDays: 1, usualItems: 12 },
  credentialExpiresOn: '2026-11-30T00:00:00.000Z',
  credentialChangedAt: '2026-09-01T00:00:00.000Z',
};

describe('what needs attention', () => {
  it('stands in fixed order, each with count, age and a button', () => {
    const { open, clear } = attentionOf(anOverview(everything));

    expect(open.map(({ name }) => name)).toEqual(ATTENTION_NAMES);
    expect(clear).toEqual([]);
    expect(open.map(({ count, age, button }) => [count, age, button])).toEqual([
      [2, '1 h old', 'Show run'],
      [1, '1 day old', 'Show gap'],
      [1, 'oldest 1 day', 'Open failed'],
      [59, 'oldest 4 days', 'Open held'],
      [1, 'oldest 7 days', 'Answer'],
      [1, '1 day old', 'Test'],
      [1, '81 days old', 'Rotate'],
    ]);
  });

  it('says what it is about', () => {
    const text = Object.fromEntries(attentionOf(anOverview(everything)).open.map((entry) => [entry.name, entry.text]));

    expect(text['Gap']).toBe('19 November: package 2 of 3 has not arrived. Ask TeleMessage to send what is missing.');
    expect(text['Held']).toBe('41 for rejected packages, 9 wait for a mapping, 9 for an Exchange administrator.');
    expect(text['Credential expiry']).toBe('The TeleMessage password expires in 8 days.');
  });

  it('says what was looked at and is fine', () => {
    expect(attentionOf(anOverview())).toEqual({ open: [], clear: ATTENTION_NAMES });
  });

  it.each([
    ['2026-11-21T00:00:00.000Z', 'The TeleMessage password has expired.', 'bad'],
    ['2026-11-22T00:00:00.000Z', 'The TeleMessage password expires today.', 'held'],
  ])('speaks of a credential until %s', (credentialExpiresOn, text, tone) => {
    expect(attentionOf(anOverview({ credentialExpiresOn })).open[0]).toMatchObject({ text, tone });
  });

  it('says nothing of a credential that is good for another month', () => {
    expect(attentionOf(anOverview({ credentialExpiresOn: '2026-12-22T00:00:00.000Z' })).clear).toContain('Credential expiry');
  });
});
