import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import type { Locale } from '../../../src/language/locale.ts';
import { accessLog, models } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { config, fillOddCustomers, now } from '../../banks/odd-customers.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const horizon = z.object({
  months: z.number(),
  day: z.string().nullish(),
  probability: z.number(),
});
const answered = z.object({
  medianMonths: z.number().nullable(),
  months: z.array(z.object({ months: z.number(), probability: z.number() })),
  asked: horizon.nullable(),
});
const reversion = { horizonMonths: 3, longRun: 0.06, persistence: 0.5, measuredOn: 5000 };

describe.each(storeKinds)('when a customer leaves, on %s', (kind) => {
  let store: Store;
  let conversation: Conversation;
  let people: Awaited<ReturnType<typeof fillOddCustomers>>;

  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillOddCustomers(store);
    await valueBy({ from: 'churn model', reversion });
    conversation = createConversation({ store, config, now, log: { error: () => {} } });
  });
  afterAll(() => store.close());

  const valueBy = async (survival: object) => {
    await store.db.delete(models).where(eq(models.kind, 'clv'));
    await store.db.insert(models).values({
      kind: 'clv',
      method: 'contribution × survival',
      trainedAt: now(),
      card: { model: 'contribution', survival },
      champion: true,
      asOf: '2026-06-30',
    });
  };
  const ask = (text: string, locale: Locale = 'en', principal = people.analyst) =>
    conversation.answer({
      text,
      principal,
      channel: 'web',
      address: 'here',
      shared: false,
      locale,
    });
  const figures = async (text: string) => answered.parse((await ask(text)).data);
  const within = async (text: string, months: number) =>
    (await figures(text)).months.find((each) => each.months === months)?.probability;

  it('tells the published churn probability at its horizon, and goes on as the lifetime value does', async () => {
    const { intent, reply, data } = await ask('when will 1042 leave?');
    expect(intent).toBe('customer.survival');
    const { months, medianMonths } = answered.parse(data);
    expect(months.map((each) => each.months)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    const at = (month: number) => months[month - 1]?.probability ?? Number.NaN;
    expect(at(3)).toBe(0.42);
    expect(at(1)).toBeCloseTo(1 - 0.58 ** (1 / 3), 12);
    // The second quarter's chance is halfway back to the bank's: 0.06 + (0.42 − 0.06)/2, and the third's a quarter off.
    expect(at(6)).toBeCloseTo(1 - 0.58 * 0.76, 12);
    expect(at(9)).toBeCloseTo(1 - 0.58 * 0.76 * 0.85, 12);
    expect(months.every(({ probability }, i) => i === 0 || probability > at(i))).toBe(true);
    expect(medianMonths).toBe(5);
    expect(reply.summary).toMatch(/^In about 5 months: .*within a year it is 6\d%/i);
    expect(reply.facts.map(({ value }) => value)).toContain('42%');
    expect(reply.charts).toHaveLength(1);
    expect(reply.visibility).toBe('asker');
    const { data: supposed } = await ask('/value what-if 1042 horizon=24');
    expect(supposed.retention).toBeCloseTo(1 - at(12), 12);
  });

  it('answers at the time a question names, in months or by a day', async () => {
    const half = await figures('will 1042 still be here in six months');
    expect(half.asked).toMatchObject({ months: 6, probability: await within('survival 1042', 6) });
    const christmas = await ask('will 1042 still be here at Christmas?');
    const { asked } = answered.parse(christmas.data);
    // 178 days from 30 June.
    expect(asked?.months).toBeCloseTo(178 / (365.25 / 12), 10);
    expect(asked?.probability).toBeGreaterThan((await within('survival 1042', 5)) ?? 1);
    expect(asked?.probability).toBeLessThan((await within('survival 1042', 6)) ?? 0);
    expect(christmas.reply.summary).toMatch(/leaves by 25 December 2026 is 5\d%; .* 4\d%\./);
    const zh = await ask('1042圣诞节还在吗', 'zh');
    expect(zh.data.asked).toEqual(christmas.data.asked);
    expect(zh.reply.summary).toMatch(/^张伟2026年12月25日前离开的概率为5\d%/);
    expect((await figures('survival 1042 months=3')).asked?.probability).toBe(0.42);
  });

  it('says that it does not look further than five years', async () => {
    const { reply, data } = await ask('/value survival 1042 months=61');
    expect(reply.summary).toMatch(/whole number of months from 1 to 60/);
    expect(data.months).toBeUndefined();
  });

  it('says beyond where fewer than half leave in all that time', async () => {
    await valueBy({ from: 'churn model', reversion: { ...reversion, longRun: 0.01 } });
    const { data, reply } = await ask('survival 1066');
    expect(data.medianMonths).toBeNull();
    expect(reply.summary).toMatch(/more than half are still here after 5 years/);
    await valueBy({ from: 'churn model', reversion });
  });

  it('says of those who have left, are silent or new that there is no curve', async () => {
    const gone = await ask('when will 1061 leave?');
    expect(gone.reply.summary).toMatch(/^Karel Gone left on 31 March 2026/);
    const fresh = await ask('when will 1062 leave?');
    expect(fresh.reply.summary).toMatch(/not enough history of Nina New/);
    for (const { data, reply } of [gone, fresh]) {
      expect(data).toMatchObject({ medianMonths: null, months: [], churnProbability: null });
      expect(reply.charts).toEqual([]);
    }
  });

  it('says where there is no churn model', async () => {
    await valueBy({ from: 'base rate', leavingWithinHorizon: 0.05 });
    const { reply, data } = await ask('when will 1062 leave?');
    expect(reply.summary).toMatch(/^No churn model is in use yet/);
    expect(data.months).toEqual([]);
    await valueBy({ from: 'churn model', reversion });
  });

  it('holds to the asker’s book and logs who was seen', async () => {
    const other = await ask('when will 1055 leave?', 'en', people.prague);
    expect(other.data.months).toBeUndefined();
    await ask('when will 1042 leave?', 'en', people.prague);
    const seen = await store.db.select().from(accessLog);
    expect(seen.some(({ intent }) => intent === 'customer.survival')).toBe(true);
  });

  it('tells lists and reasons for which time they are, and the chance at the time asked', async () => {
    const list = await ask('who might leave in the next 6 months', 'en', people.prague);
    expect(list.intent).toBe('ranking.atRisk');
    expect(list.data.asked).toEqual({ months: 6, day: null });
    expect(list.data.customers).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          customer: '1042',
          churnProbability: 0.42,
          askedProbability: await within('survival 1042', 6),
        }),
      ]),
    );
    expect(list.reply.details?.[0]).toMatch(/within 3 months, .* within 6 months/);
    expect(list.reply.table?.columns.map(({ label }) => label)).toContain('within 6 months');
    const why = await ask('why might 1042 leave within a year');
    expect(why.intent).toBe('customer.explain');
    expect(why.data.asked).toMatchObject({
      months: 12,
      probability: await within('survival 1042', 12),
    });
    expect(why.reply.details?.join(' ')).toMatch(/within a year is 6\d%/);
    for (const text of ['who might leave in the next 3 months', 'why might 1042 leave'])
      expect((await ask(text)).data.asked).toBeNull();
  });
});
