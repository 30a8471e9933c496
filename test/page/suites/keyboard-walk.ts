import type { Page } from 'playwright-core';
import type { PageStack } from '../support/page-stack';

/** Name and kind of what has the focus. */
const FOCUSED = `(() => {
  const element = document.activeElement;
  const name = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
  return element.tagName.toLowerCase() + ' ' + name.replace(/\\d+$/, '').trim();
})()`;

const focused = async (page: Page): Promise<string> => (await page.evaluate(FOCUSED)) as string;

export function keyboardWalk(stack: PageStack): void {
  describe('with the keyboard alone', () => {
    it('goes from the skip link over top bar and sections into the page', async () => {
      const page = await stack.visit('/');
      const way: string[] = [];
      for (let step = 0; step < 13; step += 1) {
        await page.keyboard.press('Tab');
        way.push(await focused(page));
      }

      expect(way).toEqual([
        'a Skip to content',
        'a Data connectors',
        'input Find',
        'button Pause',
        'a Overview',
        'a Runs',
        'a Held',
        'a Mapping',
        'a Mailboxes',
        'a Setup',
        'a Audit',
        'a Run a past window',
        'button Run now',
      ]);
    });

    it('sees where the focus is', async () => {
      const page = await stack.visit('/');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');

      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineWidth')).toBe('2px');
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    });

    it('opens a dialog, keeps the focus in it, and is back at the button after Escape', async () => {
      const page = await stack.visit('/held');
      const replay = page.getByRole('button', { name: 'Replay', exact: true }).first();
      await replay.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      expect(await focused(page)).toBe('input Reason, recorded');
      for (let step = 0; step < 4; step += 1) {
        await page.keyboard.press('Tab');
        expect(await page.evaluate('document.activeElement === document.body || document.activeElement.closest("dialog") !== null')).toBe(
          true,
        );
      }

      await page.keyboard.press('Escape');

      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await focused(page)).toBe('button Replay');
    });

    it('selects entries, and the first "Replay" says how many it takes', async () => {
      const page = await stack.visit('/held');
      const boxes = page.locator('input[data-entry]');
      await boxes.nth(0).focus();
      await page.keyboard.press('Space');
      await boxes.nth(1).focus();
      await page.keyboard.press('Space');
      expect(await page.locator('#selected').textContent()).toMatch(/^2 of \d+ selected$/);

      await page.getByRole('button', { name: 'Replay', exact: true }).first().press('Enter');

      expect(await page.getByRole('dialog').getByRole('heading').textContent()).toBe('Replay 2 held entries?');
    });

    it('takes a row to the clipboard', async () => {
      const page = await stack.visit('/held');
      const copy = page.getByRole('button', { name: 'Copy row' }).first();
      await copy.focus();
      await page.keyboard.press('Enter');
      await page.getByText('Copied').waitFor();

      expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/^447700900\d{3},<mailbox>$/);
    });
  });
}
