import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ScoreReport, score } from '../../../src/scoring/run/valuation-run.ts';
import { type Config, readConfig } from '../../../src/settings/settings.ts';
import { newestRun } from '../../../src/store/book/newest-run.ts';
import { queryRows, type Store } from '../../../src/store/store.ts';
import { asOf, fillRecordedHistory } from '../../banks/recorded-history.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const base = readConfig('config/bellwether.yaml');
const config: Config = {
  ...base,
  valuation: {
    ...base.valuation,
    contribution: {
      months: 24,
      spread: { 'current-account': 0.024, savings: 0.012, card: 0.12, loan: 0.06 },
      monthlyFee: { card: 1.5 },
      cost: { fixed: 2, perTransaction: 0.1, perInteraction: 3 },
      expectedLoss: { card: 0.03, loan: 0.012 },
    },
  },
};
const now = () => new Date('2024-08-01T12:00:00Z');

const anything = z.record(z.string(), z.unknown());

/** All that a run tells, without the run's number. */
async function told(store: Store, runId: number): Promise<unknown[]> {
  return [...(await toldOfCustomers(store, runId)), ...(await toldOfSegments(store, runId))];
}

async function toldOfCustomers(store: Store, runId: number): Promise<unknown[]> {
  return [
    ...(await queryRows(
      store.db,
      anything,
      sql`
      select to_jsonb(v) - 'run_id' as row from customer_values v where run_id = ${runId} order by customer_id`,
    )),
    ...(await queryRows(
      store.db,
      anything,
      sql`
      select to_jsonb(c) - 'run_id' as row from contributions c where run_id = ${runId} order by customer_id, month`,
    )),
    ...(await facts(store, runId)),
  ];
}

function toldOfSegments(store: Store, runId: number): Promise<unknown[]> {
  return queryRows(
    store.db,
    anything,
    sql`
      select to_jsonb(s) - 'run_id' as row from segments s where run_id = ${runId} order by id`,
  );
}

/** With numbers to ten digits, as sums over parts of a bank differ in the last ones. */
function toTenDigits(rows: unknown[]): unknown {
  return JSON.parse(
    JSON.stringify(rows, (_, value) =>
      typeof value === 'number' ? Number(value.toPrecision(10)) : value,
    ),
  );
}

/** What a run gathered for playbooks, with what befell its customers. */
function facts(store: Store, runId: number): Promise<unknown[]> {
  return queryRows(
    store.db,
    anything,
    sql`select to_jsonb(f) - 'run_id' as row from customer_facts f where run_id = ${runId} order by customer_id`,
  );
}

async function count(
  store: Store,
  table: 'customer_values' | 'contributions',
  runId: number,
): Promise<number> {
  const [found] = await queryRows(
    store.db,
    z.object({ n: z.coerce.number() }),
    sql`select count(*) as n from ${sql.identifier(table)} where run_id = ${runId}`,
  );
  return found?.n ?? Number.NaN;
}

describe.each(storeKinds)('a valuation run on %s', (kind) => {
  let store: Store;
  let first: ScoreReport;

  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillRecordedHistory(store);
    first = await score(store, { config, asOf, now });
  });
  afterAll(() => store.close());

  it('publishes every customer and says what it did', async () => {
    expect(await newestRun(store.db)).toMatchObject({ id: first.runId, asOf });
    expect(first).toMatchObject({ asOf, customers: 242 });
    expect(await count(store, 'customer_values', first.runId)).toBe(242);
    expect(first.models.churn).toMatchObject({
      method: 'logistic',
      card: { definition: { definition: 'closed' }, horizonMonths: 3 },
    });
    expect(first.models.clv).not.toBeNull();
    expect(first.models.segments).toMatchObject({ method: 'k-means', kept: false });
  });

  it('settles from which probability customers are at risk, for whoever asks later', async () => {
    expect(config.churn.atRisk).toBe('auto');
    const { atRisk } = z
      .object({ churn: z.object({ atRisk: z.number() }) })
      .parse((await newestRun(store.db))?.parameters).churn;
    expect(first.models.churn?.card).toMatchObject({
      riskThreshold: { value: atRisk },
      metrics: { threshold: atRisk },
    });
  });

  it('computes contributions that a person can check by hand', async () => {
    const rows = await queryRows(
      store.db,
      z.object({
        month: z.string(),
        interest: z.number(),
        fees: z.number(),
        cost: z.number(),
        loss: z.number(),
        balance: z.number(),
        transactions: z.number(),
      }),
      sql`select month::text, net_interest as interest, fees, cost_to_serve as cost, expected_loss as loss, balance,
            transactions
          from contributions where run_id = ${first.runId} and customer_id = 1 order by month`,
    );
    // Joined in February 2023: no row for January.
    expect(rows).toHaveLength(17);
    // February 2023: the only balance is the month-end's, so it holds for the month. The card has no debt yet.
    expect(rows[0]).toEqual({
      month: '2023-02-01',
      interest: expect.closeTo((1000 * 0.024) / 12, 9),
      fees: 1.5,
      cost: expect.closeTo(2 + 1 * 0.1, 9),
      loss: 0,
      balance: expect.closeTo(1000, 9),
      transactions: 1,
    });
    // March 2023: no new balance, so the one of February holds; nothing happened.
    expect(rows[1]).toMatchObject({ balance: expect.closeTo(1000, 9), cost: 2, transactions: 0 });
    // May 2024: the account at 3,000 by its month-end balance; the card's debt of 1,500 until its closing on the 16th, for
    // 15 of 31 days; the loan's 12,000 of 31 March is down to 11,000 on 30 April and to 10,000 on the last day of May.
    const loan = (11_000 * 30 + 10_000) / 31;
    const card = (1500 * 15) / 31;
    expect(rows[15]).toEqual({
      month: '2024-05-01',
      interest: expect.closeTo((3000 * 0.024 + card * 0.12 + loan * 0.06) / 12, 9),
      fees: 1.5,
      cost: expect.closeTo(2 + 1 * 0.1, 9),
      loss: expect.closeTo((card * 0.03 + loan * 0.012) / 12, 9),
      balance: expect.closeTo(3000, 9),
      transactions: 1,
    });
    // June 2024: 3,000 for ten days, 2,400 from the 11th, 3,600 on the 30th. Two transactions of their own, a fee, an
    // interest. Two interactions: 31 May 23:30 UTC is already June in Prague.
    const balance = (3000 * 10 + 2400 * 19 + 3600) / 30;
    const owed = (10_000 * 29 + 9000) / 30;
    expect(rows[16]).toEqual({
      month: '2024-06-01',
      interest: expect.closeTo((balance * 0.024 + owed * 0.06) / 12, 9),
      fees: 5,
      cost: expect.closeTo(2 + 2 * 0.1 + 2 * 3, 9),
      loss: expect.closeTo((owed * 0.012) / 12, 9),
      balance: expect.closeTo(balance, 9),
      transactions: 4,
    });
  });

  it('computes recency, frequency and the like that a person can check by hand', async () => {
    const [one, two] = await queryRows(
      store.db,
      z.object({
        recency: z.number().nullable(),
        frequency: z.number(),
        monetary: z.number().nullable(),
        contribution: z.number(),
        balance: z.number(),
        satisfaction: z.number().nullable(),
        stage: z.string(),
        alive: z.number().nullable(),
      }),
      sql`select recency_days as recency, frequency, monetary, contribution12m as contribution, balance, satisfaction, stage,
            probability_alive as alive
          from customer_values where run_id = ${first.runId} and customer_id in (1, 2) order by customer_id`,
    );
    const [year] = await queryRows(
      store.db,
      z.object({ sum: z.number() }),
      sql`select sum(net_interest + fees - cost_to_serve - expected_loss) as sum from contributions
          where run_id = ${first.runId} and customer_id = 1 and month >= '2023-07-01'`,
    );
    expect(one).toMatchObject({
      recency: 19,
      frequency: 3,
      monetary: expect.closeTo((600 + 40 + 160) / 3, 9),
      contribution: expect.closeTo(year?.sum ?? Number.NaN, 9),
      balance: expect.closeTo(3600, 9),
      satisfaction: expect.closeTo(0.75, 9),
    });
    // One day old, no transaction: worth what such customers are worth, with nothing invented about them.
    expect(two).toMatchObject({
      recency: null,
      frequency: 0,
      monetary: null,
      balance: 50,
      satisfaction: null,
      stage: 'onboarding',
      alive: null,
    });
  });

  it('gives those who have left no churn probability and no further value', async () => {
    const rows = await queryRows(
      store.db,
      z.object({
        left: z.boolean(),
        stage: z.string(),
        probability: z.number().nullable(),
        clv: z.number(),
        reasons: z.array(z.object({ feature: z.string(), contribution: z.number() })),
      }),
      sql`select c.closed_on <= ${asOf}::date as left, v.stage, v.churn_probability as probability, v.clv,
            v.churn_reasons as reasons
          from customer_values v join customers c on c.id = v.customer_id
          where v.run_id = ${first.runId} and c.closed_on is not null`,
    );
    const left = rows.filter((row) => row.left);
    expect(left.length).toBeGreaterThan(30);
    for (const row of left) {
      expect(row).toMatchObject({ stage: 'left', probability: null, clv: 0, reasons: [] });
    }
  });

  it('puts at stake the risk’s share of what a customer is worth if they stay', async () => {
    const rows = await queryRows(
      store.db,
      z.object({
        probability: z.number().nullable(),
        stake: z.number().nullable(),
        clv: z.number(),
        ifStays: z.number().nullable(),
      }),
      sql`select churn_probability as probability, value_at_stake as stake, clv, value_if_stays as "ifStays" from customer_values
          where run_id = ${first.runId}`,
    );
    for (const { probability, stake, clv, ifStays } of rows) {
      expect(stake === null).toBe(probability === null);
      if (stake === null || probability === null || ifStays === null) continue;
      expect(stake).toBeCloseTo(probability * ifStays, 9);
      if (clv > 0) expect(ifStays).toBeGreaterThan(clv);
    }
    expect(first.models.clv?.card).toMatchObject({
      survival: {
        reversion: {
          horizonMonths: 3,
          persistence: expect.toSatisfy((share: number) => share > 0.2 && share < 0.9),
          measuredOn: expect.toSatisfy((customers: number) => customers >= 100),
        },
      },
    });
  });

  it('tells the reasons that raise the risk, strongest first, one of a theme', async () => {
    const rows = await queryRows(
      store.db,
      z.object({ reasons: z.array(z.object({ feature: z.string(), contribution: z.number() })) }),
      sql`select churn_reasons as reasons from customer_values
          where run_id = ${first.runId} and churn_probability is not null order by churn_probability desc limit 5`,
    );
    expect(rows).toHaveLength(5);
    for (const { reasons } of rows) {
      expect(reasons.length).toBeGreaterThan(0);
      expect(reasons.length).toBeLessThanOrEqual(5);
      const contributions = reasons.map(({ contribution }) => contribution);
      expect(contributions).toEqual([...contributions].sort((a, b) => b - a));
      expect(Math.min(...contributions)).toBeGreaterThan(0);
    }
  });

  it('sees nothing of what is dated after the as-of date, in any table', async () => {
    const before = await told(store, first.runId);
    await store.db.execute(sql`
      insert into customers (id, external_id, name, joined_on) overriding system value
      values (900, '900', 'Tomorrow', '2024-07-01')`);
    await store.db.execute(sql`update customers set closed_on = '2024-07-01' where id = 1`);
    await store.db.execute(
      sql`update holdings set closed_on = '2024-07-01' where closed_on is null and customer_id < 50`,
    );
    await store.db.execute(sql`
      insert into holdings (customer_id, external_id, product, opened_on, amount)
      select id, 'later', 'mortgage', '2024-07-01', 99999 from customers where id < 50 or id = 900`);
    await store.db.execute(sql`
      insert into balances select id, 'c' || id, '2024-07-01', 77777 from customers where id < 50`);
    await store.db.execute(sql`
      insert into transactions (customer_id, external_id, holding_id, booked_on, amount, kind)
      select id, 'later', 'c' || id, '2024-07-01', 55555, 'deposit' from customers where id < 50 or id = 900`);
    await store.db.execute(sql`
      insert into interactions (customer_id, external_id, occurred_at, kind)
      select id, 'later', '2024-06-30 22:00:00+00', 'complaint' from customers where id < 50 or id = 900`);
    await store.db.execute(sql`
      update interactions set resolved_at = '2024-07-01 08:00:00+02' where kind = 'complaint' and resolved_at is null`);
    await store.db.execute(sql`
      insert into surveys select id, 'later', '2024-07-01', 0, 5 from customers where id < 50 or id = 900`);
    await store.db.execute(sql`
      insert into feedback (customer_id, external_id, given_on, text, rating)
      select id, 'later', '2024-07-01', 'Goodbye', 1 from customers where id < 50 or id = 900`);
    const second = await score(store, { config, asOf, now });
    expect(second.customers).toBe(242);
    expect(await told(store, second.runId)).toEqual(before);
    expect(second.models.segments).toMatchObject({ kept: true });
  });

  it('names the exact models it used, the newest of each kind being the champion', async () => {
    const runs = await queryRows(
      store.db,
      z.object({ segments: z.number(), churn: z.number() }),
      sql`select (models ->> 'segments')::int as segments, (models ->> 'churn')::int as churn from valuation_runs
          where status = 'published' order by id`,
    );
    expect(runs[0]?.segments).toBe(runs[1]?.segments);
    const champions = await queryRows(
      store.db,
      z.object({ id: z.number() }),
      sql`select id from models where champion and kind in ('churn', 'segments') order by kind`,
    );
    expect(champions.map(({ id }) => id)).toEqual([runs[1]?.churn, runs[1]?.segments]);
  });

  it('leaves the run before in place when it is stopped', async () => {
    const before = await newestRun(store.db);
    const stop = new AbortController();
    const stopped = score(store, {
      config,
      asOf,
      now,
      signal: stop.signal,
      onProgress: ({ step }) => {
        if (step === 'write') stop.abort(new Error('The operator asked for it.'));
      },
    });
    await expect(stopped).rejects.toThrow('The operator asked for it.');
    expect(await newestRun(store.db)).toEqual(before);
    const [run] = await queryRows(
      store.db,
      z.object({ id: z.number(), status: z.string(), error: z.string() }),
      sql`select id, status, error from valuation_runs order by id desc limit 1`,
    );
    expect(run).toMatchObject({ status: 'failed', error: 'The operator asked for it.' });
    expect(await count(store, 'customer_values', run?.id ?? 0)).toBe(0);
    expect(await count(store, 'contributions', run?.id ?? 0)).toBe(0);
  });

  it('clears away what a run left whose process died', async () => {
    const before = await newestRun(store.db);
    await store.db.execute(sql`
      insert into valuation_runs (as_of, status, started_at, parameters) values (${asOf}, 'running', now(), '{}')`);
    await store.db.execute(sql`
      insert into contributions
      select 1, max(id), '2024-06-01', 0, 0, 0, 0, 0, 0 from valuation_runs`);
    expect(await newestRun(store.db)).toEqual(before);
    const next = await score(store, { config, asOf, now });
    const [dead] = await queryRows(
      store.db,
      z.object({ id: z.number(), status: z.string() }),
      sql`select id, status from valuation_runs where id < ${next.runId} order by id desc limit 1`,
    );
    expect(dead?.status).toBe('failed');
    expect(await count(store, 'contributions', dead?.id ?? 0)).toBe(0);
  });

  it('refuses a second run while one is under way, and keeps the values of the three newest', async () => {
    await store.db.execute(
      sql`update models set trained_at = '2020-01-01' where not champion and kind = 'churn'`,
    );
    let second: Promise<ScoreReport> | undefined;
    const fourth = await score(store, {
      config,
      asOf,
      now,
      onProgress: () => {
        second ??= score(store, { config, asOf, now });
        second.catch(() => {});
      },
    });
    await expect(second).rejects.toThrow(
      'A valuation run or an import is under way on this store.',
    );
    expect(await count(store, 'customer_values', first.runId)).toBe(0);
    expect(await count(store, 'contributions', first.runId)).toBe(0);
    expect(await count(store, 'customer_values', fourth.runId)).toBe(242);
    const models = await queryRows(
      store.db,
      z.object({ used: z.boolean(), forgotten: z.boolean(), carded: z.boolean() }),
      sql`select distinct exists (
            select from valuation_runs r, jsonb_each(r.models) m
            where m.value::integer = models.id and exists (
              select from customer_values v where v.run_id = r.id)) as used,
          body is null as forgotten, card <> '{}' as carded
          from models where champion or trained_at = '2020-01-01'`,
    );
    expect(models).toContainEqual({ used: true, forgotten: false, carded: true });
    expect(models).toContainEqual({ used: false, forgotten: true, carded: true });
    expect(models).not.toContainEqual(expect.objectContaining({ used: true, forgotten: true }));
  });

  it('keeps what it said of leaving until it is known who left, and no longer', async () => {
    const days = () =>
      queryRows(
        store.db,
        z.object({ day: z.string(), customers: z.number() }),
        sql`select as_of::text as day, count(*)::integer as customers from churn_predictions group by as_of order by as_of`,
      );
    const [said] = await days();
    expect(said?.day).toBe(asOf);
    const [valued] = await queryRows(
      store.db,
      z.object({ n: z.number() }),
      sql`select count(churn_probability)::integer as n from customer_values
          where run_id = (select max(id) from valuation_runs where status = 'published')`,
    );
    expect(said?.customers).toBe(valued?.n);
    await store.db.execute(sql`
      insert into churn_predictions (customer_id, as_of, horizon_months, probability)
      values (5, '2024-01-29', 3, 0.5), (5, '2024-01-31', 3, 0.5)`);
    await score(store, { config, asOf, now });
    expect((await days()).map(({ day }) => day)).toEqual(['2024-01-31', asOf]);
  });

  it('refuses an as-of date that is none, or that the bank has no data of', async () => {
    await expect(score(store, { config, asOf: '2024-02-30', now })).rejects.toThrow(
      'The as-of date was given as "2024-02-30". Allowed: a day that exists, YYYY-MM-DD.',
    );
    await expect(score(store, { config, asOf: '2020-01-01', now })).rejects.toThrow(
      "Allowed: a day from 2023-01-03, with which the bank's data begins.",
    );
  });

  it('takes the newest day of the data where today is later, and invents no churn model', async () => {
    const cautious = {
      ...config,
      churn: { ...config.churn, definition: 'closed' as const, minimumLeavers: 500 },
    };
    const report = await score(store, { config: cautious, now });
    expect(report.asOf).toBe('2024-07-01');
    expect(report.models.churn).toBeNull();
    expect(report.warnings.map(({ code }) => code)).toContain('churn.tooFewLeft');
    const [found] = await queryRows(
      store.db,
      z.object({ n: z.coerce.number(), reasons: z.coerce.number() }),
      sql`select count(churn_probability) as n, count(*) filter (where churn_reasons <> '[]') as reasons
          from customer_values where run_id = ${report.runId}`,
    );
    expect(found).toEqual({ n: 0, reasons: 0 });
  });

  it('gives the same figures whether everybody is valued at once or in parts', async () => {
    const learnt = { ...config.churn, learnFrom: 100, minimumLeavers: 5 };
    for (const [churn, whole] of [
      [config.churn, undefined],
      [learnt, 150],
    ] as const) {
      const by = { config: { ...config, churn }, asOf, now };
      const some = await score(store, { ...by, customersAtATime: 37 });
      const all = await score(store, { ...by, customersAtATime: whole });
      expect(await toldOfCustomers(store, some.runId)).toEqual(
        await toldOfCustomers(store, all.runId),
      );
      expect(toTenDigits(await toldOfSegments(store, some.runId))).toEqual(
        toTenDigits(await toldOfSegments(store, all.runId)),
      );
      expect(some.models.clv?.card).toEqual(all.models.clv?.card);
    }
  }, 180_000);

  it('values everybody by what it learnt of a sample', async () => {
    const sampled = { ...config, churn: { ...config.churn, learnFrom: 100, minimumLeavers: 5 } };
    const report = await score(store, { config: sampled, asOf, now });
    const all = first.models.churn?.card['windows'];
    const some = report.models.churn?.card['windows'];
    const sizes = z.array(z.object({ customers: z.number() }));
    const learnt = (windows: unknown) =>
      sizes.parse(windows).reduce((sum, { customers }) => sum + customers, 0);
    expect(learnt(some)).toBeGreaterThan(learnt(all) / 4);
    expect(learnt(some)).toBeLessThan(learnt(all) / 2);
    const [told] = await queryRows(
      store.db,
      z.object({ active: z.coerce.number(), known: z.coerce.number(), because: z.coerce.number() }),
      sql`select count(*) filter (where stage <> 'left') as active, count(churn_probability) as known,
            count(*) filter (where churn_reasons <> '[]') as because
          from customer_values where run_id = ${report.runId}`,
    );
    expect(told?.known).toBe(told?.active);
    expect(told?.because).toBeGreaterThan(0);
  }, 120_000);
});

describe.each(storeKinds)('an empty store on %s', (kind) => {
  it('is refused with what to do', async () => {
    const store = await openTestStore(kind);
    await expect(score(store, { config, now })).rejects.toThrow('Ingest a bank first.');
    await store.close();
  });
});
