import { createServer } from 'node:http';
import {
  Client,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client';
import { desc } from 'drizzle-orm';
import {
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createAccessTokens } from '../../src/access/access-tokens.ts';
import { mcpConfig } from '../../src/settings/mcp.ts';
import { accessLog } from '../../src/store/schema.ts';
import { bankPeople, type FortyCustomers, openFortyCustomers } from '../banks/forty-customers.ts';
import { emptyAccessLog } from '../empty-access-log.ts';
import { type AuthorizationServer, serveAuthorization } from './authorization-server.ts';
import { type ServedApi, serveApi } from './served-api.ts';

/** A port of this machine that nobody listens on. */
function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((found, failed) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return failed(new Error('no port'));
      return server.close(() => found(address.port));
    });
  });
}

const rsa = () => generateKeyPair('RS256', { extractable: true });

describe('an access token of the bank’s authorization server', () => {
  let bank: FortyCustomers;
  let served: ServedApi;
  let issuer: AuthorizationServer;
  let resource: URL;
  const elsewhere = 'http://127.0.0.1/another-server';
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead);

  const tokensOf = (more: Record<string, unknown>, ask: typeof fetch = fetch) => {
    const { authorization } = mcpConfig.parse({ authorization: { ...more } });
    if (authorization === undefined) throw new Error('No authorization is set.');
    return createAccessTokens(authorization, {
      resource,
      fetch: ask,
      now,
      log: pino({ level: 'silent' }),
    });
  };

  beforeAll(async () => {
    bank = await openFortyCustomers();
    const port = await freePort();
    resource = new URL(`http://127.0.0.1:${port}/mcp`);
    issuer = await serveAuthorization(() => ({
      [resource.href]: 'bellwether other',
      [elsewhere]: 'bellwether',
    }));
    served = await serveApi(
      bank.store,
      now,
      {
        conversation: bank.conversation,
        drawPng: () => Promise.reject(new Error('no charts here')),
        secret: 'a secret of the server',
        accessTokens: tokensOf({ issuer: issuer.issuer }),
      },
      port,
    );
  });
  beforeEach(async () => {
    ahead = 0;
    await emptyAccessLog(bank.store);
  });
  afterAll(async () => {
    await served.close();
    await issuer.close();
    await bank.store.close();
  });

  /** A program that is sent to sign in, comes back, and connects. */
  async function connect(program: ReturnType<AuthorizationServer['programOf']>) {
    const client = new Client(
      { name: 'a program', version: '1' },
      { versionNegotiation: { mode: 'auto' } },
    );
    const transport = () => new StreamableHTTPClientTransport(resource, { authProvider: program });
    const first = transport();
    await expect(client.connect(first)).rejects.toThrow(UnauthorizedError);
    await first.finishAuth(await program.comesBack());
    await client.connect(transport());
    return client;
  }

  /** A token as somebody signed in gets it. */
  async function tokenOf(email: string, { scope = 'bellwether', of = resource.href } = {}) {
    const program = issuer.programOf(email, scope);
    const address = new URL(`${issuer.issuer}/auth`);
    const verifier = 'v'.repeat(64);
    const hashed = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
    for (const [name, value] of Object.entries({
      client_id: 'assistant',
      response_type: 'code',
      redirect_uri: 'http://127.0.0.1/callback',
      scope,
      resource: of,
      code_challenge: Buffer.from(hashed).toString('base64url'),
      code_challenge_method: 'S256',
    }))
      address.searchParams.set(name, value);
    program.redirectToAuthorization(address);
    const answer = await fetch(`${issuer.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: 'assistant',
        redirect_uri: 'http://127.0.0.1/callback',
        code: (await program.comesBack()).get('code') ?? '',
        code_verifier: verifier,
        resource: of,
      }),
    });
    return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
  }

  const ask = (token?: string) =>
    fetch(resource, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    });
  const entries = () => bank.store.db.select().from(accessLog).orderBy(desc(accessLog.id));

  it('is got by a program that is told where, and shows its person their own customers', async () => {
    const client = await connect(issuer.programOf(bankPeople.li));
    const own = await client.callTool({ name: 'customer_value', arguments: { customer: '1075' } });
    expect(own.isError).not.toBe(true);
    expect(own.structuredContent).toMatchObject({ data: { customer: '1075' } });
    const foreign = await client.callTool({
      name: 'customer_value',
      arguments: { customer: '1042' },
    });
    expect(JSON.stringify(foreign)).not.toContain('Zhang Wei');
    await client.close();
    const [last, first] = await entries();
    expect(first).toMatchObject({ channel: 'mcp', managerId: 4, outcome: 'allowed' });
    expect(last).toMatchObject({ channel: 'mcp', managerId: 4, reason: 'unseen' });
  });

  it('is asked for with the place that tells how to get one', async () => {
    const nobody = await ask();
    expect(nobody.status).toBe(401);
    const place = `http://${resource.host}/.well-known/oauth-protected-resource/mcp`;
    expect(nobody.headers.get('www-authenticate')).toBe(
      `Bearer scope="bellwether", resource_metadata="${place}"`,
    );
    for (const address of [place, place.replace(/\/mcp$/, '')]) {
      const told = await fetch(address);
      expect(told.headers.get('access-control-allow-origin')).toBe('*');
      expect(await told.json()).toEqual({
        resource: resource.href,
        authorization_servers: [issuer.issuer],
        scopes_supported: ['bellwether'],
        bearer_methods_supported: ['header'],
        resource_name: 'Bellwether',
      });
    }
  });

  it('of somebody nobody knows is refused, and stands in the log', async () => {
    const stranger = await ask(await tokenOf('stranger@elsewhere.example'));
    expect(stranger.status).toBe(403);
    expect(await stranger.json()).toMatchObject({ error: { code: 'unknown_person' } });
    expect(await entries()).toEqual([
      expect.objectContaining({
        identity: 'stranger@elsewhere.example',
        managerId: null,
        outcome: 'refused',
        reason: 'unlinked',
      }),
    ]);
  });

  it('whose address nobody confirmed is nobody’s', async () => {
    const token = await tokenOf('unverified@bank.example');
    expect(decodeJwt(token)).toMatchObject({ email_verified: false });
    expect((await ask(token)).status).toBe(403);
  });

  it('is refused without the scope, beyond its time, and where it is for another server', async () => {
    const lacking = await ask(await tokenOf(bankPeople.petra, { scope: 'other' }));
    expect(lacking.status).toBe(403);
    expect(lacking.headers.get('www-authenticate')).toMatch(/error="insufficient_scope"/);
    const token = await tokenOf(bankPeople.petra);
    expect((await ask(token)).status).toBe(200);
    ahead = 3_700_000;
    const expired = await ask(token);
    expect(expired.status).toBe(401);
    expect(expired.headers.get('www-authenticate')).toMatch(/error="invalid_token"/);
    ahead = 0;
    const foreign = await tokenOf(bankPeople.petra, { of: elsewhere });
    expect(decodeJwt(foreign)).toMatchObject({ aud: elsewhere });
    expect((await ask(foreign)).status).toBe(401);
  });

  it('is refused where it is signed by nobody, by a shared key, or by a key of its own', async () => {
    const good = decodeJwt(await tokenOf(bankPeople.petra));
    const own = await rsa();
    const publicKey = new TextEncoder().encode(JSON.stringify(await exportJWK(own.publicKey)));
    const forged = [
      new UnsecuredJWT(good).encode(),
      await new SignJWT(good).setProtectedHeader({ alg: 'HS256' }).sign(publicKey),
      await new SignJWT(good)
        .setProtectedHeader({ alg: 'RS256', jwk: await exportJWK(own.publicKey) })
        .sign(own.privateKey),
      'neither.one',
      `${'a'.repeat(9_000)}.b.c`,
    ];
    for (const token of forged) expect((await ask(token)).status).toBe(401);
    const log = await entries();
    expect(log).toHaveLength(forged.length);
    expect(log.every(({ reason }) => reason === 'token')).toBe(true);
  });

  it('reads nothing of the REST API, as it was not made for it', async () => {
    const { status } = await served.get('/api/customers', await tokenOf(bankPeople.petra));
    expect(status).toBe(401);
  });

  it('has the keys of its issuer fetched once, whoever comes', async () => {
    const before = issuer.keysFetched();
    for (const person of [bankPeople.petra, bankPeople.jan]) {
      expect((await ask(await tokenOf(person))).status).toBe(200);
    }
    expect(issuer.keysFetched()).toBe(before);
    expect(before).toBeLessThanOrEqual(1);
  });

  it('is somebody’s where it says that their address is verified, or its issuer vouches', async () => {
    const strict = tokensOf({ issuer: issuer.issuer });
    const vouching = tokensOf({ issuer: issuer.issuer, emailsVouchedFor: true });
    for (const name of ['silent', 'worded']) {
      const of = await tokenOf(`${name}@bank.example`);
      expect(await strict.check(of)).toMatchObject({ kind: 'nameless' });
      expect(await vouching.check(of)).toMatchObject({
        kind: 'good',
        email: `${name}@bank.example`,
      });
    }
  });

  it('is checked by the keys at hand where the issuer answers no more, for an hour', async () => {
    const good = await tokenOf(bankPeople.petra);
    const other = await rsa();
    const { alg, ...header } = { ...decodeProtectedHeader(good), kid: 'another' };
    const unknown = await new SignJWT(decodeJwt(good))
      .setProtectedHeader({ ...header, alg: alg ?? 'RS256' })
      .sign(other.privateKey);
    let answers = true;
    const tokens = tokensOf({ issuer: issuer.issuer }, (...asked) =>
      answers ? fetch(...asked) : Promise.reject(new Error('down')),
    );
    expect(await tokens.check(good)).toMatchObject({ kind: 'good' });
    answers = false;
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 });
    try {
      expect(await tokens.check(unknown)).toEqual({ kind: 'unreachable' });
      expect(await tokens.check(good)).toMatchObject({ kind: 'good' });
      vi.setSystemTime(Date.now() + 50 * 60_000);
      expect(await tokens.check(good)).toEqual({ kind: 'unreachable' });
    } finally {
      vi.useRealTimers();
    }
  });

  it('is checked by no keys that come unprotected', async () => {
    const metadata = {
      issuer: 'https://login.bank.example',
      jwks_uri: 'http://keys.bank.example/',
    };
    const asked: string[] = [];
    const tokens = tokensOf({ issuer: metadata.issuer }, async (address) => {
      asked.push(String(address));
      return Response.json(metadata);
    });
    expect(await tokens.check(await tokenOf(bankPeople.petra))).toEqual({ kind: 'unreachable' });
    expect(asked.every((address) => address.startsWith(metadata.issuer))).toBe(true);
  });

  it('is not called wrong where its issuer cannot be asked', async () => {
    const gone = tokensOf({ issuer: `http://127.0.0.1:${await freePort()}` });
    expect(await gone.check(await tokenOf(bankPeople.petra))).toEqual({ kind: 'unreachable' });
    const another = tokensOf({ issuer: `${issuer.issuer}/`, keys: `${issuer.issuer}/nothing` });
    expect(await another.check('a.b.c')).toEqual({ kind: 'wrong' });
    expect(await another.check(await tokenOf(bankPeople.petra))).toEqual({ kind: 'unreachable' });
  });
});
