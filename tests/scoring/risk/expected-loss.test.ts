import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { score } from '../../../src/scoring/run/valuation-run.ts';
import { type Config, readConfig } from '../../../src/settings/settings.ts';
import { queryRows, type Store } from '../../../src/store/store.ts';
import { fillRecordedHistory } from '../../banks/recorded-history.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const risk = `
risk:
  purpose: Monitoring of loans that are already granted.
  default: { variable: default, state: 'yes' }
  priorCases: 10
  variables:
    rating:
      states: [A, B, C]
      table: [[0.6, 0.3, 0.1]]
      from: { attribute: rating }
    cushion:
      states: [thin, ample]
      table: [[0.5, 0.5]]
      from: { figure: balance, upTo: [1000] }
    default:
      states: ['yes', 'no']
      dependsOn: [rating]
      table: [[0.02, 0.98], [0.05, 0.95], [0.1, 0.9]]
`;
const loss = `
  expectedLoss:
    horizonMonths: 24
    lossGivenDefault: { loan: 0.4, card: 0.7, mortgage: 0.15 }
`;

const folder = mkdtempSync(join(tmpdir(), 'expected-loss-'));
afterAll(() => rmSync(folder, { recursive: true }));
function configWith(text: string): Config {
  const file = join(folder, 'bellwether.yaml');
  writeFileSync(file, readFileSync('config/bellwether.yaml', 'utf8') + text);
  return readConfig(file);
}
const now = () => new Date('2024-08-01T12:00:00Z');

describe.each(storeKinds)('the expected loss by the risk of default, on %s', (kind) => {
  let store: Store;

  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillRecordedHistory(store);
    await store.db.execute(sql`
      insert into managers (external_id, name, role) values ('a', 'Ana', 'analyst')`);
    await store.db.execute(sql`
      update customers set attributes = '{"rating": "B"}' where id = 1`);
    // Customer 3, of whom no rating is known, owes a loan in full.
    await store.db.execute(sql`
      insert into holdings (customer_id, external_id, product, opened_on, amount) values (3, 'loan3', 'loan', '2024-01-01', 6000)`);
  });
  afterAll(() => store.close());

  const contributions = (runId: number) =>
    queryRows(
      store.db,
      z.record(z.string(), z.unknown()),
      sql`select to_jsonb(c) - 'run_id' as row from contributions c where run_id = ${runId} order by customer_id, month`,
    );
  const losses = (runId: number, customer: number) =>
    queryRows(
      store.db,
      z.object({ month: z.string(), loss: z.number() }),
      sql`select month::text, expected_loss as loss from contributions
          where run_id = ${runId} and customer_id = ${customer} and month >= '2024-05-01' order by month`,
    );
  const looks = () =>
    queryRows(
      store.db,
      z.object({ channel: z.string(), customers: z.array(z.number()) }),
      sql`select channel, customer_ids as customers from access_log where intent = 'customer.risk' and channel = 'run' order by id`,
    );

  it('is off unless the section has it: not a bit of a contribution changes, and nobody is rated', async () => {
    const without = await score(store, { config: configWith(''), now });
    const rated = await score(store, { config: configWith(risk), now });
    expect(await contributions(rated.runId)).toEqual(await contributions(without.runId));
    expect(await looks()).toEqual([]);
  });

  it('is what is owed × loss given default × probability of default, a month’s part of the horizon', async () => {
    const { runId } = await score(store, { config: configWith(risk + loss), now });
    // Of rating B 5 in 100 default within 24 months. May 2024: the card's 1,500 for 15 of 31 days, and the loan's 11,000 for
    // 30 days and 10,000 on the last. June: 10,000 for 29 days, 9,000 on the last.
    const card = (1500 * 15) / 31;
    const loan = (11_000 * 30 + 10_000) / 31;
    const owed = (10_000 * 29 + 9000) / 30;
    expect(await losses(runId, 1)).toEqual([
      { month: '2024-05-01', loss: expect.closeTo(((card * 0.7 + loan * 0.4) * 0.05) / 24, 9) },
      { month: '2024-06-01', loss: expect.closeTo((owed * 0.4 * 0.05) / 24, 9) },
    ]);
    // Of nobody knows which rating, 0.6 · 0.02 + 0.3 · 0.05 + 0.1 · 0.1 = 0.037 default: 6,000 × 0.4 × 0.037 / 24 = 3.70.
    expect(await losses(runId, 3)).toEqual([
      { month: '2024-05-01', loss: expect.closeTo(3.7, 9) },
      { month: '2024-06-01', loss: expect.closeTo(3.7, 9) },
    ]);
    // Who owes nothing is not rated.
    expect(await losses(runId, 5)).toMatchObject([{ loss: 0 }, { loss: 0 }]);
    expect(await looks()).toEqual([{ channel: 'run', customers: [1, 3] }]);
    const [year] = await queryRows(
      store.db,
      z.object({ sum: z.number(), told: z.number() }),
      sql`select sum(c.net_interest + c.fees - c.cost_to_serve - c.expected_loss) as sum, max(v.contribution12m) as told
          from contributions c join customer_values v using (run_id, customer_id)
          where run_id = ${runId} and customer_id = 1 and month >= '2023-07-01'`,
    );
    expect(year?.told).toBeCloseTo(year?.sum ?? Number.NaN, 9);
  });

  it('is in the access log once a customer and run, also of those whom a run in parts learns from', async () => {
    const before = (await looks()).length;
    const by = configWith(risk + loss);
    const churn = { ...by.churn, learnFrom: 100, minimumLeavers: 5 };
    const sampled = await score(store, { config: { ...by, churn }, now, customersAtATime: 37 });
    const looked = (await looks()).slice(before).flatMap(({ customers }) => customers);
    expect(looked.toSorted((a, b) => a - b)).toEqual([1, 3]);
    expect(await losses(sampled.runId, 3)).toMatchObject([
      { loss: expect.closeTo(3.7, 9) },
      { loss: expect.closeTo(3.7, 9) },
    ]);
  });

  it('is told on the card, of which the parts add up to the contribution', async () => {
    const [ana] = await queryRows(
      store.db,
      z.object({ id: z.number() }),
      sql`select id from managers`,
    );
    const ask = (text: string, locale: 'en' | 'zh') =>
      createConversation({
        store,
        config: configWith(risk + loss),
        now,
        log: { error: () => {} },
      }).answer({
        text,
        principal: {
          kind: 'linked',
          managerId: ana!.id,
          name: 'Ana',
          email: null,
          role: 'analyst',
          branchId: null,
          locale: null,
          timezone: null,
        },
        channel: 'web',
        address: 'here',
        shared: false,
        locale,
      });
    const { data, reply } = await ask('customer 1', 'en');
    const told = z
      .object({
        contribution12m: z.number(),
        contributionParts: z.record(z.string(), z.number()),
      })
      .parse(data);
    const { netInterest = 0, fees = 0, costToServe = 0, expectedLoss = 0 } = told.contributionParts;
    expect(expectedLoss).toBeGreaterThan(0);
    expect(netInterest + fees - costToServe - expectedLoss).toBeCloseTo(told.contribution12m, 9);
    expect(reply.details?.join(' ')).toContain('the probability of default by the bank');
    expect((await ask('customer 5', 'en')).reply.details?.join(' ')).not.toContain('default');
    expect((await ask('客户 1', 'zh')).reply.details?.join(' ')).toContain('违约损失率');
  });

  it.each([
    ['mortgage: 0.15', '', /Say which share of what is owed is lost, from 0 to 1, of mortgage too/],
    ['loan: 0.4', 'loan: 1.4', /expectedLoss\.lossGivenDefault\.loan/],
    ['figure: balance', 'figure: contribution12m', /the expected loss is a part of/],
  ])('refuses %s as %s', (right, wrong, why) => {
    expect(() => configWith((risk + loss).replace(right, wrong))).toThrow(why);
  });
});
