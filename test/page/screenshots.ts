/**
 * `npm run screenshots`: starts local mode with its fourteen past days, and writes a picture of each page in light and dark into docs/images.
 * It looks at pages and activates nothing until the last picture, which needs acts; one run of it makes all pictures, so that their figures
 * fit each other.
 * While the page is being worked on: `npm run screenshots -- held setup` takes only these, `PAGE_ORIGIN` looks at a local mode that runs already.
 */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { apiAt, jsonOf } from '../e2e/support/api-client';
import { type LocalMode, startLocalMode } from '../e2e/support/local-mode';
import { actAsAdministrators } from './support/audited-acts';
import { CHROMIUM_ARGUMENTS, chromiumPath } from './support/chromium';

const FOLDER = join(process.cwd(), 'docs', 'images');
const MAX_BYTES = 200_000;
const WIDTH = 1280;
const SCHEMES = ['light', 'dark'] as const;

interface Picture {
  readonly name: string;
  readonly path: string;
  readonly height: number;
  readonly width?: number;
  /** What is done on the page before the picture is taken. */
  readonly prepare?: (page: Page, origin: string) => Promise<void>;
}

const PICTURES: readonly Picture[] = [
  { name: 'overview', path: '/', height: 1080 },
  { name: 'overview-narrow', path: '/', height: 1000, width: 390 },
  { name: 'runs', path: '/runs', height: 820 },
  { name: 'run', path: '/runs/<last>', height: 1020 },
  { name: 'held', path: '/held', height: 1180, prepare: tickTwo },
  { name: 'held-replay', path: '/held', height: 620, prepare: askReplay },
  { name: 'mapping', path: '/mapping', height: 980, prepare: checkMapping },
  { name: 'mailboxes', path: '/mailboxes', height: 820 },
  { name: 'setup', path: '/setup', height: 1160 },
  { name: 'find', path: '/find?q=447700900151', height: 720 },
  { name: 'audit', path: '/audit', height: 620, prepare: actOnce },
];

async function tickTwo(page: Page): Promise<void> {
  await page.locator('input[data-entry]').nth(0).check();
  await page.locator('input[data-entry]').nth(1).check();
}

async function askReplay(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Replay', exact: true }).first().click();
  await page.getByRole('dialog').waitFor();
}

let hasActed = false;

/** There is something to see in Audit only when somebody has acted; for both colour schemes once. */
async function actOnce(page: Page, origin: string): Promise<void> {
  if (!hasActed) await actAsAdministrators(origin);
  hasActed = true;
  await page.reload();
}

/** The current file with one number handed to somebody else, one row gone and one added. */
async function checkMapping(page: Page, origin: string): Promise<void> {
  const call = apiAt(origin);
  const { current } = jsonOf(await call({ method: 'GET', path: '/api/mapping' })) as { current: { version: string } };
  const lines = (await call({ method: 'GET', path: `/api/mapping/versions/${current.version}/file` })).text.trimEnd().split('\n');
  const [number] = (lines[3] ?? '').split(',');
  lines[3] = `${number},${(lines[5] ?? '').split(',')[1]}`;
  lines.splice(7, 1);
  lines.push('447700900151,aisha.rahman@contoso.example');
  const buffer = Buffer.from(`${lines.join('\n')}\n`);
  await page.getByLabel('Mapping file').setInputFiles({ name: 'mapping-december.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByRole('heading', { name: 'Preview' }).waitFor();
  await page.getByRole('button', { name: 'Activate', exact: true }).click();
  await page.getByLabel('Reason, recorded').fill(`${number} handed to a colleague, ticket 8812`);
}

async function take(picture: Picture, scheme: (typeof SCHEMES)[number], origin: string, browser: Browser): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: picture.width ?? WIDTH, height: picture.height },
    colorScheme: scheme,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    extraHTTPHeaders: { 'x-local-sign-in': 'roles=DataConnector.Admin&name=Rosa Marsh' },
  });
  const page = await context.newPage();
  await page.goto(`${origin}${picture.path.replace('<last>', await lastRun(origin))}`);
  await picture.prepare?.(page, origin);
  await page.evaluate('document.activeElement?.blur()');
  const path = join(FOLDER, `${picture.name}-${scheme}.png`);
  await page.screenshot({ path, caret: 'hide' });
  const { size } = statSync(path);
  process.stdout.write(`${path.slice(process.cwd().length + 1)}  ${Math.round(size / 1_000)} KB\n`);
  if (size > MAX_BYTES) process.exitCode = 1;
  await context.close();
}

async function lastRun(origin: string): Promise<string> {
  const { runs } = jsonOf(await apiAt(origin)({ method: 'GET', path: '/api/runs?limit=1' })) as { runs: readonly { runId: string }[] };
  return runs[0]?.runId ?? '';
}

function runningLocalMode(): Pick<LocalMode, 'origin' | 'stop'> | undefined {
  const origin = process.env['PAGE_ORIGIN'];
  return origin === undefined ? undefined : { origin, stop: () => Promise.resolve() };
}

async function main(): Promise<void> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('There is no Chromium here: install it, or name one in CHROMIUM_PATH');
  mkdirSync(FOLDER, { recursive: true });
  const local = runningLocalMode() ?? (await startLocalMode([]));
  const names = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS });
  try {
    const wanted = PICTURES.filter(({ name }) => names.length === 0 || names.includes(name));
    for (const picture of wanted) for (const scheme of SCHEMES) await take(picture, scheme, local.origin, browser);
  } finally {
    await browser.close();
    await local.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
