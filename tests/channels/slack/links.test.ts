import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pageOf } from '../../../src/channels/slack/unfurl.ts';
import { openWorkspace, until } from './slack-workspace.ts';

const root = 'https://chat.bank.example/bell';

test.each([
  [`${root}/c/1042`, 'customer'],
  [`${root}/#c/1042`, 'customer'],
  [`${root}/print#1042`, 'print'],
  [`${root}/ops`, 'ops'],
  [root, 'web'],
  [`${root}/charts/a.b.c.png`, undefined],
  ['https://chat.bank.example/bellows/c/1042', undefined],
  ['https://chat.bank.example.evil.example/bell/c/1042', undefined],
  ['no address', undefined],
])('%s opens %s', (url, page) => {
  expect(pageOf(url, root)).toBe(page);
});

describe('links to our pages in Slack', () => {
  let w: Awaited<ReturnType<typeof openWorkspace>>;
  beforeAll(async () => {
    w = await openWorkspace();
  });
  afterAll(() => w.close());
  beforeEach(() => {
    w.slack.unfurled.length = 0;
  });

  const share = (urls: string[], user = 'UPETRA', more: object = {}) =>
    w.sendEvent({
      type: 'link_shared',
      channel: 'C1',
      user,
      message_ts: '1782977400.000400',
      unfurl_id: 'C1.1782977400.000400.abc',
      source: 'conversations_history',
      links: urls.map((url) => ({ url, domain: 'chat.bank.example' })),
      event_ts: '1782977400.000500',
      ...more,
    });
  const unfurled = async () => {
    await until(() => w.slack.unfurled.length > 0, 'a link was told of');
    return JSON.stringify(w.slack.unfurled);
  };

  test('say which page they open, and nothing of whom', async () => {
    await share([`${root}/c/1042`]);
    const known = await unfurled();
    expect(known).toContain('A customer’s card in Bellwether');
    expect(known).toContain('conversations_history');
    expect(known).not.toMatch(/Zhang|€|%"/);
    w.slack.unfurled.length = 0;
    await share([`${root}/c/999999`]);
    expect((await unfurled()).replaceAll('999999', '1042')).toBe(known);
  });

  test('are told of in the language of whoever posted them', async () => {
    await share([`${root}/c/1042`, `${root}/ops`], 'ULI', { unfurl_id: undefined });
    const said = await unfurled();
    expect(said).toContain('客户卡片');
    expect(said).toContain('1782977400.000400');
  });

  test('of others are left alone', async () => {
    await share(['https://elsewhere.example/c/1042']);
    await w.settled();
    expect(w.slack.unfurled).toEqual([]);
  });
});
