import type { Page } from 'playwright-core';
import { SCRIPT, STRANGER, UNMAPPED } from '../support/page-day';
import type { PageStack } from '../support/page-stack';

const section = (page: Page, name: string) => page.getByRole('navigation', { name: 'Connector' }).getByRole('link', { name, exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const said = (page: Page, text: string | RegExp): Promise<void> =>
  page.getByRole('status').filter({ hasText: text }).waitFor({ timeout: 90_000 });
const chooseMapping = (page: Page, csv: string, name = 'mapping-new.csv'): Promise<void> =>
  page.getByLabel('Mapping file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(csv) });

const ofUnmapped = (copies: readonly { readonly subject: string; readonly userPrincipalName: string }[]): readonly string[] =>
  copies
    .filter(({ subject }) => subject.includes('day of the administrator'))
    .map(({ userPrincipalName }) => userPrincipalName)
    .sort();

/** From held items to a fixed mapping to an imported message. */
export function administratorsDay(stack: PageStack): void {
  describe("the administrator's day", () => {
    it('sees in one sentence that something is open, and goes to it', async () => {
      const page = await stack.visit('/');
      expect(await page.getByRole('status').textContent()).toMatch(/messages? of .* (is|are) in \d+ mailbox.*wait/s);

      await section(page, 'Held').click();

      expect(await page.getByRole('heading', { level: 1, name: 'Held' }).isVisible()).toBe(true);
      expect(await page.getByText('Not imported yet. This is not a legal hold.').isVisible()).toBe(true);
      expect(await page.getByText(`${UNMAPPED.number},<mailbox>`).isVisible()).toBe(true);
    });

    it('is told line by line why a file is refused, and nothing changes', async () => {
      const page = await stack.visit('/mapping');
      await chooseMapping(page, 'mobile,mailbox\n4.45204E+11,maya.okafor@contoso.example\n', `${SCRIPT}.csv`);
      await button(page, 'Check').click();

      await page.getByText(`${SCRIPT}.csv: refused.`).waitFor();
      const row = page.getByRole('row').filter({ hasText: 'number-rounded' });
      expect(await row.getByRole('rowheader').textContent()).toBe('2');
      expect(await button(page, 'Activate').count()).toBe(0);
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      stack.troubles.splice(0, stack.troubles.length, ...stack.troubles.filter(({ text }) => !text.includes('422')));
    });

    it('adds the missing row, sees what it would bring, activates it, and the message is in the mailbox', async () => {
      expect(ofUnmapped(await stack.copies())).toEqual(['maya.okafor@contoso.example']);
      const page = await stack.visit('/mapping');
      await chooseMapping(page, `${stack.mappingCsv.trimEnd()}\n${UNMAPPED.number},${UNMAPPED.mailbox}\n`);
      await button(page, 'Check').click();
      await page.getByRole('heading', { name: 'Preview' }).waitFor();
      const row = page.getByRole('row').filter({ hasText: UNMAPPED.number });
      expect(await row.textContent()).toContain(`Addednone${UNMAPPED.mailbox}Yes`);
      expect(await row.getByRole('cell').last().textContent()).toBe('1');

      await button(page, 'Activate').click();

      await said(page, 'The new version is active');
      await said(page, /^Done: \d+ cop/);
      expect(ofUnmapped(await stack.copies())).toEqual([UNMAPPED.mailbox, 'maya.okafor@contoso.example'].sort());
      await section(page, 'Held').click();
      expect(await page.getByText(`${UNMAPPED.number},<mailbox>`).count()).toBe(0);
    });

    it('is asked a second time before a number goes to another mailbox', async () => {
      const page = await stack.visit('/mapping');
      const rerouted = stack.mappingCsv.replace('447700900101,maya.okafor@contoso.example', '447700900101,james.whitfield@contoso.example');
      await chooseMapping(page, `${rerouted.trimEnd()}\n${UNMAPPED.number},${UNMAPPED.mailbox}\n`);
      await button(page, 'Check').click();
      await page.getByRole('heading', { name: 'Preview' }).waitFor();
      await button(page, 'Activate').click();

      const heading = page.getByRole('heading', { name: '1 number is re-routed. Nothing is active yet.' });
      await heading.waitFor();
      expect(await page.evaluate('document.activeElement.id')).toBe('second');
      await page.getByLabel('Reason, recorded').fill('Handed over, ticket 8812');
      await button(page, 'Confirm').click();

      await said(page, 'The new version is active');
    });

    it('rolls back, and the history says so', async () => {
      const page = await stack.visit('/mapping');
      await page
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name: '2', exact: true }) })
        .getByRole('button', { name: 'Roll back', exact: true })
        .click();
      await button(page, 'Confirm').click();

      await said(page, 'Rolled back');
      expect(await page.getByRole('row').filter({ hasText: 'roll back to 2' }).count()).toBe(1);
    });

    it('answers a stranger once, by "Not ours"', async () => {
      const page = await stack.visit('/held#numbers');
      const row = page.getByRole('row').filter({ hasText: STRANGER });
      await row.getByRole('button', { name: 'Not ours', exact: true }).click();
      await button(page, 'Confirm').click();

      await said(page, 'Answered: not ours.');
      expect(await page.getByRole('row').filter({ hasText: STRANGER }).count()).toBe(0);
    });

    it('releases a rejected package, which is a recorded act', async () => {
      const page = await stack.visit('/held');
      const rejected = page.getByRole('region', { name: /^Package is not what its manifest says/ }).first();
      await rejected.getByRole('button', { name: 'Release', exact: true }).first().click();
      await page.getByLabel('Reason, recorded').fill('Vendor confirmed, ticket 8815');
      await button(page, 'Confirm').click();

      await said(page, /^Done: /);
      const audit = await stack.visit('/audit?act=release');
      expect(await audit.getByRole('row').filter({ hasText: 'Vendor confirmed, ticket 8815' }).count()).toBe(1);
    });

    it('replays all that is left, and is told how many first', async () => {
      const page = await stack.visit('/held');
      await button(page, 'Replay').first().click();
      const question = page.getByRole('dialog');
      expect(await question.getByRole('heading').textContent()).toMatch(/^Replay \d+ held entr(y|ies)\?$/);
      await button(page, 'Confirm').click();

      await said(page, /taken up/);
      await said(page, /^Done: /);
      await page.getByRole('status').getByRole('link', { name: 'Show run' }).click();
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/^Replay of /);
    });

    it('runs now, and the page follows the run to its end', async () => {
      const page = await stack.visit('/');
      await button(page, 'Run now').click();

      await page
        .getByRole('status')
        .filter({ hasText: /^Running/ })
        .waitFor();
      await page
        .getByRole('status')
        .filter({ hasNotText: /^Running/ })
        .waitFor({ timeout: 90_000 });
      expect(await page.locator('[data-live="runs"]').textContent()).not.toContain('At work');
    });
  });
}
