import type { PageStack } from '../support/page-stack';

/** The form of a time: days have one digit or two, and months three letters. */
const formOf = (text: string | null): string => text?.replace(/^\d+ [A-Z][a-z]{2} \d\d:\d\d$/, 'day month clock') ?? '';
const footOf = (text: string | null): string => text?.replace(/\s+/g, ' ') ?? '';

export function timesOfReaders(stack: PageStack): void {
  describe('times and numbers', () => {
    it('are those of the reader', async () => {
      const page = await stack.visit('/', { zone: 'Asia/Tokyo', locale: 'de-DE' });

      const time = page.locator('footer time');
      const utc = new Date((await time.getAttribute('datetime')) ?? '');
      const shown = await time.textContent();
      const expected = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', hour: '2-digit', minute: '2-digit' }).format(utc);
      expect(shown).toContain(expected);
      expect(footOf(await page.locator('footer').textContent())).toMatch(/^Times: Asia\/Tokyo/);
    });

    it('stay in UTC for whoever asks, on every page that follows, and the server wrote them in the same width', async () => {
      const page = await stack.visit('/runs', { zone: 'Asia/Tokyo' });
      const local = await page.locator('tbody time').first().textContent();

      await page.getByRole('link', { name: 'Show UTC' }).click();
      const utc = page.locator('tbody time').first();
      expect(await utc.textContent()).not.toBe(local);
      expect(formOf(await utc.textContent())).toBe(formOf(local));

      await page.getByRole('navigation', { name: 'Connector' }).getByRole('link', { name: 'Held', exact: true }).click();
      expect(new URL(page.url()).searchParams.get('zone')).toBe('utc');
      expect(footOf(await page.locator('footer').textContent())).toMatch(/^Times: UTC/);
      await page.getByRole('link', { name: 'Show local time' }).click();
      expect(footOf(await page.locator('footer').textContent())).toMatch(/^Times: Asia\/Tokyo/);
    });

    it('can be read without script', async () => {
      const page = await stack.visit('/runs', {});
      const context = await page.context().browser()?.newContext({ javaScriptEnabled: false });
      const plain = await context?.newPage();
      await plain?.goto(`${stack.origin}/runs?from=2026-11-01&to=2026-11-30`);

      expect(await plain?.locator('footer').textContent()).toContain('Times: UTC');
      expect(await plain?.locator('#past-window').count()).toBe(1);
      await context?.close();
    });
  });
}
