import type { PageStack } from '../support/page-stack';

const MAX_TRANSFERRED_BYTES = 100_000;

/** What the first look costs, over the wire and as a browser counts it. */
export function firstPage(stack: PageStack): void {
  it('is interactive with less than 100 KB', async () => {
    const page = await stack.visit('/favicon-is-not-asked-for');
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    let transferred = 0;
    const parts: string[] = [];
    const names = new Map<string, string>();
    session.on('Network.responseReceived', ({ requestId, response }) => names.set(requestId, new URL(response.url).pathname));
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      transferred += encodedDataLength;
      parts.push(`${names.get(requestId)} ${Math.round(encodedDataLength / 100) / 10} KB`);
    });
    stack.troubles.length = 0;

    await page.goto(`${stack.origin}/`, { waitUntil: 'networkidle' });

    process.stdout.write(`First page: ${Math.round(transferred / 100) / 10} KB (${parts.join(', ')})\n`);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    expect(await page.getByRole('dialog').isVisible()).toBe(true);
    expect(transferred).toBeGreaterThan(1_000);
    expect(transferred).toBeLessThan(MAX_TRANSFERRED_BYTES);
  });
}
