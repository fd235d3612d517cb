import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { householdKinds, householdRoles, storedStages } from '../kinds.ts';
import { isAtRisk, knownClv, knownClvSum, lossAtStake, present } from '../measures.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows, type Store } from '../store.ts';

const household = z.object({
  kind: z.enum(householdKinds),
  /** the bank's own id of it */
  household: z.string(),
  /** how many customers belong to it, whoever may see them */
  customers: z.number(),
});

const link = z.object({
  kind: z.enum(householdKinds),
  household: z.string(),
  role: z.enum(householdRoles).nullable(),
});

const member = z.object({
  id: z.number(),
  externalId: z.string(),
  name: z.string().nullable(),
  closedOn: z.string().nullable(),
  /** by what they belong together with the one asked for */
  links: z.array(link),
  /** null: the run did not value them */
  value: z
    .object({
      tier: z.enum(['high', 'medium', 'low']),
      clv: z.number().nullable(),
      /** null for those who have left, and in runs of earlier versions */
      valueIfStays: z.number().nullable(),
      contribution12m: z.number().nullable(),
      balance: z.number().nullable(),
      churnProbability: z.number().nullable(),
      /** below 0 for those who cost more than they bring in; null without a churn probability */
      valueAtStake: z.number().nullable(),
      recencyDays: z.number().nullable(),
      stage: z.enum(storedStages),
      atRisk: z.boolean(),
    })
    .nullable(),
});

const together = z.object({
  /** how many of the scope there are, those who have left among them */
  seen: z.number(),
  /** how many of those the run values and have not left: the figures below are of these */
  customers: z.number(),
  clv: z.number().nullable(),
  valueIfStays: z.number().nullable(),
  contribution12m: z.number().nullable(),
  balance: z.number().nullable(),
  /** what stands to be lost with all of them; null where nobody has a churn probability */
  valueAtStake: z.number().nullable(),
  /** how many are at risk; null where nobody has a churn probability */
  atRisk: z.number().nullable(),
  /** what those are worth that bring in more than they cost, as {@link worth} has it */
  positive: z.number(),
});

/** A household, or a group of companies, that a customer belongs to. */
export type Household = z.infer<typeof household>;
/** Somebody who belongs together with a customer, or that customer; money in the bank's currency. */
export type RelatedCustomer = z.infer<typeof member>;
/** What customers who belong together add up to, each counted once; null where a figure is known of nobody. */
export type Together = z.infer<typeof together>;

export type Related = {
  /** the households before the groups; empty: the customer belongs to none */
  households: Household[];
  /** how many customers belong to one of them, each counted once, whoever may see them */
  all: number;
  /** those of the scope: who is worth the most first, who has left last */
  members: RelatedCustomer[];
  /** of those of the scope, listed or not */
  together: Together;
};

const ofNobody: Together = {
  seen: 0,
  customers: 0,
  clv: null,
  valueIfStays: null,
  contribution12m: null,
  balance: null,
  valueAtStake: null,
  atRisk: null,
  positive: 0,
};

type Asked = { id: number; asOf: string; atRisk: number };

/** The links that count on a day. */
const current = (alias: string, asOf: string): SQL => {
  const ended = sql`${sql.identifier(alias)}.ended_on`;
  return sql`(${ended} is null or ${ended} > ${asOf}::date)`;
};

/** The households of a customer of the scope as `mine`, and every link to one of them as `linked`. */
const links = (scope: Scope, customerId: number, asOf: string): SQL => sql`
  mine as (
    select h.kind, h.external_id from households h
    join ${customers} on ${customers.id} = h.customer_id
    where h.customer_id = ${customerId} and ${inScope(scope)} and ${current('h', asOf)}),
  linked as (
    select h.customer_id, h.kind, h.external_id, h.role
    from mine join households h using (kind, external_id)
    where ${current('h', asOf)})`;

/** What a customer is worth, as lists rank it: a run of an earlier version has the CLV alone. */
const worth = sql`coalesce(v.value_if_stays, v.clv)`;

/**
 * Who belongs together with a customer (id of the store) on the day of a run, the customer among them: of their households
 * and of their groups, each once. Of those outside the scope nothing is read but how many there are: the totals are of those
 * inside it, so that nobody else's figure can be worked out from them.
 * @param limit the most members that are listed
 */
export async function relatedCustomers(
  { db, bankWide }: Pick<Store, 'db' | 'bankWide'>,
  scope: Scope,
  run: Asked,
  { customerId, limit }: { customerId: number; limit: number },
): Promise<Related> {
  const found = await householdsOf(bankWide, scope, customerId, run.asOf);
  // Most customers belong to none: their cards cost one look at an index.
  if (found.households.length === 0) return { ...found, together: ofNobody, members: [] };
  const [together, members] = await Promise.all([
    addedUp(db, scope, run, customerId),
    membersOf(db, scope, run, customerId, limit),
  ]);
  return { ...found, together, members };
}

async function householdsOf(
  db: Database,
  scope: Scope,
  customerId: number,
  asOf: string,
): Promise<Pick<Related, 'households' | 'all'>> {
  const rows = await queryRows(
    db,
    household.extend({ all: z.number() }),
    sql`with ${links(scope, customerId, asOf)}
        select kind, external_id as household, count(*)::int as customers,
          (select count(distinct customer_id) from linked)::int as "all"
        from linked group by kind, external_id
        order by kind = 'household' desc, external_id`,
  );
  return {
    households: rows.map(({ all: _, ...each }) => each),
    all: rows[0]?.all ?? 0,
  };
}

async function addedUp(
  db: Database,
  scope: Scope,
  run: Asked,
  customerId: number,
): Promise<Together> {
  const counted = sql`filter (where ${present})`;
  const predicted = sql`count(v.churn_probability) ${counted} > 0`;
  const clv = knownClvSum({
    predicted: sql`count(v.churn_probability) ${counted}`,
    clv: sql`sum(v.clv) ${counted}`,
    valueIfStays: sql`sum(v.value_if_stays) ${counted}`,
  });
  const rows = await queryRows(
    db,
    together,
    sql`with ${links(scope, customerId, run.asOf)}
        select count(*)::int as seen, (count(*) ${counted})::int as customers,
          ${clv} as clv, sum(v.value_if_stays) ${counted} as "valueIfStays",
          sum(v.contribution12m) ${counted} as "contribution12m", sum(v.balance) ${counted} as balance,
          case when ${predicted} then sum(${lossAtStake}) ${counted} end as "valueAtStake",
          case when ${predicted} then (count(*) filter (where ${present} and ${isAtRisk(run.atRisk)}))::int end as "atRisk",
          coalesce(sum(greatest(${worth}, 0)) ${counted}, 0) as positive
        from (select distinct customer_id from linked) l
        join ${customers} on ${customers.id} = l.customer_id
        left join customer_values v on v.customer_id = l.customer_id and v.run_id = ${run.id}
        where ${inScope(scope)}`,
  );
  if (rows[0] === undefined) throw new Error('A sum over customers gave no row.');
  return rows[0];
}

function membersOf(
  db: Database,
  scope: Scope,
  run: Asked,
  customerId: number,
  limit: number,
): Promise<RelatedCustomer[]> {
  return queryRows(
    db,
    member,
    sql`with ${links(scope, customerId, run.asOf)}
        select ${customers.id} as id, ${customers.externalId} as "externalId", ${customers.name} as name,
          ${customers.closedOn}::text as "closedOn",
          (select jsonb_agg(jsonb_build_object('kind', l.kind, 'household', l.external_id, 'role', l.role)
              order by l.kind = 'household' desc, l.external_id)
             from linked l where l.customer_id = ${customers.id}) as links,
          case when v.customer_id is not null then jsonb_build_object(
            'tier', v.tier, 'clv', ${knownClv()}, 'valueIfStays', v.value_if_stays, 'contribution12m', v.contribution12m,
            'balance', v.balance, 'churnProbability', v.churn_probability, 'valueAtStake', v.value_at_stake,
            'recencyDays', v.recency_days, 'stage', v.stage,
            'atRisk', coalesce(${present} and ${isAtRisk(run.atRisk)}, false)) end as value
        from (select distinct customer_id from linked) l
        join ${customers} on ${customers.id} = l.customer_id
        left join customer_values v on v.customer_id = l.customer_id and v.run_id = ${run.id}
        where ${inScope(scope)}
        order by coalesce(${present}, false) desc, ${worth} desc nulls last, ${customers.id}
        limit ${limit}`,
  );
}

/** Whether the bank told of any household or group at all. */
export async function householdsRecorded(db: Database): Promise<boolean> {
  const [found] = await queryRows(
    db,
    z.object({ some: z.boolean() }),
    sql`select exists (select from households) as some`,
  );
  return found?.some ?? false;
}
