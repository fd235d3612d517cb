import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { desc, eq } from 'drizzle-orm';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hashToken } from '../../../src/access/token.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import type { Role } from '../../../src/store/kinds.ts';
import {
  accessLog,
  deliveries,
  digests,
  ingestBatches,
  ingestRejects,
  managers,
  valuationRuns,
} from '../../../src/store/schema.ts';
import { startSignIn } from '../../../src/store/sign-ins/sign-ins.ts';
import type { Store } from '../../../src/store/store.ts';
import { fillSevenCustomers } from '../../banks/seven-customers.ts';
import { commandLine } from '../../cli/command-line.ts';
import { needing } from '../../needs.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';
import { chromiumPath } from './chromium.ts';
import { serveWeb } from './sample-server.ts';

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const findings = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});
const config = readConfig('config/bellwether.yaml');
const sqlRunning = eq(valuationRuns.status, 'running');

describe.each(storeKinds)('the operators’ page on %s', (kind) => {
  let store: Store;
  let served: Awaited<ReturnType<typeof serveWeb>>;
  let browser: Browser | undefined;
  const cookies: Partial<Record<Role, string>> = {};
  const now = () => new Date();
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillSevenCustomers(store, new Date());
    for (const role of ['operator', 'auditor', 'analyst'] as const) {
      const [person] = await store.db
        .insert(managers)
        .values({
          externalId: `p-${role}`,
          email: `${role}@own.example`,
          name: `The ${role}`,
          role,
        })
        .returning({ id: managers.id });
      const secret = randomBytes(32).toString('base64url');
      await startSignIn(store.db, {
        managerId: person?.id ?? 0,
        kind: 'code',
        hash: hashToken(secret),
        createdAt: now(),
        expiresAt: new Date(Date.now() + 3_600_000),
      });
      cookies[role] = secret;
    }
    await store.db
      .update(valuationRuns)
      .set({ done: 0.42, step: 'churn', toldAt: now() })
      .where(sqlRunning);
    const [batch] = await store.db
      .insert(ingestBatches)
      .values({
        mapping: 'standard',
        status: 'done',
        startedAt: minutesAgo(30),
        finishedAt: minutesAgo(29),
        counts: { 'customers.csv': { read: 1200, stored: 1190, unchanged: 3, rejected: 7 } },
      })
      .returning({ id: ingestBatches.id });
    await store.db.insert(ingestRejects).values({
      batchId: batch?.id ?? 0,
      mapping: 'standard',
      file: 'customers.csv',
      line: 7,
      column: 'birthDate',
      value: 'Secret Name',
      reason: 'not-a-date',
    });
    const [digest] = await store.db
      .insert(digests)
      .values({
        ownerId: 1,
        kind: 'at-risk',
        channel: 'web',
        address: '1',
        cron: '30 8 * * 1-5',
        timezone: 'Europe/Prague',
        locale: 'en',
        createdAt: minutesAgo(900),
        dueSince: minutesAgo(900),
      })
      .returning({ id: digests.id });
    const delivery = {
      channel: 'web' as const,
      address: '1',
      locale: 'en',
      content: { title: 'Customer 1 may leave' },
    };
    await store.db.insert(deliveries).values([
      {
        ...delivery,
        key: 'failed',
        digestId: digest?.id ?? 0,
        slot: minutesAgo(20),
        tryAt: minutesAgo(10),
        state: 'failed',
        error: 'channel_not_found',
      },
      {
        ...delivery,
        key: 'refused',
        slot: minutesAgo(30),
        tryAt: minutesAgo(10),
        state: 'failed',
        error: 'The platform says of Secret Name: no.',
      },
      { ...delivery, key: 'late', slot: minutesAgo(500), tryAt: minutesAgo(10), state: 'late' },
    ]);
    served = await serveWeb(store, createConversation({ store, config, now }), { demo: false });
    if (kind === 'pglite' && chromiumPath !== undefined)
      browser = await chromium.launch({
        executablePath: chromiumPath,
        args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
      });
  });
  afterAll(async () => {
    await browser?.close();
    await served.close();
    await store.close();
  });

  const get = (role: Role | undefined, path = '/ops') =>
    fetch(`${served.url}${path}`, {
      headers: role === undefined ? {} : { cookie: `bellwether_session=${cookies[role]}` },
    });
  const post = (role: Role, path: string, body?: unknown) =>
    fetch(`${served.url}${path}`, {
      method: 'POST',
      headers: {
        cookie: `bellwether_session=${cookies[role]}`,
        origin: served.url,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  it('is for operators alone, and tells others how to sign in', async () => {
    for (const role of [undefined, 'analyst'] as const) {
      const answer = await get(role);
      expect(answer.status).toBe(403);
      const text = await answer.text();
      expect(text).toContain('bellwether ops EMAIL');
      expect(text).not.toContain('birthDate');
    }
    expect((await post('analyst', '/ops/digests/1/pause')).status).toBe(403);
    expect((await post('auditor', '/ops/digests/1/pause')).status).toBe(403);
    expect((await post('operator', '/ops/audit', { customer: '101' })).status).toBe(403);
  });

  it('lets an operator in by a link of the command line, and nobody else', async () => {
    const bellwether = commandLine(store, { now, cwd: tmpdir() });
    expect(await bellwether('ops', 'analyst@own.example')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no operator or auditor'),
    });
    // Whoever checks the operators signs in by themselves, where they can.
    const openid = {
      OPENID_ISSUER: 'https://id.example',
      OPENID_CLIENT_ID: 'b',
      OPENID_CLIENT_SECRET: 's',
    };
    const mail = { SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'bot@own.example' };
    for (const variables of [openid, mail])
      expect(
        await commandLine(store, { now, variables })('ops', 'auditor@own.example'),
      ).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringContaining('is an auditor and signs in'),
      });
    expect((await bellwether('ops', 'auditor@own.example')).code).toBe(0);
    const { code, out } = await bellwether('ops', 'operator@own.example');
    expect(code).toBe(0);
    const [noted] = await store.db
      .select()
      .from(accessLog)
      .where(eq(accessLog.intent, 'ops'))
      .orderBy(desc(accessLog.id));
    const [person] = await store.db
      .select()
      .from(managers)
      .where(eq(managers.email, 'operator@own.example'));
    expect(noted).toMatchObject({ channel: 'terminal', asked: { manager: person?.id } });
    const [, token = ''] = /#sign-in=(\S+)/.exec(out) ?? [];
    const entered = await fetch(`${served.url}/web/sign-in/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: served.url },
      body: JSON.stringify({ token }),
    });
    const [cookie = ''] = (entered.headers.get('set-cookie') ?? '').split(';');
    expect((await fetch(`${served.url}/ops`, { headers: { cookie } })).status).toBe(200);
  });

  it('tells how runs, imports, digests and the like stand, and nothing of a customer', async () => {
    const answer = await get('operator');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await answer.text();
    for (const told of [
      '42%',
      'churn',
      '1,190',
      'not-a-date',
      'channel_not_found',
      'no code',
      'Eva',
    ])
      expect(text, told).toContain(told);
    expect(text).not.toMatch(/Secret Name|Customer \d|>10[1-7]</);
    const chinese = await (await get('operator', '/ops?lang=zh')).text();
    expect(chinese).toContain('估值运行');
    expect(chinese).toContain('<html lang="zh">');
  });

  it('pauses and resumes a digest, and has a delivery tried again', async () => {
    const [digest] = await store.db.select().from(digests);
    const [failed, , late] = await store.db.select().from(deliveries).orderBy(deliveries.id);
    expect((await post('operator', `/ops/digests/${digest?.id}/pause`)).status).toBe(204);
    expect((await store.db.select().from(digests))[0]?.paused).toBe(true);
    const resume = (lang: string) =>
      post('operator', `/ops/digests/${digest?.id}/resume?lang=${lang}`);
    const refused = await resume('en');
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain('ask its owner');
    expect(await (await resume('zh')).text()).toContain('所有者');
    expect((await store.db.select().from(digests))[0]?.paused).toBe(true);
    expect(await (await get('operator')).text()).toContain('Its owner can resume it');
    await store.db.update(digests).set({ pausedBecause: 'gone' });
    expect((await resume('en')).status).toBe(204);
    expect((await store.db.select().from(digests))[0]?.paused).toBe(false);
    expect((await post('operator', '/ops/digests/999/pause')).status).toBe(409);
    expect((await post('operator', `/ops/deliveries/${late?.id}/retry`)).status).toBe(409);
    expect((await post('operator', `/ops/deliveries/${failed?.id}/retry`)).status).toBe(204);
    const [again] = await store.db.select().from(deliveries).orderBy(deliveries.id);
    expect(again?.state).toBe('due');
    expect((await post('operator', '/ops/deliveries/none/retry')).status).toBe(404);
  });

  it('gives an auditor the log of access, and each search is an entry', async () => {
    const found = async (body: unknown) => (await post('auditor', '/ops/audit', body)).text();
    expect(await found({ customer: '101' })).toContain('One entry about this customer');
    const second = await found({ customer: '101' });
    expect(second).toContain('2 entries');
    expect(second).toContain('The auditor');
    for (let time = 0; time < 10; time++) await found({ customer: '101' });
    const [, before] = /name="before" value="(\d+)"/.exec(await found({ customer: '101' })) ?? [];
    expect(await found({ customer: '101', before })).toContain('earlier');
    expect((await post('auditor', '/ops/audit', { customer: '' })).status).toBe(400);
  });

  if (kind === 'pglite')
    describe('in a browser', needing(chromiumPath !== undefined, 'there is no Chromium'), () => {
      async function open(
        role: Role,
        { lang, dark, width = 1280 }: { lang: string; dark: boolean; width?: number },
      ): Promise<Page> {
        if (browser === undefined) throw new Error('No browser was started.');
        const context = await browser.newContext({
          viewport: { width, height: 900 },
          colorScheme: dark ? 'dark' : 'light',
        });
        await context.addCookies([
          { name: 'bellwether_session', value: cookies[role] ?? '', url: served.url },
        ]);
        const page = await context.newPage();
        await page.goto(`${served.url}/ops?lang=${lang}`);
        return page;
      }

      it.each([
        ['operator', { lang: 'en', dark: false }],
        ['operator', { lang: 'zh', dark: true, width: 390 }],
        ['auditor', { lang: 'en', dark: true, width: 390 }],
      ] as const)('has nothing that axe finds: %s %o', async (role, how) => {
        const page = await open(role, how);
        if (role === 'auditor') {
          await page.fill('input[name=customer]', '101');
          await page.click('form button');
          await page.waitForSelector('#entries');
        }
        // By the protocol: the page itself lets no foreign script in.
        await page.evaluate(axe);
        const { violations } = findings.parse(await page.evaluate('axe.run()'));
        expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
        const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        expect(wide).toBe(false);
        if (process.env.SCREENSHOTS !== undefined)
          await page.screenshot({
            path: `${process.env.SCREENSHOTS}/ops-${role}-${how.lang}.png`,
            fullPage: true,
          });
        await page.context().close();
      });

      it('shows the progress of a run as it goes, and pauses a digest by keyboard', async () => {
        const page = await open('operator', { lang: 'en', dark: false });
        await store.db.update(valuationRuns).set({ done: 0.77 }).where(sqlRunning);
        await page.waitForSelector('#runs >> text=77%', { timeout: 15_000 });
        await page.focus('#digests button');
        await page.keyboard.press('Enter');
        await page.waitForSelector('#digests >> text=paused');
        expect(await page.textContent('#state')).toBe('Done.');
        await page.context().close();
      });
    });
});
