import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { storedStages } from '../kinds.ts';
import { knownClv } from '../measures.ts';
import { mayContact, mayProfile } from '../rights/wishes.ts';
import { customers } from '../schema.ts';
import { inReach, type Scope } from '../scope.ts';
import { mainSegmentation } from '../segments/segmentation.ts';
import { type Database, queryRows } from '../store.ts';
import { owedOn, owedUnrecordedOn } from './owed.ts';

const reason = z.object({
  feature: z.string(),
  value: z.union([z.number(), z.string()]).nullable(),
  contribution: z.number(),
});

const advice = z.object({
  feature: z.string(),
  from: z.number(),
  to: z.number(),
  probability: z.number(),
  similar: z.number().optional(),
});

const noAdvice = z.object({ none: z.enum(['nothingToChange', 'noEffect', 'notBorneOut']) });

const value = z.object({
  /** these three are null where nothing is known of anybody's leaving */
  clv: z.number().nullable(),
  clvLow: z.number().nullable(),
  clvHigh: z.number().nullable(),
  /** the CLV without the chance of leaving; null for those who have left, and in runs of earlier versions */
  valueIfStays: z.number().nullable(),
  horizonMonths: z.number(),
  cvs: z.number(),
  tier: z.enum(['high', 'medium', 'low']),
  /** the name of the segment by locale; null: in no segment */
  segment: z.record(z.string(), z.string()).nullable(),
  churnProbability: z.number().nullable(),
  churnReasons: z.array(reason),
  churnAdvice: z.union([advice, noAdvice]).nullable(),
  /** below 0 for those who cost more than they bring in; null without a churn probability */
  valueAtStake: z.number().nullable(),
  /** null: not a customer in any of these months */
  contribution12m: z.number().nullable(),
  expectedContribution: z.number(),
  /** null: never recorded */
  balance: z.number().nullable(),
  /** what is owed on cards, loans and mortgages; null: no balance of any is recorded */
  debt: z.number().nullable(),
  /** of how many loans and mortgages no balance is recorded, so that `debt` leaves them out */
  debtsUnrecorded: z.number(),
  recencyDays: z.number().nullable(),
  frequency: z.number(),
  /** 0 to 1; null: neither answered nor estimated from what they wrote */
  satisfaction: z.number().nullable(),
  satisfactionEstimated: z.boolean(),
  stage: z.enum(storedStages),
});

const card = z.object({
  id: z.number(),
  externalId: z.string(),
  name: z.string().nullable(),
  branch: z.string().nullable(),
  /** what the branch is called in other languages, by locale; null without a branch */
  branchNames: z.record(z.string(), z.string()).nullable(),
  manager: z.string().nullable(),
  joinedOn: z.string().nullable(),
  closedOn: z.string().nullable(),
  /** nobody is to contact them */
  doNotContact: z.boolean(),
  /** no model is to judge them, so that no run values them */
  doNotProfile: z.boolean(),
  /** a day: since then what is held of them is kept and not worked with */
  restrictedOn: z.string().nullable(),
  /** null where the bank does not say */
  phone: z.string().nullable(),
  email: z.string().nullable(),
  tags: z.array(z.string()),
  /** null: the run did not value this customer */
  value: value.nullable(),
});

/** Who a customer is and how a run valued them. Dates are ISO, money in the bank's currency. */
export type CustomerCard = z.infer<typeof card>;

/** The as-of date of the run of a row `v` of `customer_values`. */
const ofRun = sql`(select as_of from valuation_runs r where r.id = v.run_id)`;

/** The card of one customer (id of the store) in a run; undefined outside the scope. */
export async function customerCard(
  db: Database,
  scope: Scope,
  runId: number,
  customerId: number,
): Promise<CustomerCard | undefined> {
  const rows = await queryRows(
    db,
    card,
    sql`select ${customers.id} as id, ${customers.externalId} as "externalId", ${customers.name} as name,
          b.name as branch, b.names as "branchNames", m.name as manager,
          ${customers.joinedOn}::text as "joinedOn", ${customers.closedOn}::text as "closedOn",
          not ${mayContact} as "doNotContact", not ${mayProfile} as "doNotProfile",
          ${customers.restrictedAt}::date::text as "restrictedOn",
          ${customers.phone} as phone, ${customers.email} as email, ${customers.tags} as tags,
          case when v.customer_id is not null then jsonb_build_object(
            'clv', ${knownClv()}, 'clvLow', ${knownClv(sql`v.clv_low`)}, 'clvHigh', ${knownClv(sql`v.clv_high`)}, 'valueIfStays', v.value_if_stays,
            'horizonMonths', v.horizon_months, 'cvs', v.cvs, 'tier', v.tier,
            'segment', s.names,
            'churnProbability', v.churn_probability, 'churnReasons', v.churn_reasons, 'churnAdvice', v.churn_advice,
            'valueAtStake', v.value_at_stake,
            'contribution12m', v.contribution12m, 'expectedContribution', v.expected_contribution,
            'balance', v.balance, 'debt', ${owedOn(sql`v.customer_id`, ofRun)}, 'debtsUnrecorded', ${owedUnrecordedOn(sql`v.customer_id`, ofRun)},
            'recencyDays', v.recency_days, 'frequency', v.frequency,
            'satisfaction', v.satisfaction, 'satisfactionEstimated', v.satisfaction_estimated, 'stage', v.stage) end as value
        from ${customers}
        left join branches b on b.id = ${customers.branchId}
        left join managers m on m.id = ${customers.managerId}
        left join customer_values v on v.customer_id = ${customers.id} and v.run_id = ${runId}
        left join segments s on s.run_id = v.run_id and s.segmentation = ${mainSegmentation} and s.id = v.segment_id
        where ${customers.id} = ${customerId} and ${inReach(scope)}`,
  );
  return rows[0];
}
