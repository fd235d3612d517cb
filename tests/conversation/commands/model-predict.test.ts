import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import type { Locale } from '../../../src/language/locale.ts';
import { surrogateOf, typicalValues } from '../../../src/scoring/churn/inside-model.ts';
import { models } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { churnLogOdds, seededRandom, trainChurn } from '../../../src/valuation/index.ts';
import { config, fillOddCustomers, now } from '../../banks/odd-customers.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const random = seededRandom(4);
const column = (name: string, of: () => number) => ({
  name,
  kind: 'number' as const,
  values: Float64Array.from({ length: 1500 }, of),
});
const dataset = {
  rows: 1500,
  columns: [
    column('balance', () => Math.round(random.next() * 10_000)),
    column('products', () => 1 + random.integer(4)),
    column('complaints_3m', () => (random.next() < 0.8 ? 0 : 1)),
    column('complaints_12m', () => random.integer(3)),
    column('satisfaction', () => (random.next() < 0.6 ? Number.NaN : random.next())),
  ],
};
const left = Uint8Array.from({ length: 1500 }, (_, row) =>
  random.next() < (dataset.columns[2]!.values[row] === 1 ? 0.5 : 0.1) ? 1 : 0,
);
const model = trainChurn('boosting', dataset, left, { seed: 1 });

const predicted = z.object({
  churnProbability: z.number(),
  features: z.record(z.string(), z.number()),
  assumed: z.record(z.string(), z.number().nullable()),
  base: z.number(),
  reasons: z.array(z.object({ feature: z.string(), contribution: z.number() })),
});

describe.each(storeKinds)('a made-up customer, on %s', (kind) => {
  let store: Store;
  let conversation: Conversation;
  let people: Awaited<ReturnType<typeof fillOddCustomers>>;

  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillOddCustomers(store);
    const [stored] = await store.db.select().from(models).where(eq(models.kind, 'churn'));
    await store.db
      .update(models)
      .set({
        method: 'boosting',
        body: model,
        card: {
          ...stored?.card,
          features: dataset.columns.map(({ name }) => name),
          typical: typicalValues(dataset),
          surrogate: surrogateOf(model, { dataset }, 1),
        },
      })
      .where(eq(models.kind, 'churn'));
    conversation = createConversation({ store, config, now, log: { error: () => {} } });
  });
  afterAll(() => store.close());

  const ask = (text: string, locale: Locale = 'en', principal = people.analyst) =>
    conversation.answer({
      text,
      principal,
      channel: 'web',
      address: 'here',
      shared: false,
      locale,
    });

  it('is judged by the model in use, with what was assumed of the rest', async () => {
    const { intent, entities, reply, data } = await ask(
      '/value predict balance=5000 products=2 complaints=1',
    );
    expect(intent).toBe('model.predict');
    expect(entities).toEqual({ features: { balance: 5000, products: 2, complaints: 1 } });
    const { churnProbability, features, assumed, base, reasons } = predicted.parse(data);
    expect(features).toEqual({ balance: 5000, products: 2, complaints_3m: 1 });
    // Whoever complained within three months did within twelve; most have answered no survey.
    expect(assumed).toEqual({ complaints_12m: 1, satisfaction: null });
    const one = [5000, 2, 1, 1, Number.NaN];
    const logOdds = churnLogOdds(model, {
      rows: 1,
      columns: dataset.columns.map(({ name }, i) => ({
        name,
        kind: 'number',
        values: Float64Array.of(one[i]!),
      })),
    })[0]!;
    expect(churnProbability).toBeCloseTo(1 / (1 + Math.exp(-logOdds)), 12);
    expect(reasons.reduce((sum, { contribution }) => sum + contribution, base)).toBeCloseTo(
      logOdds,
      9,
    );
    expect(reasons[0]?.feature).toBe('complaints_3m');
    expect(data).toMatchObject({ clv: null, valueIfStays: null });
    expect(reply.details?.join(' ')).toMatch(/typical of the bank: .*Satisfaction: not recorded/);
    expect(reply.charts).toHaveLength(1);
  });

  it('is worth something where it is said what they bring in', async () => {
    const { data } = await ask('/value predict products=2 contribution=10');
    const { clv, valueIfStays } = z
      .object({ clv: z.number(), valueIfStays: z.number() })
      .parse(data);
    const discounted = Array.from({ length: 36 }, (_, month) => 10 * 1.1 ** (-(month + 1) / 12));
    expect(valueIfStays).toBeCloseTo(
      discounted.reduce((sum, value) => sum + value, 0),
      9,
    );
    expect(clv).toBeLessThan(valueIfStays);
    expect(clv).toBeGreaterThan(0);
  });

  it('is understood in a sentence of either language', async () => {
    const en = await ask('what would the model say of a customer with balance=500 and products=1');
    const zh = await ask('余额=500、产品=1的客户流失概率是多少', 'zh');
    expect(en.intent).toBe('model.predict');
    expect(zh.data.churnProbability).toBe(en.data.churnProbability);
    expect(zh.reply.summary).toMatch(/^按现用流失模型/);
  });

  it.each([
    ['predict balence=50', /knows nothing called “balence”\. Nearest: balance/],
    ['predict satisfaction=3', /a share from 0 to 1, such as 0.8 or 80%/],
    ['predict products=-1', /cannot be below 0/],
    ['predict products=two', /cannot read the number of “products”/],
    ['predict loans=1', /does not go by “Loans”. It knows: balance, products/],
    ['predict', /say what the customer is like/],
  ])('refuses %s and says why', async (text, why) => {
    const { reply, data } = await ask(`/value ${text}`);
    expect(reply.summary).toMatch(why);
    expect(data.churnProbability).toBeUndefined();
  });

  it('is for analysts', async () => {
    const { data } = await ask('/value predict products=2', 'en', people.prague);
    expect(data.churnProbability).toBeUndefined();
  });

  it('shows the model as a tree, and how faithful that is', async () => {
    const { intent, reply } = await ask('draw the churn model as a tree');
    expect(intent).toBe('model.card');
    expect(reply.summary).toMatch(/imitates the churn model \(gradient boosting\): .* \d\d% /);
    expect(reply.details?.[0]).toMatch(/% leave: Complaints, three months over 0/);
    expect(reply.charts).toHaveLength(1);
    const zh = await ask('model tree', 'zh');
    expect(zh.reply.details?.[0]).toMatch(/近3个月投诉.*超过0/);
  });
});
