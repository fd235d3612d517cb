import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type OpenStage, openStages, type ProductKind, productKinds } from '../kinds.ts';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

/** Which open opportunities: of customers held to filters, of a product or at a stage; what is absent keeps all. */
export type OpenOf = {
  runId: number;
  filters: ListFilters;
  product?: ProductKind | undefined;
  stage?: OpenStage | undefined;
};

const listed = z.object({
  id: z.number(),
  /** in the store */
  customerId: z.number(),
  externalId: z.string(),
  name: z.string().nullable(),
  product: z.enum(productKinds),
  amount: z.number().nullable(),
  stage: z.enum(openStages),
  nextStep: z.string().nullable(),
  closesOn: z.string().nullable(),
  owner: z.string(),
});

/** An open opportunity; the amount in the bank's currency, the day ISO, what is null is not known. */
export type OpenOpportunity = z.infer<typeof listed>;

/** An opportunity `o` that is open, of a customer of the scope and the filters. */
const openOf = (scope: Scope, { runId, filters, product, stage }: OpenOf): SQL => sql`
  from opportunities o
  join ${customers} on ${customers.id} = o.customer_id
  left join customer_values v on v.customer_id = o.customer_id and v.run_id = ${runId}
  join managers m on m.id = o.owner_id
  where o.stage not in ('won', 'lost')
    and ${product === undefined ? sql`true` : sql`o.product = ${product}`}
    and ${stage === undefined ? sql`true` : sql`o.stage = ${stage}`}
    and ${inScope(scope)} and ${withFilters(filters)}`;

/** The open opportunities of a scope, those that are to close first on top, those without a day at the end. */
export async function openOpportunities(
  db: Database,
  scope: Scope,
  of: OpenOf,
  { limit, offset = 0 }: { limit: number; offset?: number },
): Promise<OpenOpportunity[]> {
  return queryRows(
    db,
    listed,
    sql`select o.id, o.product, o.amount::float8 as amount, o.stage, o.next_step as "nextStep",
          o.closes_on::text as "closesOn", m.name as owner,
          ${customers.id} as "customerId", ${customers.externalId} as "externalId", ${customers.name} as name
        ${openOf(scope, of)}
        order by o.closes_on nulls last, o.customer_id, o.id
        limit ${limit} offset ${offset}`,
  );
}

const group = z.object({
  product: z.enum(productKinds),
  stage: z.enum(openStages),
  count: z.number(),
  /** of how many the amount is known */
  known: z.number(),
  amount: z.number(),
  overdue: z.number(),
  overdueAmount: z.number(),
});

/** The open opportunities of a product at a stage, together; amounts in the bank's currency. */
export type PipelineGroup = z.infer<typeof group>;

const figures = z.object({ groups: z.array(group), fewCustomers: z.array(z.number()) });

/**
 * What the open opportunities of a scope add up to, by product and stage. `fewCustomers`: the customers (ids of the store) of
 * products with fewer than `fewest`, of whom sums tell.
 * @param of.today ISO: what was to close before it is overdue
 */
export async function pipelineFigures(
  db: Database,
  scope: Scope,
  { today, fewest, ...of }: OpenOf & { today: string; fewest: number },
): Promise<{ groups: PipelineGroup[]; fewCustomers: number[] }> {
  const [found] = await queryRows(
    db,
    figures,
    sql`with open as (
          select o.customer_id, o.product, o.stage, o.amount, coalesce(o.closes_on < ${today}, false) as overdue
          ${openOf(scope, of)}),
        grouped as (
          select product, stage, count(*)::int as count, count(amount)::int as known,
            coalesce(sum(amount), 0)::float8 as amount, (count(*) filter (where overdue))::int as overdue,
            coalesce(sum(amount) filter (where overdue), 0)::float8 as "overdueAmount"
          from open group by product, stage),
        few as (select product from open group by product having count(distinct customer_id) < ${fewest})
        select coalesce((select jsonb_agg(to_jsonb(g) order by g.product, g.stage) from grouped g), '[]') as groups,
          coalesce((select jsonb_agg(distinct o.customer_id) from open o join few using (product)), '[]')
            as "fewCustomers"`,
  );
  if (found === undefined) throw new Error('A question without rows gave none.');
  return found;
}
