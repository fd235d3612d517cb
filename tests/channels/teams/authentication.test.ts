import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openTenant, tenant } from './teams-tenant.ts';

const appId = '0f0f0f0f-1111-2222-3333-444444444444';
let t: Awaited<ReturnType<typeof openTenant>>;

beforeAll(async () => {
  t = await openTenant({ appId, appPassword: 'the secret', tenantId: tenant });
});
afterAll(() => t.close());

const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const forged = [
  segment({ alg: 'none', typ: 'JWT' }),
  segment({ iss: 'https://somebody.example', aud: appId, exp: 4102444800 }),
  'AAAA',
].join('.');

test.each([
  ['no token', {}],
  ['no bearer', { authorization: 'Basic dXNlcjpwYXNz' }],
  ['garbage', { authorization: 'Bearer garbage' }],
  ['a forged token', { authorization: `Bearer ${forged}` }],
])('%s: refused, without a stack and without a word on the console', async (_, headers) => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
  const response = await t.send(
    { ...t.envelope('petra', t.personal('petra')), type: 'message', text: 'value customer 1042' },
    headers,
  );
  expect(response.status).toBe(401);
  expect(await response.json()).toEqual({
    error: 'The request does not carry a valid token of the Bot Framework.',
  });
  expect(printed).not.toHaveBeenCalled();
  printed.mockRestore();
  expect(t.teams.sent).toEqual([]);
  expect(t.lines.join('\n')).not.toMatch(/1042|the secret/);
});

test('a channel other than Teams, where a client could say who they are, is refused', async () => {
  const activity = t.envelope('petra', t.personal('petra'));
  const response = await t.send({ ...activity, channelId: 'directline', type: 'message' });
  expect(response.status).toBe(403);
});
