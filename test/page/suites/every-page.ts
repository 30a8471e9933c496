import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { jsonOf } from '../../e2e/support/api-client';
import { CANARY } from '../../e2e/support/api-day';
import { SCRIPT, STRANGER } from '../support/page-day';
import type { PageStack, Visit } from '../support/page-stack';

const LOOKS: readonly Visit[] = [
  { scheme: 'light', width: 1440 },
  { scheme: 'light', width: 390 },
];

const PATHS: readonly string[] = [
  '/',
  '/runs',
  '/runs/<last>',
  '/held',
  '/mapping',
  '/mapping/1',
  '/mailboxes',
  '/setup?settings=all',
  '/setup/terms',
  '/audit',
  `/find?q=${STRANGER}`,
  '/find?q=maya',
  '/there-is-no-such-page',
];

/** Everything that holds on each page, in light and dark, on a desk and in a hand. */
export function everyPage(stack: PageStack): void {
  it.each(LOOKS)(
    'every page in light and dark at $width: no finding of axe, no sideways scroll, no script of somebody else, no text of a message',
    async (look) => {
      const page = await stack.visit('/', look);
      const found: string[] = [];
      const hostile: string[] = [];
      for (const path of PATHS) {
        await page.goto(`${stack.origin}${await realPath(path, stack)}`);
        const about = (text: string): void => void found.push(`${path}: ${text}`);
        await page.emulateMedia({ colorScheme: 'light' });
        for (const finding of await findingsOf(page, EVERY_RULE)) about(finding);
        await page.emulateMedia({ colorScheme: 'dark' });
        for (const finding of await findingsOf(page, COLOURS)) about(`in dark: ${finding}`);
        const sideways = Number(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'));
        if (sideways > 0) about(`scrolls ${sideways} px sideways`);
        if ((await page.evaluate('window.pwned')) !== undefined) about('ran a script out of a name');
        if ((await page.content()).includes(CANARY)) about('shows text of a message');
        if (((await page.textContent('#view')) ?? '').includes(SCRIPT)) hostile.push(path);
      }

      expect(found).toEqual([]);
      // The names that try to run a script do stand there, as names.
      expect(hostile).toEqual(expect.arrayContaining(['/runs/<last>', '/held']));
    },
  );

  it('asks for a page that is not there without a trouble but the one that was meant', () => {
    const meant = stack.troubles.filter(({ text }) => text.includes('there-is-no-such-page') && text.includes('404'));

    expect(meant).toHaveLength(LOOKS.length);
    stack.troubles.splice(0, stack.troubles.length, ...stack.troubles.filter((each) => !meant.includes(each)));
  });
}

async function realPath(path: string, stack: PageStack): Promise<string> {
  if (!path.includes('<last>')) return path;
  const answer = jsonOf(await stack.api({ method: 'GET', path: '/api/runs?limit=1' })) as { runs: readonly { runId: string }[] };
  return path.replace('<last>', answer.runs[0]?.runId ?? '');
}

/** WCAG 2.2 AA and axe's best practice. */
const EVERY_RULE = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
/** What the colour scheme changes: the style sheet has nothing but colours for it. */
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** What axe finds: the rule, and where. */
async function findingsOf(page: Page, runOnly: typeof EVERY_RULE): Promise<readonly string[]> {
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(axe.source);
  return (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(runOnly)} }).then((result) => result.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200))))`,
  )) as readonly string[];
}
