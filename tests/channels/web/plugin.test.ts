import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createWebOutlet } from '../../../src/channels/web/outlet.ts';
import { demoPeople } from '../../../src/demo/people.ts';
import { recordAccess } from '../../../src/store/access-log/record-access.ts';
import { accessLog, inbox, managers } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';
import { deliverTo } from '../deliver-to.ts';
import { fullReply } from '../sample-reply.ts';
import { sampleConversation } from './sample-conversation.ts';
import { hirePeople, serveWeb } from './sample-server.ts';

const answered = z.object({
  locale: z.string(),
  title: z.string(),
  summary: z.string(),
  card: z.object({
    type: z.string(),
    body: z.array(z.object({ type: z.string(), url: z.string().optional() })),
  }),
});
const told = z.looseObject({
  personas: z.array(z.object({ name: z.string().nullable() })),
  suggestions: z.object({ en: z.array(z.string()), zh: z.array(z.string()) }),
});
const delivered = z.object({ messages: z.array(z.looseObject({ id: z.number() })) });
const refusal = z.object({ error: z.string() });

type Served = Awaited<ReturnType<typeof serveWeb>>;

describe.each(storeKinds)('the web channel on %s', (kind) => {
  const conversation = sampleConversation();
  let store: Store;
  let demo: Served;
  let strict: Served;

  beforeAll(async () => {
    store = await openTestStore(kind);
    await hirePeople(store);
    demo = await serveWeb(store, conversation);
    strict = await serveWeb(store, conversation, { demo: false });
  });
  afterAll(async () => {
    await demo.close();
    await strict.close();
    await store.close();
  });

  const post = (
    served: Served,
    path: string,
    body: unknown,
    headers: Record<string, string> = { origin: served.url },
  ) =>
    fetch(`${served.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const speakAs = async (persona: string) => {
    const cookie = (await post(demo, '/web/persona', { persona })).headers.get('set-cookie') ?? '';
    return { cookie, headers: { origin: demo.url, cookie: cookie.split(';')[0] ?? '' } };
  };
  const ask = { text: 'value customer 1042', locale: 'en' };

  test('the page allows itself nothing from elsewhere', async () => {
    const page = await fetch(`${demo.url}/`);
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('http');
    expect(await page.text()).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  test('a question is answered with a card whose chart this server shows', async () => {
    const answer = await post(demo, '/web/ask', ask);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { card, locale, summary } = answered.parse(await answer.json());
    expect({ locale, type: card.type }).toEqual({ locale: 'en', type: 'AdaptiveCard' });
    expect(summary).toContain('€12,410');
    const image = card.body.find(({ type }) => type === 'Image');
    const chart = await fetch(`${demo.url}/${image?.url}`);
    expect([chart.status, chart.headers.get('content-type')]).toEqual([200, 'image/png']);
  });

  test('the conversation is told who asks, in which language, and where to send a digest', async () => {
    const { headers } = await speakAs('supervisor');
    await post(demo, '/web/ask', { text: 'who leaves?', locale: 'zh' }, headers);
    const [jan] = await store.db
      .select({ id: managers.id })
      .from(managers)
      .where(eq(managers.email, demoPeople.supervisor));
    expect(conversation.asked.at(-1)).toMatchObject({
      text: 'who leaves?',
      locale: 'zh',
      channel: 'web',
      shared: false,
      address: String(jan?.id),
      principal: { kind: 'linked', role: 'supervisor', name: 'Jan Dvořák' },
    });
  });

  test('two pages of one person are two threads', async () => {
    for (const session of ['a', 'b']) await post(demo, '/web/ask', { ...ask, session });
    expect(conversation.asked.slice(-2).map(({ thread }) => thread)).toEqual(['a', 'b']);
    const long = await post(demo, '/web/ask', { ...ask, session: 'x'.repeat(65) });
    expect(long.status).toBe(400);
  });

  test('the persona is kept in a signed cookie that no other site and no script sees', async () => {
    const { cookie } = await speakAs('analyst');
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    const forged = { origin: demo.url, cookie: 'bellwether_persona=analyst' };
    await post(demo, '/web/ask', ask, forged);
    expect(conversation.asked.at(-1)).toMatchObject({ principal: { role: 'manager' } });
  });

  test('an outsider is linked to nobody', async () => {
    const { headers } = await speakAs('outsider');
    const answer = answered.parse(await (await post(demo, '/web/ask', ask, headers)).json());
    expect(answer.title).toBe('I do not know you yet');
    expect(conversation.asked.at(-1)).toMatchObject({
      principal: { kind: 'unlinked' },
      address: '',
    });
  });

  test('outside the demo everybody is unlinked, and there is no persona to pick', async () => {
    const { headers } = await speakAs('analyst');
    await post(strict, '/web/ask', ask, { ...headers, origin: strict.url });
    expect(conversation.asked.at(-1)).toMatchObject({ principal: { kind: 'unlinked' } });
    expect((await post(strict, '/web/persona', { persona: 'analyst' })).status).toBe(400);
    const status = told.parse(await (await fetch(`${strict.url}/web/status`)).json());
    expect(status).toMatchObject({ demo: false, speaksAs: null, name: null, personas: [] });
  });

  test('another site may not ask, nor may a request that does not say where it is from', async () => {
    const elsewhere = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      {},
      { origin: demo.url, 'sec-fetch-site': 'cross-site' },
      { origin: demo.url, 'sec-fetch-site': 'same-site' },
    ];
    const before = conversation.asked.length;
    for (const headers of elsewhere) {
      for (const path of ['/web/ask', '/web/persona', '/web/inbox/read']) {
        expect((await post(demo, path, ask, headers)).status).toBe(403);
      }
    }
    expect(conversation.asked.length).toBe(before);
  });

  test.each([
    ['/web/ask', { text: '', locale: 'en' }],
    ['/web/ask', { text: 'x'.repeat(2001), locale: 'en' }],
    ['/web/ask', { text: 'hello', locale: 'fr' }],
    ['/web/persona', { persona: 'director' }],
    ['/web/inbox/read', { upTo: 'all' }],
  ])('%s refuses %j in words', async (path, body) => {
    const refused = await post(demo, path, body);
    expect(refused.status).toBe(400);
    expect(refusal.parse(await refused.json()).error).toMatch(/"\w+"/);
  });

  test('the status names the personas, and suggests questions in both languages', async () => {
    const status = told.parse(await (await fetch(`${demo.url}/web/status`)).json());
    expect(status.preparation).toEqual({ state: 'ready' });
    expect(status.personas.map(({ name }) => name)).toEqual([
      'Petra Nováková',
      'Jan Dvořák',
      'Avery Quinn',
      null,
    ]);
    expect(status.suggestions.en).toContain('who is about to leave?');
    expect(status.suggestions.zh).toContain('客户1042值多少钱？');
  });

  test('a digest reaches the inbox of its person once, until it is read', async () => {
    const outlet = createWebOutlet({ store, now: () => new Date('2026-11-02T07:30:00Z') });
    const { headers } = await speakAs('manager');
    await recordAccess(store.db, {
      at: new Date('2026-11-02T07:30:00Z'),
      managerId: 1,
      channel: 'web',
      intent: 'digest',
      customerIds: [2, 1],
      message: 'digest 1 at 07:30',
    });
    const unread = async () =>
      delivered.parse(await (await fetch(`${demo.url}/web/inbox`, { headers })).json()).messages;
    await deliverTo(outlet, '1', fullReply, { key: 'digest 1 at 07:30' });
    await deliverTo(outlet, '1', fullReply, { key: 'digest 1 at 07:30' });
    await deliverTo(outlet, '2', fullReply, { key: 'digest 2 at 07:30' });
    expect(await outlet.isShared('1')).toBe(false);
    const messages = await unread();
    expect(messages).toHaveLength(1);
    const read = () => store.db.select().from(accessLog).where(eq(accessLog.channel, 'inbox'));
    expect(await read()).toMatchObject([
      { managerId: 1, customerIds: [2, 1], message: 'digest 1 at 07:30', outcome: 'allowed' },
    ]);
    expect(messages[0]).toMatchObject({
      at: '2026-11-02T07:30:00.000Z',
      title: fullReply.title,
      card: { type: 'AdaptiveCard' },
    });
    expect((await post(demo, '/web/inbox/read', { upTo: messages[0]?.id }, headers)).status).toBe(
      204,
    );
    expect(await unread()).toEqual([]);
    expect(await store.db.select().from(inbox)).toHaveLength(2);
    const outsider = await speakAs('outsider');
    const theirs = await fetch(`${demo.url}/web/inbox`, { headers: outsider.headers });
    expect(await theirs.json()).toEqual({ messages: [] });
    expect(await read()).toHaveLength(1);
  });

  test('an address that is no person is refused', async () => {
    const outlet = createWebOutlet({ store, now: () => new Date() });
    await expect(deliverTo(outlet, 'C042', fullReply)).rejects.toThrow(/"C042" is no person/);
  });
});
