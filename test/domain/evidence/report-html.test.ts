import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { escapeHtml, html } from '../../../runtime/domain/evidence/html';
import { reportHtml } from '../../../runtime/domain/evidence/report-html';
import { reportText } from '../../../runtime/domain/evidence/report-text';
import type { ReportView } from '../../../runtime/domain/evidence/report-view';
import { ANY_CHARACTER } from '../../fakes/any-character';
import { COMPLETE_DAY, DEGRADED_DAY, DEGRADED_VIEW, signed } from './sample-report';

const textOf = (view: ReportView): string => reportHtml(view).toString('utf8');
const bare = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('report.html', () => {
  const page = textOf(DEGRADED_VIEW);

  it('gives the answer, the sums and what is open', () => {
    const text = bare(page);

    for (const sentence of [
      'Run of 20 November',
      'All 418 items of 20 November are accounted for.',
      '1 package is rejected, 4 items wait for a mapping, 1 item cannot be read, 307 copies are held, 1 copy is in part.',
      'Items available for import 1,245',
      'Available 1,240 = imported 927 + in part 1 + duplicates 5 + failed 0 + held 307',
      'opening 53 + added 314 \u2212 resolved 2 = closing 365',
      'Exchange administrator: raise MaxReceiveSize',
      'nina.brandt@contoso.example 422 0 3 240 0',
      'package 3 of 4 has not arrived',
      'ES256, key 5c1e90b7f2a84d0c9e6b3a7d1f508c42',
    ]) {
      expect(text).toContain(sentence);
    }
  });

  it('says how many duplicates are listed at no mailbox, and nothing when all are', () => {
    const mailboxes = DEGRADED_VIEW.mailboxes.map((row) => ({ ...row, skippedAsDuplicate: Math.min(1, row.skippedAsDuplicate) }));

    expect(bare(textOf({ ...DEGRADED_VIEW, mailboxes }))).toContain('3 more duplicates were found while packages were read');
    expect(bare(page)).not.toContain('more duplicate');
  });

  it('shows no full number', () => {
    expect(page).not.toMatch(/447700900\d{3}/);
    expect(page).toContain('4477009001\u2022\u2022');
  });

  it('is one file without script, link to a resource or inline style, and its policy allows its own style only', () => {
    const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');

    expect(page).not.toMatch(/<script|<link|<img|<iframe|\sstyle=|\son\w+=|https?:\/\//i);
    expect(page.replaceAll('&#39;', "'")).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
  });

  it('names every difference, and says nothing of differences when there is none', () => {
    const report = signed({
      ...DEGRADED_DAY,
      state: 'incomplete',
      reconciled: false,
      differences: [{ code: 'deliveries', what: 'Deliveries <available>', expected: 1240, found: 1239 }],
    });

    expect(bare(textOf({ ...DEGRADED_VIEW, report }))).toContain('Deliveries &lt;available&gt; 1,240 1,239');
    expect(bare(page)).not.toContain('Differences');
  });

  it('is quiet on a good day', () => {
    const text = bare(textOf({ ...DEGRADED_VIEW, report: signed(COMPLETE_DAY), held: [], mailboxes: [] }));

    expect(text).toContain('All 318 items of 20 November are accounted for.');
    expect(text).toContain('Nothing was held back.');
    expect(text).toContain('before it none: this is the first report');
  });

  it('escapes every value that comes from outside', () => {
    const hostile = `"><script>alert('x')</script>\u202e<img src=x onerror=alert(1)>`;
    const [sample] = DEGRADED_DAY.packages;
    if (sample === undefined) throw new Error('a package is needed');
    const report = signed({
      ...DEGRADED_DAY,
      runId: hostile,
      mappingVersion: hostile,
      packages: [{ ...sample, name: hostile, state: 'rejected', problems: [{ code: hostile, entry: hostile, detail: hostile }] }],
      sourceProblems: [{ code: hostile, detail: hostile }],
      resolved: [{ fromRun: hostile, count: 1 }],
      previous: { runId: hostile, sha256: hostile },
    });
    const example = { who: hostile, why: hostile, detail: hostile, sentAt: hostile, package: hostile };
    const view: ReportView = {
      report: { ...report, signature: { algorithm: hostile, keyId: hostile, value: hostile } },
      sequence: 1,
      reportSha256: hostile,
      stack: hostile,
      mailboxes: [{ mailbox: hostile, imported: 1, importedInPart: 0, skippedAsDuplicate: 0, held: 0, failed: 0 }],
      held: [{ reason: hostile, count: 2, examples: [example] }],
    };

    const hostilePage = textOf(view);

    expect(hostilePage).not.toMatch(/<script|<img|\u202e/);
    expect(hostilePage.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(15);
  });

  it('stays a page for a million held entries and a hundred thousand mailboxes', () => {
    const mailboxes = Array.from({ length: 100_000 }, (_none, index) => ({
      mailbox: `m${index}@contoso.example`,
      imported: 1,
      importedInPart: 0,
      skippedAsDuplicate: 0,
      held: 0,
      failed: 0,
    }));

    const large = textOf({ ...DEGRADED_VIEW, mailboxes });

    expect(large.length).toBeLessThan(200_000);
    expect(bare(large)).toContain('All 100,000, 99,500 of them not shown 100,000');
  });

  it('is the same for the same view, so that a retry writes the same bytes', () => {
    expect(textOf(DEGRADED_VIEW)).toBe(page);
  });
});

describe('escaping', () => {
  it('leaves no character that markup could begin with', () => {
    fc.assert(fc.property(fc.string({ unit: ANY_CHARACTER }), (text) => expect(escapeHtml(text)).not.toMatch(/[<>"'\u202e\x00]/)));
  });

  it('escapes values but not markup inside a template', () => {
    expect(html`<p>${'<b>'}${html`<i>${1}</i>`}${['&', html`<br>`]}</p>`.text).toBe('<p>&lt;b&gt;<i>1</i>&amp;<br></p>');
  });
});

describe('the report on a terminal', () => {
  it('says what is open and who acts', () => {
    const lines = reportText({
      report: signed(DEGRADED_DAY),
      sequence: 42,
      openByReason: new Map([
        ['oversize', 1],
        ['unmatched', 9],
      ]),
      heldCommand: 'npx signal-archive held --data days',
    });

    expect(lines[0]).toBe('Run of 20 November: degraded. All 418 items of 20 November are accounted for.');
    expect(lines).toContain('  Deliveries  1,240 = 927 imported + 1 in part + 5 duplicates + 0 failed + 307 held');
    expect(lines).toContain('  Packages    4, 1 rejected, 1 known before');
    expect(lines.findIndex((line) => line.includes('unmatched   '))).toBeLessThan(lines.findIndex((line) => line.includes('oversize')));
    expect(lines).toContain('  List them: npx signal-archive held --data days (10 open entries)');
    expect(lines.at(-1)).toContain('Report 42, run 20261121T063000Z-5e0b71c4, took 4 min 12 s, signed ES256 by key 5c1e 90b7.');
  });

  it('is short when there is nothing to look at', () => {
    const lines = reportText({ report: signed(COMPLETE_DAY), sequence: 1, openByReason: new Map([['unmatched', 0]]), heldCommand: 'held' });

    expect(lines).toContain('Nothing to look at: everything that arrived is in its mailboxes.');
    expect(lines.length).toBeLessThan(12);
  });

  it('does not say that everything arrived when the source could not be listed', () => {
    const report = signed({
      ...COMPLETE_DAY,
      state: 'incomplete',
      reconciled: false,
      differences: [{ code: 'not-listed', what: 'The source was listed', expected: 1, found: 0 }],
    });

    const lines = reportText({ report, sequence: 1, openByReason: new Map(), heldCommand: 'held' });

    expect(lines[0]).toContain('The source could not be listed');
    expect(lines.join('\n')).toContain('check its address and credential');
    expect(lines.join('\n')).not.toContain('Nothing to look at');
  });

  it('says why a run was stopped, and where the cure stands', () => {
    const report = signed({ ...COMPLETE_DAY, state: 'degraded', stopped: 'token-refused' });

    const lines = reportText({ report, sequence: 1, openByReason: new Map([['attempts-exhausted', 9]]), heldCommand: 'held' });

    expect(lines[0]).toBe('Run of 20 November: degraded. The run of 20 November was stopped (token-refused); what it had left is held.');
    expect(lines.join('\n')).toContain('docs/operations.md');
  });

  it('lists deliveries that failed in an earlier run', () => {
    const lines = reportText({ report: signed(COMPLETE_DAY), sequence: 2, openByReason: new Map([['failed', 10]]), heldCommand: 'held' });

    expect(lines.join('\n')).toContain('      10 failed               Refused for a reason nobody knows yet.');
    expect(lines).toContain('  List them: held (10 open entries)');
  });

  it('names no command when storage is gone with the process', () => {
    const lines = reportText({
      report: signed(DEGRADED_DAY),
      sequence: 1,
      openByReason: new Map([['unmatched', 9]]),
      heldCommand: undefined,
    });

    expect(lines.join('\n')).not.toContain('List them');
  });

  it('names the sums that differ', () => {
    const report = signed({
      ...COMPLETE_DAY,
      state: 'incomplete',
      reconciled: false,
      differences: [{ code: 'deliveries', what: 'Deliveries', expected: 2, found: 1 }],
    });

    const lines = reportText({ report, sequence: 1, openByReason: new Map(), heldCommand: undefined });

    expect(lines).toContain('  Deliveries: 2 expected, 1 found');
    expect(lines.join('\n')).toContain('run signal-archive verify');
    expect(lines.join('\n')).not.toContain('Nothing to look at');
  });
});
