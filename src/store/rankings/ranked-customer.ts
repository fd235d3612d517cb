import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { contributionMonths } from '../customers/contribution-months.ts';
import { knownClv } from '../measures.ts';
import { mayContact } from '../rights/wishes.ts';
import { customers } from '../schema.ts';

/** A customer in a list of a run; money in the bank's currency. */
export const rankedCustomer = z.object({
  id: z.number(),
  externalId: z.string(),
  name: z.string().nullable(),
  branch: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  tags: z.array(z.string()),
  tier: z.enum(['high', 'medium', 'low']),
  /** null where nothing is known of anybody's leaving */
  clv: z.number().nullable(),
  cvs: z.number(),
  /** the CLV without the chance of leaving; null in runs of earlier versions */
  valueIfStays: z.number().nullable(),
  contribution12m: z.number().nullable(),
  /** of how many whole months, at most 12, that is */
  contributionMonths: z.number(),
  churnProbability: z.number().nullable(),
  churnReasons: z.array(
    z.object({
      feature: z.string(),
      value: z.union([z.number(), z.string()]).nullable(),
      contribution: z.number(),
    }),
  ),
  /** below zero for those who cost more than they bring in; null without a churn probability */
  valueAtStake: z.number().nullable(),
  /** nobody is to contact them */
  doNotContact: z.boolean(),
});

export type RankedCustomer = z.infer<typeof rankedCustomer>;

/** The columns of a ranked customer, from `customers`, `branches b` and `customer_values v`. */
export const rankedColumns: SQL = sql`${customers.id} as id, ${customers.externalId} as "externalId",
  ${customers.name} as name, b.name as branch,
  ${customers.phone} as phone, ${customers.email} as email, ${customers.tags} as tags, v.tier, ${knownClv()} as clv, v.cvs,
  v.value_if_stays as "valueIfStays",
  v.contribution12m as "contribution12m",
  ${contributionMonths(
    sql`v.customer_id`,
    sql`v.run_id`,
    sql`(select as_of from valuation_runs r where r.id = v.run_id)`,
  )} as "contributionMonths", v.churn_probability as "churnProbability",
  v.churn_reasons as "churnReasons", v.value_at_stake as "valueAtStake",
  not ${mayContact} as "doNotContact"`;
