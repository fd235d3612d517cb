import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Page } from 'playwright-core';
import { describe } from 'vitest';
import { z } from 'zod';
import { createWebOutlet } from '../../../src/channels/web/outlet.ts';
import { demoPeople } from '../../../src/demo/people.ts';
import { savePerson } from '../../../src/store/people/link-person.ts';
import { testMoment } from '../../banks/forty-customers.ts';
import { type Asker, type ChannelDriver, holdToContract } from '../contract.ts';
import { deliverTo } from '../deliver-to.ts';
import { chromiumPath } from './chromium.ts';
import { serveWeb } from './sample-server.ts';

/** The answers on the page. */
const readAnswers = `[...document.querySelectorAll('.answer')].map((answer) => ({
  text: answer.innerText,
  pictures: [...answer.querySelectorAll('img')].filter((image) => image.naturalWidth > 0).length,
}))`;
const arePicturesThere = `[...document.querySelectorAll('.answer img')].every((image) => image.complete)`;
const readings = z.array(z.object({ text: z.string(), pictures: z.number() }));

const web: ChannelDriver = {
  name: 'web',
  exempt: {
    'acknowledges before it answers':
      'the page waits for the answer in the same request, and shows that it is waiting',
    'falls back to text when its form is refused':
      'the page is part of the server and shows every card that the server makes',
  },
  async open({ bank, conversation, drawPng }) {
    const analyst = await savePerson(bank.store.db, {
      email: demoPeople.analyst,
      name: 'Avery',
      role: 'analyst',
      branchId: null,
    });
    const served = await serveWeb(bank.store, conversation, { drawPng });
    const browser = await chromium.launch({
      executablePath: chromiumPath ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync'],
    });
    async function open(who: Asker): Promise<Page> {
      const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
      await page.goto(served.url);
      await page.getByLabel('Speak as').selectOption(who);
      const sees = who === 'analyst' ? 'You are an analyst' : 'You are not linked';
      await page.locator('#sees', { hasText: sees }).waitFor();
      return page;
    }
    const pages = { analyst: await open('analyst'), outsider: await open('outsider') };
    const outlet = createWebOutlet({ store: bank.store, now: () => testMoment });
    let delivered = 0;
    async function ask(text: string, who: Asker): Promise<void> {
      await pages[who].getByRole('combobox', { name: /customers|客户/ }).fill(text);
      await pages[who].keyboard.press('Enter');
    }
    return {
      ask,
      async askRepeatedly(text) {
        await ask(text, 'analyst');
        await pages.analyst.keyboard.press('Enter');
        await pages.analyst.keyboard.press('Enter');
      },
      readings: async (who) => readings.parse(await pages[who].evaluate(readAnswers)),
      async deliver(reply) {
        delivered++;
        await deliverTo(outlet, String(analyst), reply, { key: `contract ${delivered}` });
        await deliverTo(outlet, String(analyst), reply, { key: `contract ${delivered}` });
        await pages.analyst.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
      },
      async settled() {
        for (const page of Object.values(pages)) await page.waitForLoadState('networkidle');
        // The page allows itself no `eval`, so that Playwright cannot wait inside it.
        while (!(await pages.analyst.evaluate<boolean>(arePicturesThere))) await pause(20);
      },
      async close() {
        await browser.close();
        await served.close();
      },
    };
  },
};

const where =
  chromiumPath === undefined ? ' (skipped: no Chromium on this machine; set CHROMIUM)' : '';

describe.skipIf(chromiumPath === undefined)(`the page in Chromium${where}`, () => {
  holdToContract(web);
});
