import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { customers } from './schema.ts';

/*
 * What lists and totals of a run have in common, as SQL over `customer_values v`: whoever counts, adds up or orders
 * customers does it by these, so that two answers never differ in a figure that both give.
 */

/** Who is a customer of the bank at a run's as-of date: neither closed nor, where silence counts as leaving, silent for too long. */
export const present: SQL = sql`v.stage <> 'left'`;

/** A churn probability so much above that which an override of it contradicts, as a share, is another risk. */
const risenBy = 0.1;

/**
 * Whether an override `risk_overrides r` holds in the run `u` that says `v`: the run is of its day or later, before its end,
 * and the risk has not risen by ten points since.
 */
export const overrideHolds: SQL = sql`u.as_of >= r.as_of and u.as_of < r.until
  and v.churn_probability < r.probability + ${risenBy}`;

/** Who is not at risk in a run, as somebody says who knows them: read once a statement, for it is of few. */
const overridden: SQL = sql`select v.customer_id, v.run_id from risk_overrides r
  join customer_values v on v.customer_id = r.customer_id
  join valuation_runs u on u.id = v.run_id
  where ${overrideHolds}`;

/** Whose churn probability is at a threshold or above, but for those of whom somebody says that they are not at risk. */
export const isAtRisk = (threshold: number): SQL =>
  sql`(v.churn_probability >= ${threshold} and (v.customer_id, v.run_id) not in (${overridden}))`;

/** Who would be at risk, were it not for somebody who says that they are not. */
export const isKnownNotAtRisk = (threshold: number): SQL =>
  sql`(v.churn_probability >= ${threshold} and (v.customer_id, v.run_id) in (${overridden}))`;

/**
 * What stands to be lost with a customer, for sums and orders: never below zero, for no gain from losing one customer makes
 * up for losing another. In words that the database may look at before whose row it is (`coalesce` is none), so that an index by it
 * serves whoever sees a branch or a book.
 */
export const lossAtStake: SQL = sql`(case when v.value_at_stake > 0 then v.value_at_stake else 0 end)`;

/**
 * Whether a row `v` of `customer_values` has a CLV. Without a churn model a run takes the rate at which customers left before; where
 * the only ones it could look at had all left, that rate leaves nothing of anybody, with certainty: then nothing is known.
 */
const isClvKnown: SQL = sql`(v.churn_probability is not null or coalesce(v.value_if_stays, 0) = 0
  or v.clv <> 0 or v.clv_low <> 0 or v.clv_high <> 0)`;

/** A figure of a CLV of a row `v`, such as its lower end; null where the CLV is not known. */
export const knownClv = (figure: SQL = sql`v.clv`): SQL =>
  sql`(case when ${isClvKnown} then ${figure} end)`;

/**
 * The sum of CLVs of a group; null where they are worth something if they stay, but no CLV is known. Where a CLV is not known of
 * one it is not known of anybody in the run who is worth something.
 * @param sums aggregates of the group: how many have a churn probability, and sums of the CLV and of the value if they stay
 */
export const knownClvSum = (sums: { predicted: SQL; clv: SQL; valueIfStays: SQL }): SQL =>
  sql`(case when coalesce(${sums.predicted}, 0) > 0 or ${sums.clv} <> 0 or coalesce(${sums.valueIfStays}, 0) = 0 then ${sums.clv} end)`;

/** What {@link totalColumns} give. */
export const totals = z.object({
  customers: z.number(),
  clv: z.number().nullable(),
  valueIfStays: z.number().nullable(),
  contribution12m: z.number().nullable(),
  balance: z.number().nullable(),
  balancesKnown: z.number(),
  /** mean */
  churnProbability: z.number().nullable(),
  atRisk: z.number().nullable(),
  valueAtStake: z.number().nullable(),
});

/**
 * The columns of a group's totals: counts, sums in the bank's currency, and the mean churn probability. A sum is null where
 * the figure is known of nobody, but a CLV of no customers is 0; so are `atRisk`, how many are at risk, and `valueAtStake`,
 * what stands to be lost with these, where nobody has a churn probability. `balancesKnown` counts those whose balance is
 * known.
 */
export function totalColumns(threshold: number): SQL {
  const predicted = sql`count(v.churn_probability) > 0 or count(*) = 0`;
  const clv = knownClvSum({
    predicted: sql`count(v.churn_probability)`,
    clv: sql`coalesce(sum(v.clv), 0)`,
    valueIfStays: sql`sum(v.value_if_stays)`,
  });
  return sql`count(*)::int as customers, ${clv} as clv, sum(v.value_if_stays) as "valueIfStays",
    sum(v.contribution12m) as "contribution12m",
    sum(v.balance) as balance, count(v.balance)::int as "balancesKnown",
    avg(v.churn_probability) as "churnProbability",
    case when ${predicted} then (count(*) filter (where ${isAtRisk(threshold)}))::int end as "atRisk",
    case when ${predicted} then coalesce(sum(${lossAtStake}) filter (where ${isAtRisk(threshold)}), 0) end
      as "valueAtStake"`;
}

/**
 * Whether the bank says when a customer joined: by a day of joining, or the opening of a product. Otherwise a run takes the
 * first sign of them in its data, which is often no more than where an export begins.
 */
export const isJoiningKnown: SQL = sql`(${customers.joinedOn} is not null
  or exists (select from holdings h where h.customer_id = ${customers.id} and h.opened_on is not null))`;

/** The stage of a row `v` of `customer_values`; null where it is new by no more than where an export begins. */
export const knownStage: SQL = sql`case when v.stage <> 'onboarding' or ${isJoiningKnown} then v.stage end`;
