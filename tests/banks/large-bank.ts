import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Linked } from '../../src/access/principal.ts';
import { queryRows, type Store } from '../../src/store/store.ts';
import { fillValuedBank } from './valued-bank.ts';

/**
 * How large a bank is to be; `months` of contribution a customer. `lived` also gives it what customers did and said, and what the
 * newest run found: some 25 transactions a customer, balances, contacts, surveys, comments, households, events and next steps.
 */
export type LargeBankPlan = {
  customers: number;
  branches: number;
  managers: number;
  months: number;
  lived?: boolean;
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
const chineseNames =
  '王伟 李芳 张娜 刘敏 陈静 杨丽 赵强 黄磊 周军 吴洋 徐勇 孙艳 胡杰 朱娟 高涛 林明';
const syllables =
  'no va ko dvo ra ce pro cha kuc ve ho ma li be je si ru zi po sta kra mi hav ned bla ska ti fi du her';

const filled = [
  'customers',
  'customer_values',
  'contributions',
  'holdings',
  'balances',
  'transactions',
  'interactions',
  'surveys',
  'feedback',
  'opinions',
  'households',
  'events',
  'customer_facts',
  'customer_steps',
];

/** As people are called, each differently: a first name, and a surname that is their number. */
function managerName(number: number): string {
  const first = firstNames.split(' ');
  const parts = syllables.split(' ');
  const at = (list: readonly string[], i: number) => list[i % list.length] ?? '';
  const surname = `${at(parts, number)}${at(parts, Math.floor(number / 30) + 7)}${at(parts, Math.floor(number / 900) + 11)}`;
  return `${at(first, number)} ${surname.charAt(0).toUpperCase()}${surname.slice(1)}sky`;
}

/** What the customers of a bank did and said before the day of its newest run, and what that run found. */
async function live({ db }: Store, runId: number): Promise<void> {
  const day = sql`${largeBankDay}::date`;
  const statements = [
    sql`insert into balances (customer_id, holding_id, as_of, amount)
      select c.id, 'h1', (date_trunc('month', ${day}) - make_interval(months => m))::date - 1, c.id % 900 + m
      from customers c cross join generate_series(11, 0, -1) m`,
    sql`insert into transactions (customer_id, external_id, holding_id, booked_on, amount, kind, balance_after)
      select c.id, 't' || k, 'h1', ${day} - (c.id % 29 + 28 * (25 - k)), (c.id % 200 - 150) + k / 10.0,
        (array['card-payment', 'transfer-in', 'withdrawal', 'transfer-out', 'fee'])[1 + k % 5], c.id % 900
      from customers c cross join generate_series(1, 25) k`,
    sql`insert into interactions (customer_id, external_id, occurred_at, kind, note, resolved_at, manager_id)
      select c.id, 'k' || k, ${day} - (c.id % 300 + 30 * k), case when (c.id + k) % 11 = 0 then 'complaint' else 'call' end,
        'Spoke about accounts', case when (c.id + k) % 22 = 0 then ${day} - c.id % 200 end, c.manager_id
      from customers c cross join generate_series(0, 1) k where (c.id + k) % 3 > 0`,
    sql`insert into surveys (customer_id, external_id, answered_on, score, scale_max)
      select c.id, 'q', ${day} - c.id % 500, c.id % 11, 10 from customers c where c.id % 5 = 0`,
    sql`insert into feedback (customer_id, external_id, given_on, text, language, rating)
      select c.id, 'o', ${day} - c.id % 700, 'Friendly staff, but the queue was long', 'en', 1 + c.id % 5
      from customers c where c.id % 4 = 0`,
    sql`insert into households (customer_id, kind, external_id)
      select c.id, 'household', 'f' || c.id / 20 from customers c where c.id % 20 < 3`,
    sql`insert into playbooks (run_id, id, words) values (${runId}, 'call', ${JSON.stringify({
      name: { en: 'Call them', zh: '致电' },
      step: { en: 'Call them this week', zh: '本周致电' },
      say: { en: 'How are you?', zh: '您好' },
      owner: 'manager',
      priority: 1,
      dueDays: 7,
    })}::jsonb)`,
    sql`insert into customer_facts (customer_id, run_id, facts)
      select c.id, ${runId}::int, jsonb_build_object('tenure_months', c.id % 100, 'holds', array['savings']) from customers c`,
    sql`insert into customer_steps (customer_id, run_id, playbook, position, because)
      select c.id, ${runId}::int, 'call', 1, '[{"fact": "tenure_months", "value": 3}]'::jsonb from customers c where c.id % 3 = 0`,
    sql`insert into events (customer_id, run_id, kind, day, figures)
      select c.id, ${runId}::int, 'complaint', ${day} - c.id % 20, jsonb_build_object('on', ${day} - c.id % 20, 'resolved', false) from customers c where c.id % 50 = 0`,
  ];
  for (const statement of statements) await db.execute(statement);
}

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
        name: managerName(i),
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
  await db.execute(sql`insert into segments (run_id, segmentation, id, names, size)
    select ${runId}, 'habits', n, jsonb_build_object('en', 'habit ' || n, 'zh', '习惯' || n), ${Math.round(plan.customers / 4)}
    from generate_series(1, 4) n`);
  await db.execute(sql`insert into segments (run_id, segmentation, id, names, size, portrait)
    select ${earlier.id}, segmentation, id, names, size, portrait from segments where run_id = ${runId}`);
  await db.execute(sql`insert into customers (external_id, name, joined_on, branch_id, manager_id)
    select 'c' || n, case h % 23 when 0 then z.names[1 + h / 23 % 16] else f.names[1 + h % 20] || ' ' ||
        initcap(s.parts[1 + h / 20 % 30] || s.parts[1 + h / 600 % 30] || case h % 5 when 0 then s.parts[1 + h / 18000 % 30] else '' end)
        || case h % 2 when 0 then 'k' else 'ková' end end,
      date '2005-01-01' + h % 7000, b.id, m.id
    from generate_series(1, ${plan.customers - 1}::int) n
    cross join lateral (select (n::bigint * 2654435761 % 2147483647)::int as h) hashed
    cross join (select string_to_array(${firstNames}, ' ') as names) f
    cross join (select string_to_array(${syllables}, ' ') as parts) s
    cross join (select string_to_array(${chineseNames}, ' ') as names) z
    join branches b on b.external_id = 'b' || n % ${plan.managers}::int % ${plan.branches}::int
    join managers m on m.external_id = 'm' || n % ${plan.managers}::int`);
  await db.execute(sql`insert into customer_values (customer_id, run_id, recency_days, frequency, monetary, recency_score,
      frequency_score, monetary_score, contribution12m, expected_contribution, clv, clv_low, clv_high, value_if_stays,
      horizon_months, cvs, tier, segment_id, further_segments, churn_probability, churn_reasons, value_at_stake, balance, satisfaction, stage)
    select c.id, r.id, h % 90, h % 200, 20 + h % 300, 1 + h % 5, 1 + h / 5 % 5, 1 + h / 25 % 5, worth / 3, worth / 36, worth * (1 - risk),
      worth * 0.6, worth * 1.4, worth, 36, h % 10000 / 100.0, case when h % 10 = 0 then 'high' when h % 10 < 4 then 'medium' else 'low' end,
      1 + (g + case when r.id = ${runId} and h % 50 = 0 then 1 else 0 end) % 6, jsonb_build_object('habits', 1 + g % 4), risk,
      '[{"feature": "balance_change_3m", "value": -0.4, "contribution": 0.9}, {"feature": "complaints_3m", "value": 2, "contribution": 0.6}]'::jsonb,
      risk * worth, h % 50000, h % 100 / 100.0, case when h % 97 = 0 then 'left' else 'retained' end
    from customers c
    cross join (select id from valuation_runs) r
    cross join lateral (select (c.id::bigint * 2654435761 % 2147483647)::int as h, abs(hashint4(c.id) / 7) as g) hashed
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
  if (plan.lived) await live(store, runId);
  for (const table of filled) await db.execute(sql`vacuum analyze ${sql.identifier(table)}`);
  return {
    runId,
    earlierRunId: earlier.id,
    manager: bank.person('m0'),
    supervisor: bank.person('s'),
    analyst: bank.person('a'),
  };
}
