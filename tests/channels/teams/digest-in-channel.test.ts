import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createWebOutlet } from '../../../src/channels/web/outlet.ts';
import { showTakers } from '../../../src/jobs/team/show-takers.ts';
import { unreadMessages } from '../../../src/store/inbox/messages.ts';
import { deliveries, digests, followUps } from '../../../src/store/schema.ts';
import { bankPeople, testMoment } from '../../banks/forty-customers.ts';
import { deliverPetrasDigest, deliveryServices } from '../digest-in-channel.ts';
import { openTenant, tenant } from './teams-tenant.ts';

const address = '19:channel@thread.tacv2';

describe('a digest in the own chat', () => {
  let t: Awaited<ReturnType<typeof openTenant>>;
  beforeAll(async () => {
    t = await openTenant();
    await t.say('help');
  });
  afterAll(() => t.close());

  test.each([
    ['became a guest', { userRole: 'guest' }],
    [
      'has another address',
      { email: 'other@bank.example', userPrincipalName: 'other@bank.example' },
    ],
    ['is no longer there', undefined],
  ])('does not reach somebody who %s', async (_, now) => {
    const before = t.teams.members.get('29:petra');
    if (before === undefined) throw new Error('Petra is in Teams.');
    const owner = await t.bank.people.byEmail(bankPeople.petra);
    const personId = owner.kind === 'linked' ? owner.managerId : 0;
    const doubted = () => t.bank.people.doubt('teams', `${tenant}:aad-petra`);
    const admits = () => t.channel.outlet?.admits?.(personId, 'a:personal-petra');
    await doubted();
    expect(await admits()).toBe(true);
    if (now === undefined) t.teams.members.delete('29:petra');
    else t.teams.members.set('29:petra', { ...before, ...now });
    await doubted();
    expect(await admits()).toBe(false);
    t.teams.sent.length = 0;
    const services = deliveryServices(t.bank, [t.channel.outlet]);
    await deliverPetrasDigest(services, { channel: 'teams', address: 'a:personal-petra' });
    expect(JSON.stringify(t.teams.sent)).not.toContain('Wilhelmina');
    for (const table of [deliveries, digests]) await t.bank.store.db.delete(table);
    t.teams.members.set('29:petra', before);
    await doubted();
    expect(await admits()).toBe(true);
  });

  test('is tried later where Teams does not answer', async () => {
    await t.bank.people.doubt('teams', `${tenant}:aad-petra`);
    t.teams.failNext('member', 502);
    const services = deliveryServices(t.bank, [t.channel.outlet]);
    const to = { channel: 'teams' as const, address: 'a:personal-petra' };
    expect(await deliverPetrasDigest(services, to)).toBe('later');
  });
});

describe('a digest in a channel', () => {
  let t: Awaited<ReturnType<typeof openTenant>>;
  beforeAll(async () => {
    t = await openTenant();
    await t.mention('help');
  });
  afterAll(() => t.close());
  beforeEach(async () => {
    for (const table of [deliveries, digests, followUps]) await t.bank.store.db.delete(table);
    t.teams.sent.length = 0;
  });

  const services = () => deliveryServices(t.bank, [t.channel.outlet]);
  const posted = async (...members: string[]) => {
    t.teams.inConversation.set(address, members);
    expect(await deliverPetrasDigest(services(), { channel: 'teams', address })).toBe('sent');
    expect(t.teams.sent).toHaveLength(1);
    return JSON.stringify(t.teams.sent[0]);
  };

  test('shows by whom a customer is taken at a press of the button, for everybody', async () => {
    expect(await posted('29:petra', '29:jan')).toContain('claim 1042');
    const pressed = await t.press('claim 1042', 'petra', t.thread);
    expect(await pressed.json()).toMatchObject({
      type: 'application/vnd.microsoft.activity.message',
      value: expect.stringContaining('You look after'),
    });
    expect(await showTakers(services(), 'this replica')).toBe(1);
    expect(t.teams.sent).toHaveLength(1);
    const after = JSON.stringify(t.teams.sent[0]);
    expect(after).toMatch(/"Taken by","value":"Petra/);
    expect(after).not.toContain('claim 1042');
    expect(after).toContain('claim 1043');
  });

  test('names customers where those alone read it who may see them', async () => {
    const text = await posted('29:petra', '29:jan', '29:ana');
    expect(text).toContain('Wilhelmina');
    expect(text).not.toContain('Names are shortened');
  });

  test('is not sent for somebody who is gone from Teams, and for one who left the channel alone', async () => {
    await t.say('help');
    t.teams.sent.length = 0;
    const petra = t.teams.members.get('29:petra');
    if (petra === undefined) throw new Error('Petra is in Teams.');
    t.teams.members.delete('29:petra');
    t.teams.inConversation.set(address, ['29:jan']);
    await t.bank.people.doubt('teams', `${tenant}:aad-petra`);
    await deliverPetrasDigest(services(), { channel: 'teams', address });
    expect(t.teams.sent).toEqual([]);
    t.teams.members.set('29:petra', petra);
    await t.bank.people.doubt('teams', `${tenant}:aad-petra`);
    for (const table of [deliveries, digests]) await t.bank.store.db.delete(table);
    t.teams.failNext('member', 404);
    expect(await deliverPetrasDigest(services(), { channel: 'teams', address })).toBe('sent');
  });

  test.each([
    ['a manager of other customers', '29:li'],
    ['somebody whom the bank does not know', '29:nobody'],
    ['a guest', '29:guest'],
    ['somebody of another tenant', '29:federated'],
  ])('shortens names where %s reads along', async (_, member) => {
    const text = await posted('29:petra', member);
    expect(text).not.toMatch(/Wilhelmina|Zhang Wei|Customer Number/);
    expect(text).toContain('somebody in this conversation may not see these customers');
  });

  test('shortens names where Teams does not tell who reads along', async () => {
    t.teams.failNext('member', 404);
    expect(await posted('29:petra')).toContain('could not ask who reads this conversation');
  });

  test('is tried later where Teams does not answer who reads along', async () => {
    t.teams.failNext('member', 502);
    expect(await deliverPetrasDigest(services(), { channel: 'teams', address })).toBe('later');
    expect(await t.bank.store.db.select().from(deliveries)).toMatchObject([{ state: 'due' }]);
  });

  test('goes to its owner alone where the settings say so', async () => {
    t.teams.inConversation.set(address, ['29:petra', '29:li']);
    const web = createWebOutlet({ store: t.bank.store, now: () => testMoment });
    const strict = deliveryServices(t.bank, [t.channel.outlet, web], { mixedReaders: 'owner' });
    expect(await deliverPetrasDigest(strict, { channel: 'teams', address })).toBe('sent');
    expect(t.teams.sent).toEqual([]);
    const owner = await t.bank.people.byEmail(bankPeople.petra);
    const [message] = await unreadMessages(
      t.bank.store.db,
      owner.kind === 'linked' ? owner.managerId : 0,
      10,
    );
    expect(JSON.stringify(message?.reply)).toContain('Wilhelmina');
    expect(JSON.stringify(message?.reply)).toContain(
      'It comes to you and not into the conversation',
    );
    expect(await t.bank.store.db.select().from(deliveries)).toMatchObject([
      { state: 'sent', channel: 'web', takable: null },
    ]);
  });
});
