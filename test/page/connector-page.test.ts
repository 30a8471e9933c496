import { administratorsDay } from './suites/administrators-day';
import { everyPage } from './suites/every-page';
import { firstPage } from './suites/first-page';
import { keyboardWalk } from './suites/keyboard-walk';
import { liveStatus } from './suites/live-status';
import { readersAndAuditors } from './suites/readers-and-auditors';
import { setupByHand } from './suites/setup-by-hand';
import { timesOfReaders } from './suites/times-of-readers';
import { chromiumPath } from './support/chromium';
import { PageStack } from './support/page-stack';

jest.setTimeout(180_000);

const browser = chromiumPath();

if (browser === undefined) {
  it.skip('in a browser: skipped, because there is none here (install chromium, or name one in CHROMIUM_PATH)', () => undefined);
} else {
  describe('the connector page in a browser', () => {
    const stack = new PageStack();
    beforeAll(() => stack.start(browser), 180_000);
    afterAll(() => stack.stop(), 60_000);
    afterEach(() => stack.leave());

    firstPage(stack);
    everyPage(stack);
    timesOfReaders(stack);
    keyboardWalk(stack);
    liveStatus(stack);
    readersAndAuditors(stack);
    setupByHand(stack);
    administratorsDay(stack);

    it('met nothing on the way that it should not: no error, no warning of the browser, no dialog, no request to elsewhere', () => {
      expect(stack.troubles).toEqual([]);
    });
  });
}
