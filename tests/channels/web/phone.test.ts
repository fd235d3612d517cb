import { eq } from 'drizzle-orm';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chartWidth, textSize } from '../../../src/charts/frame.ts';
import { demoPeople } from '../../../src/demo/people.ts';
import { managers } from '../../../src/store/schema.ts';
import {
  bankPeople,
  type FortyCustomers,
  openFortyCustomers,
} from '../../banks/forty-customers.ts';
import { needing } from '../../needs.ts';
import { chromiumPath } from './chromium.ts';
import { serveWeb } from './sample-server.ts';

const width = 320;
/** The smallest text, in pixels as shown, and what a thumb hits. */
const leastText = 12;
const leastTarget = 40;

const about = (customer: string) => [
  `customer ${customer}`,
  `why ${customer}`,
  `brief ${customer}`,
  `trend ${customer}`,
  `trend ${customer} balance months=36`,
  `forecast ${customer}`,
  `forecast ${customer} balance`,
  `recommend ${customer}`,
  `survival ${customer}`,
  `what-if ${customer} retention=0.9`,
  `history ${customer}`,
  `household ${customer}`,
];
/** Each kind of answer: of a name full of signs and of one that is long, lists, groups, changes, and what goes wrong. */
const commands = [
  'help',
  'help forecast',
  ...about('1043'),
  ...about('1045'),
  'compare 1045 1043 1044',
  'risk 1045',
  'book',
  'forecast book',
  'forecast book balance',
  'top 20',
  'at-risk',
  'segments',
  'segments by tier',
  'segment Loyal',
  'metrics',
  'pipeline',
  'feedback',
  'campaign',
  'report weekly',
  'report monthly',
  'model',
  'digest list',
  'digest add "at-risk customers every weekday at 8:30"',
  'digest test',
  'digest pause',
  'digest resume',
  'digest remove',
  'log 1045 called "wants a mortgage"',
  'undo',
  'claim 1045',
  'remind 1045 due=+1w "call"',
  'request 1045 "new card"',
  'opportunity 1045 mortgage amount=200000',
  'tasks',
  'snooze 1045 until +1w',
  'not-at-risk 1045 "moved savings"',
  'follow 1045',
  'unfollow 1045',
  'done 1045',
  'at-risk as csv',
  'customer Customer Number',
  'customer 999999',
  'what is the weather',
];

/** What of the page is cut off, scrolls sideways, or is too small for a thumb or for eyes. */
const faultsIn = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`(() => {
    const faults = new Set();
    const about = (element) => element.tagName + '.' + element.className + ' ' + element.textContent.slice(0, 40);
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > wide) faults.add('the page scrolls sideways');
    for (const element of document.querySelectorAll('body *')) {
      if (element.getClientRects().length === 0 || element.closest('.unseen, .skip, option')) continue;
      const style = getComputedStyle(element);
      let clipped = false;
      for (let at = element; at; at = at.parentElement) clipped ||= getComputedStyle(at).clipPath !== 'none';
      if (clipped) continue;
      const { left, right, width, height } = element.getBoundingClientRect();
      if (right > wide + 0.5 || left < -0.5) faults.add('beyond the edge: ' + about(element));
      if (style.display !== 'inline' && element.scrollWidth > element.clientWidth + 1)
        faults.add('cut or scrolled: ' + about(element));
      if (element.matches('button, a, select, textarea') && (height < ${leastTarget} || width < ${leastTarget}))
        faults.add('no target for a thumb: ' + about(element));
      if (element.childElementCount === 0 && element.textContent.trim() && parseFloat(style.fontSize) < ${leastText})
        faults.add('small: ' + about(element));
    }
    for (const image of document.querySelectorAll('img.chart')) {
      const drawn = image.naturalWidth / 2;
      if (drawn > ${chartWidth} * 1.05) faults.add('a wide chart: ' + drawn + ' ' + image.alt);
      if (${textSize} * image.getBoundingClientRect().width / drawn < ${leastText})
        faults.add('small texts in a chart: ' + image.alt);
    }
    return [...faults];
  })()`);

const chromiumNeeded = needing(
  chromiumPath !== undefined,
  'this machine has no Chromium: install it, or set CHROMIUM',
);

describe('every answer on a phone of 320 px', chromiumNeeded, () => {
  let bank: FortyCustomers;
  let served: Awaited<ReturnType<typeof serveWeb>>;
  let browser: Browser;
  beforeAll(async () => {
    bank = await openFortyCustomers();
    await bank.store.db
      .update(managers)
      .set({ email: demoPeople.manager })
      .where(eq(managers.email, bankPeople.petra));
    served = await serveWeb(bank.store, bank.conversation);
    browser = await chromium.launch({
      executablePath: chromiumPath ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    await bank?.store.close();
  });

  test.each([
    ['en', 'light'],
    ['zh', 'dark'],
  ] as const)(
    'is whole and can be read and pressed: %s, %s',
    async (locale, colorScheme) => {
      const context = await browser.newContext({
        locale: locale === 'zh' ? 'zh-CN' : 'en-GB',
        viewport: { width, height: 640 },
        deviceScaleFactor: 2,
        isMobile: true,
        hasTouch: true,
        reducedMotion: 'reduce',
        colorScheme,
      });
      const page = await context.newPage();
      await page.goto(served.url);
      const question = page.getByRole('combobox', { name: /customers|客户/ });
      const faults: Record<string, string[]> = {};
      for (const command of commands) {
        await page.evaluate("document.querySelector('#log').replaceChildren()");
        await question.fill(`/value ${command}`);
        await page.keyboard.press('Enter');
        await page.locator('.answer').waitFor();
        await page.waitForLoadState('networkidle');
        while ((await page.locator('.chart.loading').count()) > 0) await page.waitForTimeout(50);
        const found = await faultsIn(page);
        if (found.length > 0) faults[command] = found;
        expect(await page.locator('.failed').count(), command).toBe(0);
      }
      expect(faults).toEqual({});
      await context.close();
    },
    120_000,
  );
});
