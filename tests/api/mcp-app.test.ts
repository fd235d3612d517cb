import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customerCardPage } from '../../src/api/mcp/customer-card.ts';
import { sayIn } from '../../src/language/messages.ts';
import { chromiumPath } from '../channels/web/chromium.ts';
import { needing } from '../needs.ts';

/** A program that shows pages, as a web page: it answers what the page asks, and notes what the page says. */
const host = `<!doctype html><iframe sandbox="allow-scripts" width="600" height="500"></iframe><script>
window.said = [];
const frame = document.querySelector('iframe');
window.addEventListener('message', ({ data, source }) => {
  if (source !== frame.contentWindow) return;
  said.push(data);
  if (data.id !== undefined)
    source.postMessage({ jsonrpc: '2.0', id: data.id, result: {} }, '*');
});
</script>`;

const answer = {
  content: [
    { type: 'text', text: 'the whole answer' },
    {
      type: 'image',
      mimeType: 'image/png',
      data: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    },
  ],
  structuredContent: {
    title: '<img src=x onerror="document.title=1"> Zhang Wei · 1042',
    summary: 'Zhang Wei is worth about €1,235.',
    facts: [{ label: 'Tier', value: 'high' }],
    details: ['Balance down 41%.'],
    charts: ['Contribution by month.'],
    next: [{ label: 'Why?', command: 'why 1042' }],
  },
};

const needed = needing(chromiumPath !== undefined, 'no Chromium is on this machine');

describe('the page of a customer', needed, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  it('shows what it is given as text, and asks the program for what is pressed', async () => {
    const page = await browser.newPage();
    await page.setContent(host);
    const { text } = customerCardPage(sayIn('zh'), 'zh');
    expect(text).toContain('<html lang="zh">');
    await page.evaluate(
      `frame.setAttribute('srcdoc', ${JSON.stringify(text).replaceAll('</', '<\\/')})`,
    );
    const card = page.frameLocator('iframe');
    await card.getByText('正在等待回答……').waitFor();
    await page.waitForFunction(
      'said.some(({ method }) => method === "ui/notifications/initialized")',
    );
    const message = { jsonrpc: '2.0', method: 'ui/notifications/tool-result', params: answer };
    await page.evaluate(`frame.contentWindow.postMessage(${JSON.stringify(message)}, '*')`);
    await card.getByText('is worth about').waitFor();
    expect(await card.locator('h1').textContent()).toBe(answer.structuredContent.title);
    expect(await card.locator('h1 img').count()).toBe(0);
    expect(await card.getByAltText('Contribution by month.').count()).toBe(1);
    expect(await card.locator('dd').textContent()).toBe('high');
    await card.getByRole('button', { name: 'Why?' }).click();
    await page.waitForFunction('said.some(({ method }) => method === "ui/message")');
    expect(
      await page.evaluate('said.find(({ method }) => method === "ui/message").params'),
    ).toEqual({
      role: 'user',
      content: [{ type: 'text', text: 'Why? (why 1042)' }],
    });
    await page.close();
  });
});
