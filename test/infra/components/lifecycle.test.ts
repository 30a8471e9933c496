import { type Bindings, lifecycleOf } from '../support/lifecycle';

describe('the lifecycle of the archive account', () => {
  it.each<[string, Partial<Bindings>, number | undefined]>([
    ['30 days after the retention', { retentionDays: 30 }, 60],
    ['when the configuration says so', { retentionDays: 30, deleteAfterDays: 45 }, 45],
    ['never with a retention of 0', { retentionDays: 0 }, undefined],
    ['never when deletion is switched off', { retentionDays: 30, deleteAfterDays: -1 }, undefined],
    ['never under a legal hold', { retentionDays: 30, legalHold: ['case2026'] }, undefined],
  ])('deletes packages and reports %s', (_case, config, days) => {
    const rules = lifecycleOf(config);
    for (const name of ['packages', 'reports']) {
      expect(rules.get(name)?.deletesBlobsAfter).toBe(days);
      expect(rules.get(name)?.deletesVersionsAfter).toBe(days);
    }
  });

  it('makes packages cheaper to keep after a month, whatever is deleted', () => {
    expect(lifecycleOf({ retentionDays: 0 }).get('packages')?.coolsAfter).toBe(30);
    expect(lifecycleOf({ retentionDays: 30 }).get('packages')?.coolsAfter).toBe(30);
  });

  it('deletes what is left of work blobs, and no later than the packages they came from', () => {
    expect(lifecycleOf({ retentionDays: 2555 }).get('work')?.deletesBlobsAfter).toBe(30);
    expect(lifecycleOf({ retentionDays: 10, deleteAfterDays: 20 }).get('work')?.deletesBlobsAfter).toBe(20);
  });

  it.each([
    ['are kept for ever', { retentionDays: 0 }],
    ['are never deleted', { retentionDays: 2555, deleteAfterDays: -1 }],
  ])('deletes what is left of work blobs where packages %s', (_case, config) => {
    expect(lifecycleOf(config).get('work')).toMatchObject({ deletesBlobsAfter: 30, deletesVersionsAfter: 1 });
  });

  it('deletes nothing at all under a legal hold', () => {
    for (const rule of lifecycleOf({ retentionDays: 30, legalHold: ['case2026'] }).values()) {
      expect([rule.deletesBlobsAfter, rule.deletesVersionsAfter]).toEqual([undefined, undefined]);
    }
  });

  it('never deletes a blob and leaves its versions, or the other way round', () => {
    const { work, ...evidence } = Object.fromEntries(lifecycleOf({ retentionDays: 30 }));
    for (const rule of Object.values(evidence)) expect(rule.deletesBlobsAfter).toBe(rule.deletesVersionsAfter);
    expect([work?.deletesBlobsAfter, work?.deletesVersionsAfter]).not.toContain(undefined);
  });

  it.each([
    ['the chain of reports', 'reports/chain/0000000001.json'],
    ['a mapping', `mappings/versions/${'ab'.repeat(32)}.csv`],
    ['the current mapping', 'state/mapping-current.json'],
    ['a lease', `state/${'0'.repeat(64)}`],
  ])('never reaches %s', (_case, blob) => {
    const reached = [...lifecycleOf({ retentionDays: 30 }).values()].filter((rule) =>
      rule.prefixes.some((prefix) => blob.startsWith(prefix)),
    );
    expect(reached).toEqual([]);
  });

  it.each([
    ['a package', 'packages/telemessage/2026/11/21/0123456789abcdef-1-day.zip'],
    ['a report', 'reports/20261121T063000Z-1a2b3c4d/report.json'],
    ['the report of a first run', 'reports/00000000T000000Z-1a2b3c4d/deliveries.jsonl'],
  ])('reaches %s', (_case, blob) => {
    const reached = [...lifecycleOf({ retentionDays: 30 }).values()].filter((rule) =>
      rule.prefixes.some((prefix) => blob.startsWith(prefix)),
    );
    expect(reached).toHaveLength(1);
  });

  it('gives every rule prefixes, and no more than Azure takes', () => {
    for (const rule of lifecycleOf({ retentionDays: 30 }).values()) {
      expect(rule.prefixes.length).toBeGreaterThan(0);
      expect(rule.prefixes.length).toBeLessThanOrEqual(10);
    }
  });
});
