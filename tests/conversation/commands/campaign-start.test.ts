import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Principal } from '../../../src/access/principal.ts';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import {
  actions,
  campaignMembers,
  campaigns,
  customers,
  interactions,
} from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { fillTalkedOfBank, type TalkedOfPeople } from '../../banks/talked-of-bank.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const config = readConfig('config/bellwether.yaml');
const morning = new Date('2026-07-02T07:30:00Z');
const told = z.object({
  campaign: z.looseObject({ name: z.string() }),
  started: z.boolean(),
  action: z.number().nullable(),
});

describe.each(storeKinds)('starting a campaign, on %s', (kind) => {
  let store: Store;
  let conversation: Conversation;
  let people: TalkedOfPeople;
  let now = morning;

  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillTalkedOfBank(store);
    conversation = createConversation({
      store,
      config,
      now: () => now,
      log: { error: (fields) => expect(fields).toBeUndefined() },
    });
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    now = morning;
    for (const table of [actions, interactions, campaignMembers, campaigns])
      await store.db.delete(table);
  });

  const ask = (text: string, principal: Principal = people.ana, locale: 'en' | 'zh' = 'en') =>
    conversation.answer({ text, principal, channel: 'web', address: '1', shared: false, locale });
  const buttonOf = (answer: Awaited<ReturnType<typeof ask>>) =>
    answer.reply.actions[0]?.command ?? '';
  const groups = async () =>
    (await store.db.select().from(campaignMembers))
      .map(({ customerId, heldOut }) => [customerId, heldOut])
      .sort();

  it('shows the plan and draws nothing, until its button is pressed', async () => {
    const plan = await ask('campaign start "Spring call" share=25% days=60');
    expect(plan.intent).toBe('campaign.start');
    expect(plan.reply.title).toBe('Start “Spring call”?');
    expect(plan.reply.summary).toMatch(/40 customers.*30 to act on, 10 held out by lot/);
    const details = plan.reply.details?.join(' ');
    expect(details).toMatch(/customers to see a difference of .* in 100 with a chance of 80%/);
    expect(details).toMatch(/show a difference of .* or more with a chance of 80%/);
    expect(details).toMatch(/judged on .* and on no other day.*seen in 5% of campaigns/);
    expect(plan.data).toMatchObject({
      campaign: {
        name: 'Spring call',
        outcome: 'retention',
        startedOn: '2026-07-02',
        endsOn: '2026-08-31',
      },
      treated: 30,
      heldOut: 10,
      started: false,
    });
    expect(await store.db.select().from(campaigns)).toEqual([]);

    const started = await ask(buttonOf(plan));
    expect(told.parse(started.data)).toMatchObject({ started: true, action: expect.any(Number) });
    expect(started.reply.title).toBe('“Spring call” has started');
    const [kept] = await store.db.select().from(campaigns);
    expect(kept).toMatchObject({
      name: 'Spring call',
      startedBy: people.ana.kind === 'linked' ? people.ana.managerId : 0,
    });
    expect((await groups()).filter(([, heldOut]) => heldOut)).toHaveLength(10);

    // Pressed once more, it is the same campaign.
    const again = await ask(buttonOf(plan));
    expect(told.parse(again.data).started).toBe(false);
    expect(again.reply.summary).toContain('already');
    expect(await store.db.select().from(campaigns)).toHaveLength(1);
  });

  it.each([
    [
      'start a campaign called Autumn visits for everyone in Brno, hold out half of them, for 3 months',
      'en',
      {
        name: 'Autumn visits',
        heldOutShare: 0.5,
        outcome: 'retention',
        target: { branch: 'BRN' },
        startedOn: '2026-07-02',
        endsOn: '2026-10-01',
      },
    ],
    [
      'launch a conversion campaign "Plastic" for credit cards in Prague with 50% held out over 45 days',
      'en',
      {
        name: 'Plastic',
        outcome: 'conversion',
        product: 'card',
        target: { branch: 'PRG' },
        endsOn: '2026-08-16',
      },
    ],
    [
      'start a campaign for the at-risk customers, 30% as control',
      'en',
      { heldOutShare: 0.3, target: { atRisk: expect.any(Number) } },
    ],
    [
      '给布尔诺分行的客户启动一个活动，名为秋季走访，留出一半作对照，为期60天',
      'zh',
      { name: '秋季走访', heldOutShare: 0.5, target: { branch: 'BRN' }, endsOn: '2026-08-31' },
    ],
    [
      '对有流失风险的客户发起活动，留出三成作对照组',
      'zh',
      { heldOutShare: 0.3, target: { atRisk: expect.any(Number) } },
    ],
  ] as const)('reads “%s”', async (text, locale, campaign) => {
    const { intent, data } = await ask(text, people.ana, locale);
    expect(intent).toBe('campaign.start');
    expect(data).toMatchObject({ campaign, started: false });
  });

  it('shows the plan anew where it has changed since', async () => {
    const plan = await ask('campaign start "Spring call" share=25%');
    const [gone] = await store.db.select({ id: customers.id }).from(customers).limit(1);
    const who = eq(customers.id, gone!.id);
    await store.db.update(customers).set({ closedOn: '2026-07-01' }).where(who);
    const changed = await ask(buttonOf(plan));
    expect(changed.reply.summary).toMatch(/plan has changed.*39 customers/);
    expect(await store.db.select().from(campaigns)).toEqual([]);
    await store.db.update(customers).set({ closedOn: null }).where(who);
  });

  it('can be undone while nobody acted, and draws the same groups again', async () => {
    const press = buttonOf(await ask('campaign start "Spring call" share=25%'));
    await ask(press);
    const first = await groups();
    const undone = await ask('undo');
    expect(undone.data).toMatchObject({ outcome: 'undone', undone: 'campaign.start' });
    expect(undone.reply.summary).toContain('the start of a campaign');
    expect(await groups()).toEqual([]);
    await ask(press);
    expect(await groups()).toEqual(first);

    now = new Date(morning.getTime() + 60_000);
    const logged = await ask('log 1024 called "about the spring offer"');
    expect(logged.intent).toBe('customer.log');
    const { action } = told.pick({ action: true }).parse((await ask(press)).data);
    expect(action).toBeNull();
    const [, kept] = await store.db.select().from(actions).orderBy(actions.id);
    const refused = await ask(`undo ${kept?.id}`);
    expect(refused.data).toMatchObject({ outcome: 'overtaken' });
    expect(await groups()).toEqual(first);
  });

  it('cannot be undone after five minutes', async () => {
    await ask(buttonOf(await ask('campaign start "Spring call" share=25%')));
    now = new Date(morning.getTime() + 5 * 60_000);
    expect((await ask('undo')).data).toMatchObject({ outcome: 'late' });
    expect(await store.db.select().from(campaigns)).toHaveLength(1);
  });

  it('is for whoever may, and says what is wrong', async () => {
    const byManager = await ask('campaign start "Spring call" share=25%', people.petra);
    expect(byManager.data.started).toBeUndefined();
    expect(await store.db.select().from(campaigns)).toEqual([]);
    const few = await ask('campaign start "Spring call" share=5%');
    expect(few.reply.summary).toMatch(/38 to act on and 2 to hold out. Each group needs 10/);
    for (const [wrong, why] of [
      ['share=95%', /between 1% and 90%/],
      ['share=much', /share=much could not be read/],
      ['days=3', /from 7 to 730/],
      ['product=card outcome=retention', /only for outcome=conversion/],
    ] as const) {
      const { reply } = await ask(`/value campaign start "Spring call" ${wrong}`);
      expect([reply.summary, ...(reply.details ?? [])].join(' ')).toMatch(why);
    }
  });
});
