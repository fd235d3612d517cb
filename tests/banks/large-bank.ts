import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Linked } from '../../src/access/principal.ts';
import { queryRows, type Store } from '../../src/store/store.ts';
import { fillValuedBank } from './valued-bank.ts';

/** How large a bank is to be; `months` of contribution a customer. */
export type LargeBankPlan = {
  customers: number;
  branches: number;
  managers: number;
  months: number;
};

/** The as-of date of its newest run; the run before is of a week earlier. */
export const largeBankDay = '2026-06-30';

/** People who ask: the first manager, the supervisor of the first branch, and an analyst. Customer `c0` is of all three. */
export type LargeBank = {
  runId: number;
  earlierRunId: number;
  manager: Linked;
  supervisor: Linked;
  analyst: Linked;
};

const firstNames =
  'Jana Marie Eva Hana Anna Lenka Lucie Alena Petra Veronika Tereza Martina Jitka Helena Karel Jakub David Milan Pavel Martin';
const syllables =
  'no va ko dvo ra ce pro cha kuc ve ho ma li be je si ru zi po sta kra mi hav ned bla ska ti fi du her';

/**
 * Fills an empty store with a bank of many customers and two published runs, by SQL alone: names, books, values, risks and
 * segments vary from customer to customer by their number, the same each time. Nothing is computed from anything.
 */
export async function fillLargeBank(store: Store, plan: LargeBankPlan): Promise<LargeBank> {
  const { db } = store;
  const bank = await fillValuedBank(store, {
    branches: Array.from({ length: plan.branches }, (_, i) => ({
      externalId: `b${i}`,
      name: `Branch ${i}`,
    })),
    people: [
      { externalId: 'a', name: 'Ana Lytik', role: 'analyst' },
      { externalId: 's', name: 'Super Visor', role: 'supervisor', branch: 'b0' },
      ...Array.from({ length: plan.managers }, (_, i) => ({
        externalId: `m${i}`,
        name: `Manager Nr${i}`,
        role: 'manager' as const,
        branch: `b${i % plan.branches}`,
      })),
    ],
    customers: [
      {
        externalId: 'c0',
        name: 'Cyril Nula',
        joinedOn: '2010-01-01',
        branch: 'b0',
        manager: 'm0',
      },
    ],
    segments: ['savers', 'spenders', 'borrowers', 'investors', 'newcomers', 'dormant'].map(
      (name, i) => ({
        id: i + 1,
        names: { en: name, zh: `群${i + 1}` },
        size: Math.round(plan.customers / 6),
      }),
    ),
    run: { asOf: largeBankDay, at: new Date('2026-07-01T00:00:00Z') },
  });
  const { runId } = bank;
  const [earlier] = await queryRows(
    db,
    z.object({ id: z.number() }),
    sql`insert into valuation_runs (as_of, status, started_at, published_at, parameters, customers)
        select as_of - 7, status, started_at - interval '7 days', published_at - interval '7 days', parameters, ${plan.customers}
        from valuation_runs returning id`,
  );
  if (earlier === undefined) throw new Error('The earlier run was not written.');
  await db.execute(sql`update valuation_runs set customers = ${plan.customers}`);
  await db.execute(sql`insert into segments (run_id, segmentation, id, names, size, portrait)
    select ${earlier.id}, segmentation, id, names, size, portrait from segments where run_id = ${runId}`);
  await db.execute(sql`insert into customers (external_id, name, joined_on, branch_id, manager_id)
    select 'c' || n, f.names[1 + h % 20] || ' ' ||
        initcap(s.parts[1 + h / 20 % 30] || s.parts[1 + h / 600 % 30] || case h % 5 when 0 then s.parts[1 + h / 18000 % 30] else '' end) || 'k',
      date '2005-01-01' + h % 7000, b.id, m.id
    from generate_series(1, ${plan.customers - 1}::int) n
    cross join lateral (select (n::bigint * 2654435761 % 2147483647)::int as h) hashed
    cross join (select string_to_array(${firstNames}, ' ') as names) f
    cross join (select string_to_array(${syllables}, ' ') as parts) s
    join branches b on b.external_id = 'b' || n % ${plan.managers}::int % ${plan.branches}::int
    join managers m on m.external_id = 'm' || n % ${plan.managers}::int`);
  await db.execute(sql`insert into customer_values (customer_id, run_id, recency_days, frequency, monetary, recency_score,
      frequency_score, monetary_score, contribution12m, expected_contribution, clv, clv_low, clv_high, value_if_stays,
      horizon_months, cvs, tier, segment_id, churn_probability, churn_reasons, value_at_stake, balance, satisfaction, stage)
    select c.id, r.id, h % 90, h % 200, 20 + h % 300, 1 + h % 5, 1 + h / 5 % 5, 1 + h / 25 % 5, worth / 3, worth / 36, worth * (1 - risk),
      worth * 0.6, worth * 1.4, worth, 36, h % 10000 / 100.0, case when h % 10 = 0 then 'high' when h % 10 < 4 then 'medium' else 'low' end,
      1 + (h + case when r.id = ${runId} and h % 50 = 0 then 1 else 0 end) % 6, risk,
      '[{"feature": "balance_change_3m", "value": -0.4, "contribution": 0.9}, {"feature": "complaints_3m", "value": 2, "contribution": 0.6}]'::jsonb,
      risk * worth, h % 50000, h % 100 / 100.0, case when h % 97 = 0 then 'left' else 'retained' end
    from customers c
    cross join (select id from valuation_runs) r
    cross join lateral (select (c.id::bigint * 2654435761 % 2147483647)::int as h) hashed
    cross join lateral (select exp(4 + h % 7919 / 1200.0) - 40 as worth, power(h % 9973 / 9973.0, 4) as risk) drawn`);
  await db.execute(sql`insert into contributions (customer_id, run_id, month, net_interest, fees, cost_to_serve, expected_loss, balance, transactions)
    select c.id, ${runId}::int, (date_trunc('month', ${largeBankDay}::date) - make_interval(months => m))::date, c.id % 40 + m, 1, 2, c.id % 3, c.id % 900, c.id % 7
    from customers c cross join generate_series(${plan.months - 1}::int, 0, -1) m`);
  await db.execute(sql`insert into holdings (customer_id, external_id, product, opened_on)
    select c.id, 'h' || k, (array['current-account', 'savings', 'loan'])[k], date '2015-01-01' + c.id % 3000
    from customers c cross join generate_series(1, 3) k where k = 1 or c.id % k = 0`);
  await db.execute(sql`insert into opinions (customer_id, source, external_id, said_on, text_md5, read_by, score, label, topics)
    select c.id, 'comment', 'o', ${largeBankDay}::date - c.id % 700, '', 1, -0.5, 'negative', array['fees']
    from customers c where c.id % 4 = 0`);
  for (const table of ['customers', 'customer_values', 'contributions', 'holdings', 'opinions'])
    await db.execute(sql`vacuum analyze ${sql.identifier(table)}`);
  return {
    runId,
    earlierRunId: earlier.id,
    manager: bank.person('m0'),
    supervisor: bank.person('s'),
    analyst: bank.person('a'),
  };
}
