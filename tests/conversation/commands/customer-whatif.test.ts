import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Principal } from '../../../src/access/principal.ts';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import type { Locale } from '../../../src/language/locale.ts';
import type { Store } from '../../../src/store/store.ts';
import { config, fillOddCustomers, now } from '../../banks/odd-customers.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const answered = z.object({
  today: z.number(),
  assumed: z.number(),
  drivers: z.array(z.object({ assumption: z.string(), effect: z.number() })),
});

describe.each(storeKinds)('what if, on %s', (kind) => {
  let store: Store;
  let conversation: Conversation;
  let people: Awaited<ReturnType<typeof fillOddCustomers>>;

  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillOddCustomers(store);
    conversation = createConversation({ store, config, now, log: { error: () => {} } });
  });
  afterAll(() => store.close());

  const ask = (text: string, principal: Principal = people.analyst, locale?: Locale) =>
    conversation.answer({
      text,
      principal,
      channel: 'web',
      address: 'here',
      shared: false,
      ...(locale === undefined ? {} : { locale }),
    });

  it('shows today’s value beside the supposed one, and what drives the difference', async () => {
    const { intent, entities, reply, data } = await ask(
      '/value what-if 1042 retention=0.9 margin=+5% horizon=24 discount=8%',
    );
    expect(intent).toBe('customer.whatif');
    expect(entities).toEqual({
      customer: '1042',
      assumptions: { retention: 0.9, margin: 0.05, horizon: 24, discount: 0.08 },
    });
    expect(data).toMatchObject({ customer: '1042', horizonMonths: 36, currency: 'CZK' });
    const { today, assumed, drivers } = answered.parse(data);
    // Today's is the value on the card.
    expect(today).toBeCloseTo(98765.43, 6);
    expect(drivers.map(({ assumption }) => assumption).sort()).toEqual([
      'discount',
      'horizon',
      'margin',
      'retention',
    ]);
    expect(drivers.reduce((sum, { effect }) => sum + effect, 0)).toBeCloseTo(assumed - today, 6);
    expect(reply.summary).toMatch(
      /^With a retention of 90% a year, a margin 5(\.0)?% higher, a horizon of 2 years,? and a discount rate of 8(\.0)?%, 张伟 would be worth about CZK/,
    );
    expect(reply.facts).toHaveLength(6);
    expect(reply.charts).toHaveLength(1);
    expect(reply.visibility).toBe('asker');
  });

  it('is worth as much more as the margin is higher', async () => {
    const { data } = await ask("what if 1042's margin rose by 5%?");
    expect(data.assumed).toBeCloseTo(98765.43 * 1.05, 4);
    expect(data.drivers).toEqual([{ assumption: 'margin', effect: expect.closeTo(4938.2715, 4) }]);
  });

  it.each([
    "what if 1042's retention rose by 10%?",
    "what if 1042's retention improved by 5 points?",
    'what if the retention of 1042 dropped 20%?',
    'what if 1042 had a 10% higher retention?',
    "what if 1042's margin fell to 80%?",
    '如果1042的留存率提高10%呢？',
    '如果1042的留存率提高一成呢？',
    '如果1042的折现率上升2%呢？',
    '如果1042的利润率降到80%呢？',
  ])('asks for the level or the change that it can suppose: %s', async (text) => {
    const { intent, reply, data } = await ask(text);
    expect(intent).toBe('customer.whatif');
    expect(data).not.toHaveProperty('assumed');
    expect(reply.summary).toMatch(/retention=95%|margin=\+5%/);
  });

  it.each([
    ["what if 1042's retention rose to 95%?", { retention: 0.95 }],
    ['如果1042的留存率提高到九成五呢？', { retention: 0.95 }],
    ["what if 1042's margin fell 20%?", { margin: -0.2 }],
  ])('takes the level that something changes to: %s', async (text, assumptions) => {
    expect((await ask(text)).data).toMatchObject({ assumptions });
  });

  it.each([
    ["what if 1042's retention were 90%?", 'en'],
    ['如果1042的留存率是90%呢？', 'zh'],
  ] as const)('understands “%s”', async (text, locale) => {
    const { intent, entities, reply } = await ask(text);
    expect(intent).toBe('customer.whatif');
    expect(entities).toEqual({ customer: '1042', assumptions: { retention: 0.9 } });
    expect(reply.summary).toMatch(
      locale === 'zh' ? /^假设年留存率90%，/ : /^With a retention of 90%/,
    );
    const texts = [reply.summary, ...reply.facts.flatMap(({ label, value }) => [label, value])];
    expect(texts.join()).not.toMatch(/undefined|NaN|null|Infinity/);
  });

  it('says kindly what cannot be supposed', async () => {
    const message = async (text: string) => (await ask(text)).reply;
    expect(JSON.stringify(await message('/value what-if 1042 retention=140%'))).toMatch(
      /give 0% to 100%/,
    );
    expect(JSON.stringify(await message('/value what-if 1042 horizon=2.5'))).toMatch(
      /whole number of months/,
    );
    expect(JSON.stringify(await message('/value what-if 1042 discount=-3%'))).toMatch(
      /from 0% to 100%/,
    );
    expect(JSON.stringify(await message('/value what-if 1042 luck=7'))).toMatch(
      /cannot read .*luck/,
    );
    expect(JSON.stringify(await message('/value what-if 1042'))).toMatch(
      /Please give one or more assumptions/,
    );
    expect((await ask("what if 1042's retention were 140%?")).reply.summary).toMatch(
      /give 0% to 100%/,
    );
  });

  it('has nothing to suppose of who has left, or of nobody', async () => {
    expect((await ask('what-if 1061 retention=90%')).reply.summary).toMatch(/has left/);
    expect((await ask('what-if 999999 retention=90%')).reply.title).toBe('No such customer');
  });

  it('takes a customer without a churn probability, and one who costs money', async () => {
    for (const id of ['1062', '1063']) {
      const { data, reply } = await ask(`what-if ${id} retention=99% margin=-10%`);
      expect(Number.isFinite(data.assumed)).toBe(true);
      expect(reply.summary).not.toMatch(/NaN|undefined/);
    }
  });
});
