import { readFileSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { demoPeople } from '../../../src/demo/people.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import type { Store } from '../../../src/store/store.ts';
import { fillValuedBank } from '../../banks/valued-bank.ts';
import { hostileNames } from '../../conversation/export/hostile-names.ts';
import { parseCsv } from '../../conversation/export/parse-csv.ts';
import { readXlsx } from '../../conversation/export/read-xlsx.ts';
import { needing } from '../../needs.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';
import { chromiumPath } from './chromium.ts';
import { serveWeb } from './sample-server.ts';

const asOf = '2026-06-30';
const now = () => new Date('2026-07-02T07:30:00Z');

async function fillBank(store: Store): Promise<void> {
  await fillValuedBank(store, {
    branches: [{ externalId: 'P', name: 'Prague' }],
    people: [
      { externalId: 'm', name: 'Petra', email: demoPeople.manager, role: 'manager', branch: 'P' },
      { externalId: 'a', name: 'Ana', email: demoPeople.analyst, role: 'analyst' },
    ],
    customers: Array.from({ length: 18 }, (_, i) => ({
      externalId: String(1042 + i),
      name: Object.values(hostileNames)[i] ?? `Customer ${i}`,
      branch: 'P',
      ...(i < 15 ? { manager: 'm' } : {}),
      joinedOn: '2019-03-14',
      value: { churnProbability: 0.9 - i / 100, clv: 1000 - i, stage: 'at-risk' as const },
    })),
    segments: [{ id: 1, names: { en: 'Savers' }, size: 18 }],
    run: { asOf, at: now() },
  });
}

const answered = z.object({
  card: z.object({ body: z.array(z.looseObject({ type: z.string() })) }),
  file: z.object({ name: z.string(), type: z.string(), content: z.base64() }).nullable(),
});

describe.each(storeKinds)('a list as a file in the web channel on %s', (kind) => {
  let store: Store;
  let served: Awaited<ReturnType<typeof serveWeb>>;
  let strict: typeof served;

  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillBank(store);
    const config = readConfig('config/bellwether.yaml');
    const conversation = createConversation({ store, config, now });
    served = await serveWeb(store, conversation);
    strict = await serveWeb(store, conversation, { demo: false });
  });
  afterAll(async () => {
    await served?.close();
    await strict?.close();
    await store?.close();
  });

  const post = (to: typeof served, text: string, headers: Record<string, string>) =>
    fetch(`${to.url}/web/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ text, locale: 'en' }),
    });

  test('goes to the page of the person who asks, with what they may see', async () => {
    const response = await post(served, '/value at-risk as csv', { origin: served.url });
    expect(response.headers.get('cache-control')).toBe('no-store');
    const { file } = answered.parse(await response.json());
    expect(file?.name).toBe(`at-risk-${asOf}.csv`);
    const text = Buffer.from(file?.content ?? '', 'base64').toString();
    expect(parseCsv(text.slice(1))).toHaveLength(1 + 15);
  });

  test('goes to no page of another site, and to nobody who is not known', async () => {
    const other = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await post(served, '/value at-risk as csv', other)).status).toBe(403);
    const unknown = await post(strict, '/value at-risk as csv', { origin: strict.url });
    expect(answered.parse(await unknown.json()).file).toBeNull();
  });

  test('is offered below a list, and only there', async () => {
    const { card, file } = answered.parse(
      await (await post(served, '/value at-risk', { origin: served.url })).json(),
    );
    expect(file).toBeNull();
    expect(card.body.filter(({ type }) => type === 'ActionSet')).toMatchObject([
      {
        actions: [
          { title: 'Export as CSV', data: { command: 'at-risk as csv' } },
          { title: 'Export as Excel', data: { command: 'at-risk as xlsx' } },
        ],
      },
    ]);
    const value = await post(served, '/value customer 1042', { origin: served.url });
    expect(await value.text()).not.toContain('ActionSet');
  });
});

const chromiumNeeded = needing(
  chromiumPath !== undefined,
  'this machine has no Chromium: install it, or set CHROMIUM',
);

describe('a list as a file in Chromium', chromiumNeeded, () => {
  let store: Store;
  let served: Awaited<ReturnType<typeof serveWeb>>;
  let browser: Browser;

  beforeAll(async () => {
    store = await openTestStore('pglite');
    await fillBank(store);
    const config = readConfig('config/bellwether.yaml');
    served = await serveWeb(store, createConversation({ store, config, now }));
    browser = await chromium.launch({
      executablePath: chromiumPath ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    await store?.close();
  });

  test('a button under the list saves it, and can save it again', async () => {
    const context = await browser.newContext({ locale: 'en-GB', acceptDownloads: true });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(served.url);
    await page.getByRole('combobox', { name: /customers/ }).fill('who is about to leave?');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Export as Excel' }).waitFor();

    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export as Excel' }).click();
    const workbook = await saved;
    expect(workbook.suggestedFilename()).toBe(`at-risk-${asOf}.xlsx`);
    const rows = readXlsx(readFileSync(await workbook.path()));
    expect(rows).toHaveLength(1 + 15);
    expect(rows.map(([cell]) => cell?.text)).toContain(hostileNames.formula);
    await page.locator('.answer').getByText('has 15 rows: the whole list').waitFor();

    const again = page.waitForEvent('download');
    await page.getByRole('button', { name: `Download at-risk-${asOf}.xlsx` }).click();
    expect((await again).suggestedFilename()).toBe(`at-risk-${asOf}.xlsx`);

    const typed = page.waitForEvent('download');
    await page.getByRole('combobox', { name: /customers/ }).fill('top 3 as csv');
    await page.keyboard.press('Enter');
    const csv = await typed;
    expect(csv.suggestedFilename()).toBe(`top-${asOf}.csv`);
    expect(parseCsv(readFileSync(await csv.path(), 'utf8').slice(1))).toHaveLength(1 + 3);
    expect(complaints).toEqual([]);
    if (process.env.SHOTS !== undefined)
      await page.screenshot({ path: `${process.env.SHOTS}/export.png`, fullPage: true });
    await context.close();
  });
});
