import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sign } from '@fastify/cookie';
import { eq } from 'drizzle-orm';
import { Provider as OpenIdProvider } from 'oidc-provider';
import { pino } from 'pino';
import { type Browser, chromium } from 'playwright-core';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { pageLinks } from '../../../src/access/page-link.ts';
import { createSendCode } from '../../../src/channels/web/mail-code.ts';
import { createProvider } from '../../../src/channels/web/openid-provider.ts';
import { demoPeople } from '../../../src/demo/people.ts';
import { bank, managers } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { needing } from '../../needs.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';
import { chromiumPath } from './chromium.ts';
import { sampleConversation } from './sample-conversation.ts';
import { cookieSecret, hirePeople, serveWeb } from './sample-server.ts';

const told = z.object({
  demo: z.boolean(),
  name: z.string().nullable(),
  signedIn: z.boolean(),
  personas: z.array(z.unknown()),
});
const managerId = 1;

/** A port of this machine that nobody listens on. */
function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((found) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = addressOf(server);
      server.close(() => found(port));
    });
  });
}

function addressOf(server: { address(): AddressInfo | string | null }): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It listens on no port.');
  return address;
}

/** A mail server on a port of its own, and what came to it. */
function mailServer(): Promise<{ url: string; mails: string[]; close(): void }> {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _, done) {
      let mail = '';
      stream.setEncoding('utf8');
      stream.on('data', (part) => {
        mail += part;
      });
      stream.on('end', () => {
        mails.push(mail);
        done();
      });
    },
  });
  return new Promise((listening) => {
    const started = server.listen(0, '127.0.0.1', () => {
      const url = `smtp://127.0.0.1:${addressOf(started).port}`;
      listening({ url, mails, close: () => server.close() });
    });
  });
}

/** An OpenID provider on a port of its own, at which anybody signs in as the address they type. */
async function openIdServer(callback: string): Promise<{ issuer: string; close(): void }> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new OpenIdProvider(issuer, {
    clients: [{ client_id: 'bellwether', client_secret: 'secret', redirect_uris: [callback] }],
    ttl: { Session: 60, Interaction: 60, Grant: 60, AccessToken: 60, IdToken: 60 },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, email_verified: !id.startsWith('unverified') }),
    }),
  });
  const server = createServer(provider.callback());
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return { issuer, close: () => server.close() };
}

describe.each(storeKinds)('signing in to the page, on %s', (kind) => {
  let store: Store;
  let served: Awaited<ReturnType<typeof serveWeb>>;
  let mail: Awaited<ReturnType<typeof mailServer>>;
  let clock = () => new Date();
  const link = () =>
    pageLinks({
      store,
      publicUrl: served.url,
      random: randomBytes,
      now: () => clock(),
    })(managerId);
  const tokenOf = (address: string) => address.split('#sign-in=')[1] ?? '';

  beforeAll(async () => {
    store = await openTestStore(kind);
    await hirePeople(store);
    await store.db.insert(bank).values({ name: 'A real bank', currency: 'CZK', demo: false });
    mail = await mailServer();
    served = await serveWeb(store, sampleConversation(), {
      demo: true,
      sendCode: createSendCode({ url: mail.url, from: 'bellwether@bank.example' }),
      provider: createProvider(
        { issuer: `http://127.0.0.1:${await freePort()}`, clientId: 'b', clientSecret: 's' },
        { publicUrl: 'http://127.0.0.1', log: pino({ level: 'silent' }) },
      ),
    });
  });
  afterAll(async () => {
    await served.close();
    mail.close();
    await store.close();
  });

  const post = (path: string, body: unknown, cookie = '') =>
    fetch(`${served.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: served.url, cookie },
      body: JSON.stringify(body),
    });
  const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const statusOf = async (cookie = '') =>
    told.parse(await (await fetch(`${served.url}/web/status`, { headers: { cookie } })).json());
  const codeIn = (text = '') => /\b(\d{4}) (\d{4})\b/.exec(text)?.slice(1).join('') ?? '';

  test('a bank of its own has no personas, whatever the settings say', async () => {
    expect(await statusOf()).toEqual({ demo: false, name: null, signedIn: false, personas: [] });
  });

  test('a link lets its person in once, until they go', async () => {
    const address = await link();
    expect(new URL(address).pathname).toBe('/');
    const entered = await post('/web/sign-in/link', { token: tokenOf(address) });
    expect(entered.status).toBe(204);
    expect(entered.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Strict/);
    const cookie = cookieOf(entered);
    expect(await statusOf(cookie)).toMatchObject({ name: 'Petra Nováková', signedIn: true });
    expect((await post('/web/sign-in/link', { token: tokenOf(address) })).status).toBe(403);
    expect((await post('/web/sign-out', {}, cookie)).status).toBe(204);
    expect(await statusOf(cookie)).toMatchObject({ name: null, signedIn: false });
  });

  test('a link of eleven minutes ago lets nobody in', async () => {
    clock = () => new Date(Date.now() - 11 * 60_000);
    const old = await link();
    clock = () => new Date();
    expect((await post('/web/sign-in/link', { token: tokenOf(old) })).status).toBe(403);
    expect((await post('/web/sign-in/link', { token: 'made up' })).status).toBe(400);
  });

  test('who leaves the bank is signed out', async () => {
    const cookie = cookieOf(await post('/web/sign-in/link', { token: tokenOf(await link()) }));
    const active = (now: boolean) =>
      store.db.update(managers).set({ active: now }).where(eq(managers.id, managerId));
    await active(false);
    expect(await statusOf(cookie)).toMatchObject({ name: null, signedIn: false });
    await active(true);
  });

  test.each([
    ['is down', '/web/sign-in/openid', ''],
    ['was never gone to', '/web/sign-in/openid/callback?code=x', ''],
    [
      'would be answered with another cookie of ours',
      '/web/sign-in/openid/callback?code=x',
      `bellwether_openid=${encodeURIComponent(sign('ana@bank.example', cookieSecret))}`,
    ],
  ])('a provider that %s leads back to the page, which says so', async (_, path, cookie) => {
    const { status, headers } = await fetch(`${served.url}${path}`, {
      redirect: 'manual',
      headers: { cookie },
    });
    expect([status, headers.get('location')]).toEqual([302, '/#sign-in-failed']);
  });

  test('a code goes to the address, serves once, and is not to be guessed', async () => {
    const email = demoPeople.analyst;
    const ask = () => post('/web/sign-in/code', { email, locale: 'en' });
    const confirm = (code: string) => post('/web/sign-in/code/confirm', { email, code });
    expect((await ask()).status).toBe(204);
    await expect.poll(() => mail.mails.length).toBe(1);
    expect(mail.mails[0]).toContain(email);
    const code = codeIn(mail.mails[0]);
    const another = code === '00000000' ? '00000001' : '00000000';
    expect((await confirm(another)).status).toBe(403);
    const entered = await confirm(`${code.slice(0, 4)} ${code.slice(4)}`);
    expect(entered.status).toBe(204);
    expect(await statusOf(cookieOf(entered))).toMatchObject({ name: 'Avery Quinn' });
    expect((await confirm(code)).status).toBe(403);

    await ask();
    await expect.poll(() => mail.mails.length).toBe(2);
    const next = codeIn(mail.mails[1]);
    for (let tries = 0; tries < 5; tries++)
      await confirm(next === '11111111' ? '22222222' : '11111111');
    expect((await confirm(next)).status).toBe(403);
  });

  test('an address that the bank does not know is answered alike, and gets nothing', async () => {
    const before = mail.mails.length;
    const email = 'nobody@elsewhere.example';
    expect((await post('/web/sign-in/code', { email, locale: 'en' })).status).toBe(204);
    await post('/web/sign-in/code', { email: demoPeople.supervisor, locale: 'en' });
    await expect.poll(() => mail.mails.length).toBe(before + 1);
    expect(mail.mails.join()).not.toContain(email);
  });
});

const chromiumNeeded = needing(
  chromiumPath !== undefined,
  'this machine has no Chromium: install it, or set CHROMIUM',
);

describe('signing in in Chromium', chromiumNeeded, () => {
  let store: Store;
  let served: Awaited<ReturnType<typeof serveWeb>>;
  let mail: Awaited<ReturnType<typeof mailServer>>;
  let openId: Awaited<ReturnType<typeof openIdServer>>;
  let browser: Browser;

  beforeAll(async () => {
    store = await openTestStore('pglite');
    await hirePeople(store);
    mail = await mailServer();
    const port = await freePort();
    const publicUrl = `http://127.0.0.1:${port}`;
    openId = await openIdServer(`${publicUrl}/web/sign-in/openid/callback`);
    const { issuer } = openId;
    served = await serveWeb(store, sampleConversation(), {
      demo: false,
      port,
      sendCode: createSendCode({ url: mail.url, from: 'bellwether@bank.example' }),
      provider: createProvider(
        { issuer, clientId: 'bellwether', clientSecret: 'secret' },
        { publicUrl, log: pino({ level: 'silent' }) },
      ),
    });
    browser = await chromium.launch({
      executablePath: chromiumPath ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    openId?.close();
    mail?.close();
    await store?.close();
  });

  const open = async (path = '/') => {
    const context = await browser.newContext({
      locale: 'en-GB',
      viewport: { width: 390, height: 844 },
    });
    const page = await context.newPage();
    await page.goto(`${served.url}${path}`);
    return page;
  };

  test('by a link, whose secret does not stay in the address; a used one says so', async () => {
    const random = randomBytes;
    const now = () => new Date();
    const address = await pageLinks({ store, publicUrl: served.url, random, now })(managerId);
    const { hash } = new URL(address);
    const page = await open(`/${hash}`);
    await page.getByText('Petra Nováková').waitFor();
    expect(page.url()).toBe(`${served.url}/`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('Sign in to ask about your customers.').waitFor();
    const again = await open(`/${hash}`);
    await again.getByText('This link was used already').waitFor();
  });

  test('by a code', async () => {
    const page = await open();
    await page.getByLabel('Your e-mail address at the bank').fill(demoPeople.analyst);
    await page.getByRole('button', { name: 'Send me a code' }).click();
    await expect.poll(() => mail.mails.length).toBe(1);
    const [, code = ''] = /(\d{4} \d{4})/.exec(mail.mails[0] ?? '') ?? [];
    await page.getByLabel('The code').fill('1');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('That is not the code').waitFor();
    await page.getByLabel('The code').fill(code);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Avery Quinn').waitFor();
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(390);
  });

  test.each([
    [demoPeople.supervisor, 'Jan Dvořák'],
    ['stranger@bank.example', 'Your account is not linked to anybody at the bank here.'],
    ['unverified@bank.example', 'Your account is not linked to anybody at the bank here.'],
  ])('by the bank’s provider as %s', async (account, shown) => {
    const page = await open();
    await page.getByRole('link', { name: 'Sign in with your account at the bank' }).click();
    await page.locator('input[name=login]').fill(account);
    await page.locator('input[name=password]').fill('anything');
    await page.locator('[type=submit]').click();
    await page.locator('[type=submit]').click();
    await page.getByText(shown).waitFor();
    expect(page.url()).toBe(`${served.url}/`);
  });
});
