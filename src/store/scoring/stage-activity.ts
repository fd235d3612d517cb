import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type TransactionKind, transactionKinds } from '../kinds.ts';
import { type Database, queryRows } from '../store.ts';
import { type CustomerRange, within } from './staging.ts';

/**
 * How many transactions of a kind went either way, of how many customers, and of how many of these the money went one way: what
 * came back is at most half of what went.
 */
export type Turnover = {
  kind: TransactionKind;
  customers: number;
  received: { transactions: number; customers: number };
  sent: { transactions: number; customers: number };
};

const oneWay = z.object({ transactions: z.number(), customers: z.number() });
const turnover = z.object({
  kind: z.enum(transactionKinds),
  customers: z.number(),
  received: oneWay,
  sent: oneWay,
}) satisfies z.ZodType<Turnover>;

/** Which way the money of each kind went with a range of customers up to the as-of date. */
export function turnoverByKind(db: Database, range: CustomerRange): Promise<Turnover[]> {
  return queryRows(
    db,
    turnover,
    sql`select kind, count(*)::integer as customers,
          jsonb_build_object('transactions', sum(inward),
            'customers', count(*) filter (where sent <= received / 2)) as received,
          jsonb_build_object('transactions', sum(outward),
            'customers', count(*) filter (where received <= sent / 2)) as sent
        from (
          select t.customer_id, t.kind, sum(greatest(amount, 0)) as received, sum(greatest(-amount, 0)) as sent,
            count(*) filter (where amount > 0) as inward, count(*) filter (where amount < 0) as outward
          from transactions t join scoring_days d on d.day = t.booked_on
          where ${within('t', range)} and amount <> 0
          group by t.customer_id, t.kind) turnovers
        group by kind order by kind`,
  );
}

/** Which transactions undo earlier ones: those received of some kinds, those sent of others. */
export type RefundKinds = {
  received: readonly TransactionKind[];
  sent: readonly TransactionKind[];
};

/**
 * Adds up the transactions of a range of customers by period, up to the as-of date. Of the customer's own making is
 * what the bank did not book by itself (no interest, fee or penalty) and what does not undo an earlier transaction: a
 * refund is neither a purchase nor a sign of life. A row of 0 is both.
 *
 * Amounts are absolute. `own_kept` is `own_amount` less what was refunded of it by the as-of date: a refund undoes the
 * newest transactions the other way, before it or the same day, that are not refunded yet, and what exceeds them all belongs
 * to none. (With a running total of what went one way, refunds counted against it, what is left of a transaction is how far
 * the lowest total from it on lies above the total before it.) `outflow` is kept spending, too.
 *
 * `own_days` counts the days with a transaction of the customer's own making; the days of a period are of one month, so
 * that each has a bit of its own. (`offset 0` keeps the planner from working out `own` anew for each of the sums.)
 */
export async function stageActivity(
  db: Database,
  range: CustomerRange,
  refunds: RefundKinds = { received: [], sent: [] },
): Promise<void> {
  const some = (kinds: readonly TransactionKind[]) =>
    sql`t.kind = any (string_to_array(${kinds.join(',')}::text, ','))`;
  await db.execute(sql`
    with booked as materialized (
      select t.customer_id, t.external_id, d.day, d.period, d.month, d.day - d.month_start as nth, t.kind, t.amount,
        t.kind not in ('interest', 'fee', 'penalty-interest') as made,
        amount > 0 and ${some(refunds.received)} or amount < 0 and ${some(refunds.sent)} as refund
      from transactions t join scoring_days d on d.day = t.booked_on
      where ${within('t', range)}),
    sided as (
      select customer_id, external_id, day, refund, abs(amount) as amount,
        sign(amount) * case when refund then -1 else 1 end as side
      from booked
      where made and customer_id in (select customer_id from booked where refund)),
    totalled as (
      select *, sum(case when refund then -amount else amount end) over (
          partition by customer_id, side order by day, refund, external_id rows unbounded preceding) as total
      from sided),
    part as (
      select customer_id, external_id, greatest(0, least(amount, min(total) over (
          partition by customer_id, side order by day, refund, external_id
          rows between current row and unbounded following) - total + amount)) as kept
      from totalled)
    insert into scoring_activity
    select customer_id, period, min(month), count(*), count(*) filter (where own),
      coalesce(bit_count(bit_or(1::bigint << nth) filter (where own)::bit(64)), 0),
      coalesce(sum(abs(amount)) filter (where own), 0),
      coalesce(sum(kept) filter (where own), 0),
      coalesce(sum(amount) filter (where own and amount > 0), 0),
      coalesce(sum(kept) filter (where own and amount < 0), 0),
      coalesce(sum(-amount) filter (where kind = 'transfer-out'), 0),
      coalesce(sum(-amount) filter (where kind = 'fee'), 0),
      min(day) filter (where own), max(day) filter (where own), max(day)
    from (
      select b.customer_id, day, period, month, nth, kind, amount, made and not refund as own,
        coalesce(p.kept, abs(amount)) as kept
      from booked b left join part p on p.customer_id = b.customer_id and p.external_id = b.external_id
      offset 0) told
    group by customer_id, period`);
}
