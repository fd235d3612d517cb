import { desc } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { accessLog, teamsConversations } from '../../../src/store/schema.ts';
import { keepConversation } from '../../../src/store/teams/conversation-references.ts';
import { testMoment } from '../../banks/forty-customers.ts';
import { emptyAccessLog } from '../../empty-access-log.ts';
import { deliverTo } from '../deliver-to.ts';
import { fullReply } from '../sample-reply.ts';
import { openTenant, tenant } from './teams-tenant.ts';

let world: Awaited<ReturnType<typeof openTenant>>;
const allowed = '99999999-2222-3333-4444-555555555555';

beforeAll(async () => {
  world = await openTenant({ allowedTenants: [tenant, allowed] });
  for (const name of ['petra', 'li']) await world.say('value book', name);
});
beforeEach(() => emptyAccessLog(world.bank.store));
afterAll(() => world.close());

const card = z.looseObject({
  body: z.array(z.looseObject({})),
  actions: z.array(z.looseObject({})),
});
const found = z.object({
  composeExtension: z.object({
    type: z.literal('result'),
    attachmentLayout: z.literal('list'),
    attachments: z.array(
      z.object({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        content: card,
        preview: z
          .object({
            contentType: z.literal('application/vnd.microsoft.card.thumbnail'),
            content: z.looseObject({
              title: z.string(),
              tap: z.object({ type: z.literal('invoke'), title: z.string(), value: z.unknown() }),
            }),
          })
          .optional(),
      }),
    ),
  }),
});
const told = z.object({
  composeExtension: z.object({ type: z.literal('message'), text: z.string() }),
});

/** A chat of two people, in which the bot is not. */
const chat = { id: '19:two-people@unq.gbl.spaces', conversationType: 'personal', tenantId: tenant };
const invoke = async (name: string, value: unknown, by: string, conversation: object = chat) =>
  (
    await world.send({
      ...world.envelope(by, conversation),
      type: 'invoke',
      name: `composeExtension/${name}`,
      value,
    })
  ).json();
const search = (typed: string, by = 'petra', conversation: object = chat) =>
  invoke(
    'query',
    {
      commandId: 'customer',
      parameters: [{ name: 'customer', value: typed }],
      queryOptions: { skip: 0, count: 25 },
    },
    by,
    conversation,
  );
const entries = () => world.bank.store.db.select().from(accessLog).orderBy(desc(accessLog.id));

it('finds customers of one’s own by the beginning of a name, which the log has', async () => {
  const { composeExtension } = found.parse(await search('zha'));
  const [first, ...others] = composeExtension.attachments;
  expect(others).toEqual([]);
  expect(first?.preview?.content.title).toBe('Zhang Wei · 1042');
  expect(first?.preview?.content.tap.value).toEqual({ customer: '1042' });
  expect(JSON.stringify(first?.content)).not.toContain('Zhang Wei');
  expect(await entries()).toEqual([
    expect.objectContaining({ intent: 'customer.search', managerId: 1, channel: 'teams' }),
  ]);
  const many = found.parse(await search('customer')).composeExtension.attachments;
  expect(many.length).toBeGreaterThan(10);
  expect(many.length).toBeLessThanOrEqual(25);
});

it('finds nobody of others, and says so', async () => {
  expect(told.parse(await search('1042', 'li')).composeExtension.text).toContain(
    '您的客户里没有叫这个名字',
  );
  expect(told.parse(await search('')).composeExtension.text).toContain('Type a name');
});

it('puts into a message that others read no name and no figure, but a button for each of them', async () => {
  const { composeExtension } = found.parse(
    await invoke('selectItem', { customer: '1042' }, 'petra'),
  );
  const content = composeExtension.attachments[0]?.content;
  expect(JSON.stringify(content)).not.toMatch(/Zhang Wei|€/);
  expect(content?.actions).toEqual([
    expect.objectContaining({ type: 'Action.Execute', data: { command: 'customer 1042' } }),
  ]);
});

it('puts the card into one’s own chat with the bot, as one may see it', async () => {
  const insert = async (customer: string, by: string) => {
    const given = await invoke('selectItem', { customer }, by, world.personal(by));
    return JSON.stringify(found.parse(given).composeExtension.attachments[0]?.content);
  };
  expect(await insert('1042', 'petra')).toContain('Zhang Wei');
  expect(await insert('1042', 'li')).not.toContain('Zhang Wei');
  expect(await insert('1042" and more', 'petra')).not.toContain('Zhang Wei');
  for (const id of [world.personal('li').id, 'a:of-nobody']) {
    const elsewhere = { ...world.personal('petra'), id };
    const given = await invoke('selectItem', { customer: '1042' }, 'petra', elsewhere);
    expect(JSON.stringify(given)).not.toContain('Zhang Wei');
  }
});

it('shows nothing to whoever is not known, or is a guest by now, and remembers no chat it is not in', async () => {
  expect(told.parse(await search('zha', 'nobody')).composeExtension.text).toContain('do not know');
  expect(told.parse(await search('zha', 'guest')).composeExtension.text).toContain('do not know');
  expect((await entries()).map(({ reason, intent }) => [reason, intent])).toEqual([
    ['unlinked', 'customer.search'],
    ['unlinked', 'customer.search'],
  ]);
  const kept = await world.bank.store.db.select().from(teamsConversations);
  expect(kept.map(({ key }) => key)).not.toContain(chat.id);
  // The account stays linked: that the bot is not in a chat says nothing of whoever writes in it.
  found.parse(await search('zha'));
});

it('answers people of the tenants it was set up for alone', async () => {
  const another = 'eeeeeeee-2222-3333-4444-555555555555';
  const foreign = { ...chat, tenantId: another };
  expect(told.parse(await search('zha', 'petra', foreign)).composeExtension.text).toContain(
    'organisation',
  );
  world.teams.sent.splice(0);
  await world.say('value book', 'petra', { conversation: world.personal('petra', another) });
  expect(world.teams.sent.map(({ activity }) => activity.text)).toEqual([
    expect.stringContaining('organisation'),
  ]);
  const log = await entries();
  expect(log.map(({ reason, identity }) => [reason, identity])).toEqual([
    ['unlinked', `${another}:aad-petra`],
    ['unlinked', `${another}:aad-petra`],
  ]);
});

it('writes nothing unasked to a tenant that it was not set up for', async () => {
  const address = 'a:of-another-tenant';
  const conversation = { ...world.personal('petra', 'eeeeeeee-2222-3333-4444-555555555555') };
  const reference = {
    channelId: 'msteams',
    serviceUrl: world.teams.serviceUrl,
    bot: { id: '28:bot', name: 'Bellwether' },
    user: { id: '29:petra', aadObjectId: 'aad-petra' },
    conversation: { ...conversation, id: address },
  };
  await keepConversation(world.bank.store.db, address, reference, testMoment);
  const { outlet } = world.channel;
  world.teams.sent.splice(0);
  world.teams.asked.splice(0);
  await expect(deliverTo(outlet, address, fullReply)).rejects.toThrow('TEAMS_ALLOWED_TENANTS');
  // What was sent before it was closed out stays as it is.
  await expect(
    outlet.update?.({ address, messageId: 'sent-1', reply: fullReply, locale: 'en' }),
  ).rejects.toThrow('TEAMS_ALLOWED_TENANTS');
  expect(world.teams.asked).toEqual([]);
  expect(await outlet.admits?.(1, address)).toBe(false);
  expect(await outlet.admits?.(1, world.personal('petra').id)).toBe(true);
  expect(world.teams.sent).toEqual([]);
});

it('suggests what to ask where somebody asks for help in their own chat', async () => {
  const suggested = z.object({
    suggestedActions: z.object({
      to: z.tuple([z.string()]),
      actions: z
        .array(z.object({ type: z.literal('imBack'), title: z.string(), value: z.string() }))
        .max(6),
    }),
  });
  const asked = async (name: string) => {
    world.teams.sent.splice(0);
    await world.say('value help', name);
    const last = world.teams.sent.at(-1)?.activity;
    return suggested.parse(last).suggestedActions.actions;
  };
  const petras = await asked('petra');
  expect(petras.map(({ value }) => value)).toContain('at-risk');
  expect((await asked('li'))[0]?.title).toMatch(/\p{Script=Han}/u);
  world.teams.sent.splice(0);
  await world.mention('value help');
  expect(suggested.safeParse(world.teams.sent.at(-1)?.activity).success).toBe(false);
});
