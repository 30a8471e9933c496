import type { Page } from 'playwright-core';
import type { PageStack } from '../support/page-stack';

const said = (page: Page, text: string | RegExp): Promise<void> => page.getByRole('status').filter({ hasText: text }).waitFor();

export function setupByHand(stack: PageStack): void {
  describe('Setup by hand', () => {
    it('accepts the terms, once, and remembers who and when', async () => {
      const page = await stack.visit('/setup');
      await page.getByRole('link', { name: 'Read', exact: true }).click();
      expect(await page.getByRole('heading', { name: 'TeleMessage is a third party' }).isVisible()).toBe(true);

      await page.getByRole('button', { name: 'Accept', exact: true }).click();

      await said(page, 'The terms are accepted');
      expect(await page.getByRole('button', { name: 'Accept', exact: true }).count()).toBe(0);
      await page.getByRole('link', { name: 'Setup', exact: true }).first().click();
      expect(await page.locator('#terms').textContent()).toContain('By Local administrator');
    });

    it('tests the source, and probes a mailbox', async () => {
      const page = await stack.visit('/setup');
      await page.getByRole('button', { name: 'Test', exact: true }).click();
      await said(page, 'The test of the sign-in passed');

      await page.getByLabel('Mailbox to probe').fill('maya.okafor@contoso.example');
      await page.getByRole('button', { name: 'Probe', exact: true }).click();
      await said(page, 'The probe of maya.okafor@contoso.example passed');
      expect(await page.locator('#probe').textContent()).toContain('Passed');
    });

    it('says what is missing, and where', async () => {
      const page = await stack.visit('/setup');
      await page.getByLabel('Mailbox to probe').fill('');
      await page.getByRole('button', { name: 'Probe', exact: true }).click();

      expect(await page.getByRole('alert').textContent()).toContain('Give a mailbox.');
      expect(await page.evaluate('document.activeElement.id')).toBe('probe-mailbox');

      await page.getByLabel('Mailbox to probe').fill('nobody@elsewhere.example');
      await page.getByRole('button', { name: 'Probe', exact: true }).click();
      await page.getByRole('alert').filter({ hasText: 'names no user of the directory' }).waitFor();
      stack.troubles.splice(0, stack.troubles.length, ...stack.troubles.filter(({ text }) => !text.includes('422')));
    });

    it('compares a roster, attests the hold and finishes', async () => {
      const page = await stack.visit('/setup');
      await page
        .getByLabel('Roster file (CSV)')
        .setInputFiles({ name: 'roster.csv', mimeType: 'text/csv', buffer: Buffer.from('Mobile\n447700900101\n447700900555\n') });
      await page.getByRole('button', { name: 'Compare', exact: true }).click();
      await said(page, 'Compared 2 users: 1 not in the mapping');

      await page.getByRole('button', { name: 'Attest', exact: true }).click();
      await page.getByLabel('What is on hold or retained').fill('Litigation hold on all mapped mailboxes');
      await page.getByRole('button', { name: 'Confirm', exact: true }).click();
      await said(page, 'Attested.');

      await page.getByRole('button', { name: 'Finish', exact: true }).click();
      await said(page, 'Setup is finished.');
      expect(await page.locator('#review').textContent()).toContain('nothing has changed since');
    });

    it('pauses the connector with a reason on every page, and goes on', async () => {
      const page = await stack.visit('/mailboxes');
      await page.getByRole('button', { name: 'Pause', exact: true }).click();
      await page.getByLabel('Reason, recorded').fill('TeleMessage maintenance');
      await page.getByRole('button', { name: 'Confirm', exact: true }).click();
      await page.getByRole('complementary', { name: 'Paused' }).waitFor();
      expect(await page.getByRole('complementary', { name: 'Paused' }).textContent()).toContain(': TeleMessage maintenance.');

      const overview = await stack.visit('/');
      expect(await overview.getByRole('status').textContent()).toMatch(
        /^Paused by Local administrator since .*: TeleMessage maintenance\./,
      );
      await overview.getByRole('button', { name: 'Resume', exact: true }).click();
      await overview.getByRole('button', { name: 'Confirm', exact: true }).click();
      await overview.getByRole('complementary', { name: 'Paused' }).waitFor({ state: 'detached' });
      expect(await overview.getByRole('status').textContent()).not.toContain('Paused');
    });
  });
}
