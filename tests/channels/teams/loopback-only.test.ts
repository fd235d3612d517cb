import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTenant, tenant } from './teams-tenant.ts';

let t: Awaited<ReturnType<typeof openTenant>>;
beforeAll(async () => {
  t = await openTenant();
});
afterAll(() => t.close());

/** Asks with headers that `fetch` would not let through. */
function ask(headers: Record<string, string>): Promise<number | undefined> {
  const body = JSON.stringify({
    ...t.envelope('petra', t.personal('petra')),
    type: 'message',
    text: 'value customer 1042',
  });
  return new Promise((resolve, reject) => {
    const asking = request(
      `${t.address}/api/messages`,
      { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      },
    );
    asking.on('error', reject).end(body);
  });
}

describe('without authentication', () => {
  test.each(['localhost:3000', '127.0.0.1', '127.0.0.1:3978', '[::1]:3000'])(
    'a program of this machine is answered at %s',
    async (host) => {
      t.teams.sent.length = 0;
      expect(await ask({ host })).toBe(200);
      expect(t.teams.sent).toHaveLength(1);
    },
  );

  test.each<[string, Record<string, string>]>([
    ['a name bound to this address', { host: 'evil.example:3000' }],
    ['a name that only begins well', { host: 'localhost.evil.example' }],
    ['an address of the network', { host: '192.168.0.7:3000' }],
    ['a proxy', { host: 'localhost:3000', 'x-forwarded-for': '203.0.113.7' }],
    ['another proxy', { host: 'localhost:3000', forwarded: 'for=203.0.113.7' }],
    ['a third proxy', { host: 'localhost:3000', via: '1.1 proxy' }],
  ])('%s is refused', async (_, headers) => {
    t.teams.sent.length = 0;
    expect(await ask(headers)).toBe(403);
    expect(t.teams.sent).toEqual([]);
  });
});

test('with authentication the way of a request does not matter', async () => {
  const authenticated = await openTenant({
    appId: '0f0f0f0f-1111-2222-3333-444444444444',
    appPassword: 'p',
    tenantId: tenant,
  });
  const response = await authenticated.send(
    { ...authenticated.envelope('petra', authenticated.personal('petra')), type: 'message' },
    { 'x-forwarded-for': '203.0.113.7' },
  );
  expect(response.status).toBe(401);
  await authenticated.close();
});
