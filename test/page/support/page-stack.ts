import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { StoredCopy } from '../../../runtime/local/exchange-simulator/stored-copies';
import { type ApiCall, apiAt, type Caller } from '../../e2e/support/api-client';
import { type LocalMode, startLocalMode } from '../../e2e/support/local-mode';
import { simulatedCopies } from '../../e2e/support/simulated-mailboxes';
import { CHROMIUM_ARGUMENTS } from './chromium';
import { writePageDay } from './page-day';

export interface Visit {
  readonly as?: Exclude<Caller, 'nobody'>;
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly locale?: string;
  readonly zone?: string;
}

/** What a browser met that nothing of ours should cause. */
export interface Trouble {
  readonly kind: 'console' | 'error' | 'dialog' | 'foreign-request';
  readonly text: string;
}

/** One local mode and one browser for all tests of the page. */
export class PageStack {
  readonly troubles: Trouble[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'signal-archive-page-'));
  private local: LocalMode | undefined;
  private browser: Browser | undefined;
  private readonly contexts: BrowserContext[] = [];

  async start(executablePath: string): Promise<void> {
    const { source, mapping } = writePageDay(this.folder);
    const [local, browser] = await Promise.all([
      startLocalMode(['--source', source, '--mapping', mapping, '--data', this.dataFolder]),
      chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS }),
    ]);
    this.local = local;
    this.browser = browser;
  }

  get origin(): string {
    return this.local?.origin ?? '';
  }

  get mappingCsv(): string {
    return readFileSync(join(this.folder, 'mapping.csv'), 'utf8');
  }

  get api(): ApiCall {
    return apiAt(this.origin);
  }

  copies(): Promise<readonly StoredCopy[]> {
    return simulatedCopies(this.dataFolder);
  }

  /** A page in a context of its own; what it meets is noted. */
  async visit(path: string, visit: Visit = {}): Promise<Page> {
    const { as = 'Admin', scheme = 'light', width = 1440, locale = 'en-GB', zone = 'Europe/London' } = visit;
    if (this.browser === undefined) throw new Error('The browser is not there');
    const context = await this.browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: scheme,
      locale,
      timezoneId: zone,
      permissions: ['clipboard-read', 'clipboard-write'],
      extraHTTPHeaders: { 'x-local-sign-in': `roles=DataConnector.${as}` },
      acceptDownloads: true,
    });
    this.contexts.push(context);
    const page = await context.newPage();
    this.watch(page);
    await page.goto(`${this.origin}${path}`);
    return page;
  }

  private watch(page: Page): void {
    const note = (kind: Trouble['kind'], text: string): void => void this.troubles.push({ kind, text: `${page.url()}: ${text}` });
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') note('console', message.text());
    });
    page.on('pageerror', (error) => note('error', error.message));
    page.on('dialog', (dialog) => {
      note('dialog', dialog.message());
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(this.origin) && !request.url().startsWith('blob:')) note('foreign-request', request.url());
    });
  }

  /** Closes the pages of a test. */
  async leave(): Promise<void> {
    await Promise.all(this.contexts.splice(0).map((context) => context.close()));
  }

  async stop(): Promise<void> {
    await this.browser?.close();
    await this.local?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get dataFolder(): string {
    return join(this.folder, 'data');
  }
}
