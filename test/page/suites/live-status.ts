import type { Page } from 'playwright-core';
import type { PageStack } from '../support/page-stack';

const status = async (page: Page): Promise<string> => ((await page.getByRole('status').textContent()) ?? '').trim();

export function liveStatus(stack: PageStack): void {
  it('changes its status line at most once a minute while a run works; figures move, and the end is said at once', async () => {
    const page = await stack.visit('/');
    const idle = await (await page.request.get(`${stack.origin}/`)).text();
    const running = (decided: number): string =>
      idle
        .replace('data-live-run="no"', 'data-live-run="yes"')
        .replace(/(<p class="statement"[^>]*data-kind=")[^"]*("[^>]*>)[\s\S]*?<\/p>/, `$1running$2Running: ${decided} of 412.</p>`)
        .replace(/<dt>Next<\/dt>/, `<dt>At work: ${decided}</dt>`);
    let answer = running(10);
    await page.clock.install();
    await page.route(`${stack.origin}/`, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: answer }));
    await page.goto(`${stack.origin}/`);
    const seen: [string, number][] = [];
    await page.exposeFunction('noteStatus', (text: string, at: number) => seen.push([text, at]));
    await page.evaluate(
      `new MutationObserver(() => noteStatus(document.querySelector('[role=status]').textContent.trim(), Date.now())).observe(document.querySelector('[role=status]'), { childList: true, subtree: true, characterData: true })`,
    );
    expect(await status(page)).toBe('Running: 10 of 412.');

    answer = running(20);
    await page.clock.runFor(4_000);
    await page.getByText('At work: 20').waitFor();
    for (const decided of [30, 40, 50]) {
      answer = running(decided);
      await page.clock.runFor(3_000);
      await page.getByText(`At work: ${decided}`).waitFor();
    }
    const early = new Set(seen.map(([text]) => text));
    expect(early.size).toBeLessThanOrEqual(1);

    await page.clock.runFor(61_000);
    answer = running(60);
    await page.clock.runFor(3_000);
    await page.getByText('At work: 60').waitFor();
    const before = seen.length;
    expect(await status(page)).toMatch(/^Running: [56]0 of 412\.$/);

    answer = idle;
    await page.clock.runFor(3_000);
    await page.waitForFunction(`!document.querySelector('[role=status]').textContent.includes('Running')`);
    expect(seen.length).toBeGreaterThanOrEqual(before);
    expect(await status(page)).not.toContain('Running');
  });
}
