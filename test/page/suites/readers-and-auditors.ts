import { readFileSync } from 'node:fs';
import { FULL_NUMBERS } from '../../e2e/support/api-day';
import { STRANGER, UNMAPPED } from '../support/page-day';
import type { PageStack } from '../support/page-stack';

const ACTS = [
  'Run now',
  'Replay',
  'Check',
  'Activate',
  'Roll back',
  'Release',
  'Accept',
  'Confirm',
  'Test',
  'Probe',
  'Finish',
  'Pause',
  'Map',
  'Not ours',
  'Export',
];
const PATHS = ['/', '/runs', '/held', '/mapping', '/mailboxes', '/setup', '/setup/terms', '/audit', `/find?q=${UNMAPPED.number}`];

export function readersAndAuditors(stack: PageStack): void {
  describe('a Reader', () => {
    it('sees every page, but no button that acts and no number in full', async () => {
      const page = await stack.visit('/', { as: 'Reader' });
      const found: string[] = [];
      for (const path of PATHS) {
        await page.goto(`${stack.origin}${path}`);
        for (const name of ACTS)
          if ((await page.getByRole('button', { name, exact: true }).count()) > 0) found.push(`${path}: button ${name}`);
        const html = await page.content();
        // What somebody has typed into Find stands there as they typed it.
        const numbers = [...FULL_NUMBERS, STRANGER, UNMAPPED.number].filter((number) => !path.includes(number) && html.includes(number));
        found.push(...numbers.map((number) => `${path}: number ${number}`));
      }

      expect(found).toEqual([]);
    });

    it('is refused by the API even where a button is forged, and the refusal is recorded', async () => {
      const page = await stack.visit('/', { as: 'Reader' });

      const status = await page.evaluate(
        `fetch('/api/runs', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }).then(({ status }) => status)`,
      );

      expect(status).toBe(403);
      stack.troubles.splice(0, stack.troubles.length, ...stack.troubles.filter(({ text }) => !text.includes('403')));
      const audit = await stack.visit('/audit?act=refused');
      const recorded = audit.getByRole('cell', { name: 'POST /api/runs' });
      // What is read again only every few seconds may be of the moment before.
      for (let looks = 1; looks < 30 && (await recorded.count()) === 0; looks += 1) {
        await audit.waitForTimeout(500);
        await audit.reload();
      }
      expect(await recorded.count()).toBe(1);
    });
  });

  describe('an Auditor', () => {
    it('sees numbers in full and does not act on them', async () => {
      const page = await stack.visit('/held', { as: 'Auditor' });

      expect(await page.getByText(UNMAPPED.number, { exact: true }).count()).toBeGreaterThan(0);
      expect(await page.getByRole('button', { name: 'Replay', exact: true }).count()).toBe(0);
    });

    it('exports the acts, and the export is an act', async () => {
      const page = await stack.visit('/audit', { as: 'Auditor' });
      await page.getByRole('button', { name: 'Export', exact: true }).click();
      await page.getByLabel('Reason, recorded').fill('Quarterly review');

      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Confirm', exact: true }).click()]);

      expect(file.suggestedFilename()).toBe('signal-archive-events.csv');
      const csv = readFileSync(await file.path(), 'utf8');
      expect(csv).toMatch(/^\uFEFFEvent,Time \(UTC\),Who,Role,Act/);
      expect(csv).toContain('activate-mapping');
      await page.getByRole('status').filter({ hasText: 'Exported.' }).waitFor();
      expect(await page.getByRole('row').filter({ hasText: 'Exported' }).filter({ hasText: 'Quarterly review' }).count()).toBe(1);
    });

    it('takes the list of deliveries and the report of a run', async () => {
      const page = await stack.visit('/runs', { as: 'Auditor' });
      await page.getByRole('table').getByRole('link').first().click();

      for (const [name, ending] of [
        ['CSV', 'deliveries.csv'],
        ['JSON', 'report.json'],
        ['Download report (HTML)', 'report.html'],
      ] as const) {
        const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name, exact: true }).click()]);
        expect(file.suggestedFilename()).toContain(ending);
      }
    });
  });
}
