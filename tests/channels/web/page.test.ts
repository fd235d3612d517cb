import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Preparation } from '../../../src/channels/definition.ts';
import { createWebOutlet } from '../../../src/channels/web/outlet.ts';
import { chartWidth } from '../../../src/charts/frame.ts';
import type { Store } from '../../../src/store/store.ts';
import { needing } from '../../needs.ts';
import { openTestStore } from '../../test-store.ts';
import { deliverTo } from '../deliver-to.ts';
import { fullReply } from '../sample-reply.ts';
import { chromiumPath } from './chromium.ts';
import { hostileName, sampleConversation, sampleKey } from './sample-conversation.ts';
import { hirePeople, serveWeb } from './sample-server.ts';

const conversation = sampleConversation();
const ready: Preparation = { state: 'ready' };
let preparation: Preparation = ready;
let store: Store;
let served: Awaited<ReturnType<typeof serveWeb>>;
let browser: Browser;
/** what the page said on its console, and what it asked of anybody else */
let complaints: string[] = [];
let foreign: string[] = [];

const chromiumNeeded = needing(
  chromiumPath !== undefined,
  'this machine has no Chromium: install it, or set CHROMIUM',
);

describe('the page in Chromium', chromiumNeeded, () => {
  beforeAll(async () => {
    store = await openTestStore('pglite');
    await hirePeople(store);
    served = await serveWeb(store, conversation, { preparation: () => preparation });
    browser = await chromium.launch({
      executablePath: chromiumPath ?? '',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    await store?.close();
  });
  afterEach(async () => {
    preparation = ready;
    await Promise.all(browser.contexts().map((context) => context.close()));
  });

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({
      locale: 'en-GB',
      reducedMotion: 'reduce',
      ...options,
    });
    const page = await context.newPage();
    complaints = [];
    foreign = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== served.url) foreign.push(request.url());
    });
    await page.goto(served.url);
    return page;
  }

  const question = (page: Page) => page.getByRole('combobox', { name: /customers|客户/ });
  async function ask(page: Page, text: string) {
    await question(page).fill(text);
    await page.keyboard.press('Enter');
    await page.locator('.answer').last().waitFor();
  }
  const hints = (page: Page) => page.getByRole('listbox', { name: 'Commands' }).getByRole('option');
  const wideness = (page: Page) =>
    page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');

  test('a question is answered with a card, its chart, and nothing from elsewhere', async () => {
    const page = await open();
    await ask(page, 'value customer 1042');
    expect(await page.getByRole('heading', { name: 'Zhang Wei (customer 1042)' }).isVisible()).toBe(
      true,
    );
    const chart = page.getByRole('img', { name: 'Contribution of Zhang Wei by month' });
    await chart.waitFor();
    await page.waitForLoadState('networkidle');
    expect(await chart.evaluate((image) => image.naturalWidth)).toBe(2 * chartWidth);
    expect(await page.locator('#announcer').textContent()).toContain('€12,410 over three years');
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('a link to a customer opens their card, and leaves nobody in the address', async () => {
    const page = await open();
    await page.goto(`${served.url}/c/1042`);
    await page.waitForSelector('.answer');
    expect(await page.locator('.answer').first().innerText()).toContain('1042');
    expect(page.url()).toBe(`${served.url}/`);
    await page.reload();
    await page.waitForSelector('#welcome:not([hidden])');
    expect(await page.locator('.answer').count()).toBe(0);
    await page.goto(`${served.url}/c/%22%3E%3Cscript%3E`);
    await page.waitForSelector('.answer');
    expect(await page.locator('script:not([src])').count()).toBe(0);
  });

  test('a suggestion asks itself; a button asks its command and shows its label as what was asked', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'what is customer 1042 worth?' }).click();
    await page.getByRole('heading', { name: 'Zhang Wei (customer 1042)' }).waitFor();
    expect(await page.locator('#welcome').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'At-risk list' }).click();
    await page.getByRole('heading', { name: 'Who is about to leave' }).waitFor();
    expect(await page.locator('.asked').last().textContent()).toContain('At-risk list');
    expect(conversation.asked.at(-1)).toMatchObject({ text: '/value at-risk', locale: 'en' });
  });

  test('the buttons of a row are all there, and say whom they are about', async () => {
    const page = await open({ viewport: { width: 390, height: 844 } });
    await ask(page, 'value digest test');
    const taking = page.getByRole('button', { name: 'I take it: 王芳' });
    expect(await taking.textContent()).toBe('I take it');
    for (const name of ['Called', 'Why?', 'Snooze a week', 'Not at risk'])
      expect(await page.getByRole('button', { name: `${name}: Zhang Wei` }).isVisible()).toBe(true);
    expect(await wideness(page)).toBe(0);
    await taking.click();
    await page.locator('.asked', { hasText: 'I take it: 王芳' }).waitFor();
    expect(conversation.asked.at(-1)?.text).toBe('/value claim 1044');
    expect(complaints).toEqual([]);
  });

  test('below an answer one says whether it was helpful, and why not, without a new answer', async () => {
    const page = await open();
    await ask(page, 'value customer 1042');
    const line = page.getByRole('group', { name: 'Was this helpful?' });
    await line.getByRole('button', { name: 'Helpful', exact: true }).click();
    await line.getByText('Thank you, noted.').waitFor();
    expect(conversation.asked.at(-1)?.text).toBe(`/value helpful ${sampleKey}`);
    const not = line.getByRole('button', { name: 'Not helpful' });
    await not.click();
    const why = line.getByLabel(/^What was wrong\? Those who operate Bellwether read it/);
    await why.fill('the balance is of May');
    await page.keyboard.press('Enter');
    await why.waitFor({ state: 'detached' });
    expect(conversation.asked.at(-1)?.text).toBe(
      `/value not-helpful ${sampleKey} the balance is of May`,
    );
    expect(await not.getAttribute('aria-pressed')).toBe('true');
    expect(await page.locator('#announcer').textContent()).toBe('Noted, that is what you said.');
    expect(await page.locator('.answer').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test('another persona starts afresh and sees what they may see', async () => {
    const page = await open();
    await ask(page, 'value customer 1042');
    await page.getByLabel('Speak as').selectOption('outsider');
    await page.locator('#sees', { hasText: 'You are not linked to anybody at the bank' }).waitFor();
    expect(await page.locator('.answer').count()).toBe(0);
    await ask(page, 'value customer 1042');
    expect(await page.getByRole('heading', { name: 'I do not know you yet' }).isVisible()).toBe(
      true,
    );
    await page.reload();
    await page.locator('#sees', { hasText: 'You are not linked to anybody at the bank' }).waitFor();
    expect(await page.getByLabel('Speak as').inputValue()).toBe('outsider');
  });

  test('everything can be done by keyboard alone', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'who is about to leave?' }).waitFor();
    await page.keyboard.type('/');
    expect(await hints(page).count()).toBeGreaterThan(3);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await question(page).inputValue()).toBe('/value at-risk ');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Who is about to leave' }).waitFor();
    // Before the composer come the tour's two buttons, the two votes, and the card's own button.
    for (let back = 0; back < 5; back++) await page.keyboard.press('Shift+Tab');
    expect(await page.evaluate<string>('document.activeElement.textContent')).toBe('Why 1042?');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Zhang Wei (customer 1042)' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate<string>('document.activeElement.textContent')).toBe('Why?');
    const outlined = 'getComputedStyle(document.activeElement).outlineStyle';
    expect(await page.evaluate<string>(outlined)).toBe('solid');
    await question(page).fill('/');
    await page.keyboard.press('Escape');
    expect(await hints(page).count()).toBe(0);
    await question(page).fill('one');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('two');
    expect(await question(page).inputValue()).toBe('one\ntwo');
  });

  test('each theme has charts of its own and texts that can be read, and follows when it changes', async () => {
    const page = await open({ colorScheme: 'light' });
    await ask(page, 'value customer 1042');
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await page
        .locator(`.chart[src${theme === 'dark' ? '$="?theme=dark"' : '$=".png"'}]`)
        .waitFor();
      const [ground = 0, ink = 0] = await page.evaluate<number[]>(`
      ['.answer', '.ac-textBlock'].map((selector, at) => {
        const style = getComputedStyle(document.querySelector(selector));
        const [r, g, b] = (at === 0 ? style.backgroundColor : style.color).match(/\\d+/g).map(Number);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      })`);
      expect(Math.abs(ground - ink)).toBeGreaterThan(180);
      expect(ground > ink).toBe(theme === 'light');
    }
  });

  test('a phone shows everything without scrolling sideways, with targets for a thumb', async () => {
    const page = await open({
      viewport: { width: 360, height: 740 },
      isMobile: true,
      hasTouch: true,
    });
    for (const text of [
      'value customer 1042',
      'a long name',
      'who is about to leave?',
      'hostile',
    ]) {
      await ask(page, text);
      await page.waitForLoadState('networkidle');
      expect(await wideness(page)).toBe(0);
    }
    const targets = await page.locator('button:visible, select:visible').evaluateAll((elements) =>
      elements.map((element) => ({
        text: element.textContent,
        height: element.offsetHeight,
        width: element.offsetWidth,
      })),
    );
    for (const target of targets) {
      expect(target.height, target.text).toBeGreaterThanOrEqual(44);
      expect(target.width, target.text).toBeGreaterThanOrEqual(44);
    }
  });

  test('a name that is markup shows literally', async () => {
    const page = await open();
    await ask(page, 'hostile');
    expect(
      await page.getByRole('heading', { name: `${hostileName} (customer 1042)` }).count(),
    ).toBe(1);
    expect(await page.locator('.answer em, .answer strong, .answer a').count()).toBe(0);
    expect(await page.locator('.answer img').count()).toBe(1);
    expect(await page.evaluate<unknown>('window.hurt')).toBeUndefined();
    expect(foreign).toEqual([]);
  });

  test('a Chinese question is answered in Chinese, and a language chosen stays', async () => {
    const page = await open();
    await ask(page, '客户1042值多少钱？');
    expect(await page.locator('.answer').getAttribute('lang')).toBe('zh-CN');
    await page.getByRole('button', { name: /切换到中文/ }).click();
    await page.reload();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await page.getByRole('button', { name: '客户1042值多少钱？' }).click();
    await page.getByRole('heading', { name: '张伟（客户 1042）' }).waitFor();
    expect(conversation.asked.at(-1)?.locale).toBe('zh');
  });

  test('a slow answer says that it is on its way, and nothing is asked twice meanwhile', async () => {
    const page = await open();
    await question(page).fill('slow');
    await page.keyboard.press('Enter');
    await page.getByText('Looking that up…').first().waitFor();
    expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    await question(page).fill('next');
    await page.keyboard.press('Enter');
    expect(await question(page).inputValue()).toBe('next');
    conversation.release();
    await page.locator('.answer').waitFor();
    expect(await page.locator('.waiting').count()).toBe(0);
  });

  test('what did not arrive can be tried again', async () => {
    const page = await open();
    await page.route('**/web/ask', (route) => route.abort());
    await ask(page, 'value customer 1042');
    expect(await page.locator('.failed').textContent()).toContain('Your question did not arrive.');
    await page.unroute('**/web/ask');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Zhang Wei (customer 1042)' }).waitFor();
    expect(await page.locator('.failed').count()).toBe(0);
  });

  test('while the bank is being prepared the page says how far it is, and then opens by itself', async () => {
    preparation = { state: 'preparing', stage: 'score', done: 40, total: 100 };
    const page = await open();
    await page.getByRole('heading', { name: 'Preparing the demo bank' }).waitFor();
    expect(
      await page
        .getByRole('progressbar')
        .last()
        .evaluate((bar) => bar.value),
    ).toBe(0.4);
    expect(await question(page).isDisabled()).toBe(true);
    preparation = ready;
    await page.getByRole('button', { name: 'who is about to leave?' }).waitFor();
    expect(await question(page).isEnabled()).toBe(true);
  });

  test('a bank that could not be prepared is said to be so', async () => {
    preparation = { state: 'failed' };
    const page = await open();
    await page.getByText('The bank could not be prepared.').waitFor();
    expect(await question(page).isDisabled()).toBe(true);
  });

  test('what was delivered meanwhile is shown once', async () => {
    const outlet = createWebOutlet({ store, now: () => new Date('2026-11-02T07:30:00Z') });
    await deliverTo(outlet, '1', fullReply, { key: 'slot 1' });
    const page = await open();
    await page.getByText(/Delivered 2 Nov 2026/).waitFor();
    await page.waitForLoadState('networkidle');
    await page.reload();
    await page.getByRole('button', { name: 'who is about to leave?' }).waitFor();
    expect(await page.locator('.answer').count()).toBe(0);
  });

  test.each(['en', 'zh'] as const)(
    'a brief has a page of its own, one sheet of A4 in %s',
    async (locale) => {
      const page = await open({ locale: locale === 'en' ? 'en-GB' : 'zh-CN' });
      await ask(page, `brief 1042 ${locale === 'zh' ? '简报' : ''}`);
      const link = page.getByRole('link', { name: locale === 'zh' ? '打印版' : 'Printable page' });
      const address = await link.getAttribute('href');
      expect(address).toBe(`print#${locale}%2F1042`);
      await page.goto(`${served.url}/${address}`);
      await page.locator('#print').waitFor();
      expect(conversation.asked.at(-1)).toMatchObject({ text: '/value brief 1042', locale });
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect(await page.locator('.ac-pushButton:visible').count()).toBe(0);
      // Texts are never below 9 points, and the sheet is not left empty.
      const { height, fit } = await page.locator('#sheet').evaluate((sheet) => ({
        height: sheet.getBoundingClientRect().height,
        fit: Number(/--fit: ([\d.]+)/.exec(sheet.getAttribute('style') ?? '')?.[1]),
      }));
      expect(fit).toBeGreaterThanOrEqual(0.9);
      expect(height).toBeLessThanOrEqual((297 - 24) * (96 / 25.4));
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
      expect(complaints).toEqual([]);
      expect(foreign).toEqual([]);
    },
  );

  test('a page to print that names nobody asks nothing', async () => {
    const page = await open();
    const before = conversation.asked.length;
    await page.goto(`${served.url}/print`);
    await page.getByText('This address names no customer.').waitFor();
    expect(conversation.asked).toHaveLength(before);
  });

  test('a first morning is led through, step by step, and can be skipped and begun again', async () => {
    const page = await open();
    const tour = page.locator('#tour');
    await page.getByText('Your first morning · 1 of 5').waitFor();
    await tour.getByRole('button', { name: /how is my book doing/ }).click();
    await page.getByText('Your first morning · 2 of 5').waitFor();
    expect(conversation.asked.at(-1)).toMatchObject({ text: 'how is my book doing?' });
    // Below what was answered, and there again after the page is opened anew.
    expect(await page.locator('#log + #tour').count()).toBe(1);
    await page.reload();
    await page.getByText('Your first morning · 2 of 5').waitFor();
    await page.locator('#persona').selectOption('supervisor');
    await page.getByText('Your first morning · 1 of 5').waitFor();
    await tour.getByRole('button', { name: 'Skip' }).click();
    await tour.getByRole('button', { name: 'Show me around' }).click();
    await page.getByText('Your first morning · 1 of 5').waitFor();
    await page.locator('#persona').selectOption('outsider');
    await tour.waitFor({ state: 'hidden' });
    expect(complaints).toEqual([]);
  });

  test('questions asked here and commands are found by keyboard, and gone with another persona', async () => {
    const page = await open();
    await ask(page, 'value Anna Nováková');
    await question(page).press('ArrowUp');
    expect(await question(page).inputValue()).toBe('value Anna Nováková');
    await question(page).press('ArrowDown');
    expect(await question(page).inputValue()).toBe('');
    await page.keyboard.press('Control+k');
    const search = page.getByRole('combobox', { name: 'Find a question or command' });
    await search.fill('anna');
    expect(await page.locator('#palette [role=option]').allInnerTexts()).toEqual([
      expect.stringContaining('value Anna Nováková'),
    ]);
    const before = conversation.asked.length;
    await page.keyboard.press('Enter');
    await page.locator('.answer').nth(1).waitFor();
    expect(conversation.asked.slice(before).map(({ text }) => text)).toEqual([
      'value Anna Nováková',
    ]);
    await page.getByRole('button', { name: /Find a question or command/ }).click();
    await search.fill('no such thing');
    await page.getByText('Nothing is called that.').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#persona').selectOption('supervisor');
    await page.getByText('Your first morning · 1 of 5').waitFor();
    await page.keyboard.press('Control+k');
    await search.fill('anna');
    await page.getByText('Nothing is called that.').waitFor();
    expect(complaints).toEqual([]);
  });

  test('can be installed, and says so where the server is not reached, without a customer', async () => {
    const own = await serveWeb(store, conversation);
    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(own.url);
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await ask(page, 'value Anna Nováková');
    const manifest = z
      .object({
        start_url: z.literal('./'),
        display: z.literal('standalone'),
        icons: z.array(z.object({ src: z.string() })).min(3),
      })
      .parse(await page.evaluate("fetch('app.webmanifest').then((answer) => answer.json())"));
    for (const { src } of manifest.icons)
      expect((await fetch(new URL(src, `${own.url}/`))).status).toBe(200);
    await context.setOffline(true);
    await page.goto(own.url);
    await page.getByText('Bellwether is not reached').waitFor();
    const kept = await page.evaluate<string[]>(`(async () => {
      const requests = [];
      for (const name of await caches.keys())
        requests.push(...(await (await caches.open(name)).keys()));
      return requests.map(({ url }) => new URL(url).pathname);
    })()`);
    expect(kept.toSorted()).toEqual(['/web/bell.svg', '/web/offline.html', '/web/page.css']);
    await context.close();
    await own.close();
  });

  test('says that the server was updated, and asks nothing by itself', async () => {
    const page = await open({ serviceWorkers: 'block' });
    await ask(page, 'value 1042');
    expect(await page.locator('#renewed').isHidden()).toBe(true);
    // As a server of the next version answers at the same address.
    await page.route('**/web/ask', async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), 'x-bellwether-version': '1.1.0' };
      await route.fulfill({ response, headers });
    });
    await question(page).fill('value 1045');
    await page.keyboard.press('Enter');
    await page.getByText('Bellwether was updated while this page was open.').waitFor();
    await page.getByRole('button', { name: 'Reload the page' }).click();
    await page.locator('#renewed').waitFor({ state: 'hidden' });
  });
});
