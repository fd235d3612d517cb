import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';
import { scoreOnScale } from '../survey-scale.ts';
import { readColumns } from './read-columns.ts';
import { type CustomerRange, within } from './staging.ts';

const names = ['satisfaction', 'satisfaction_before', 'rating', 'tone'] as const;

/**
 * What a range of customers said of the bank up to a day and after another: the mean score, 0 to 1, of the newest day a
 * survey was answered, that of the survey day before it, the newest rating given with a comment, and the tone of what they
 * wrote, comments and complaints: Σ scores / (texts + 1), from −1 to 1. `NaN` where there is none.
 */
export function opinionColumns(
  db: Database,
  day: string,
  after: string,
  range: CustomerRange,
): Promise<Record<(typeof names)[number], Float64Array>> {
  return readColumns(
    db,
    names,
    sql`select s.satisfaction, s.satisfaction_before, f.rating, o.tone
        from scoring_customers c
        left join (
          select customer_id, max(score) filter (where nth = 1) as satisfaction,
            max(score) filter (where nth = 2) as satisfaction_before
          from (
            select s.customer_id, avg(${scoreOnScale}) as score,
              row_number() over (partition by s.customer_id order by s.answered_on desc) as nth
            from surveys s
            where ${within('s', range)} and s.answered_on <= ${day}::date and s.answered_on > ${after}::date
            group by s.customer_id, s.answered_on) answered
          where nth <= 2
          group by customer_id) s on s.customer_id = c.customer_id
        left join (
          select distinct on (f.customer_id) f.customer_id, f.rating
          from feedback f
          where ${within('f', range)} and f.rating is not null and f.given_on <= ${day}::date and f.given_on > ${after}::date
          order by f.customer_id, f.given_on desc, f.external_id) f on f.customer_id = c.customer_id
        left join (
          select o.customer_id, sum(o.score) / (count(*) + 1) as tone
          from opinions o
          where ${within('o', range)} and o.said_on <= ${day}::date and o.said_on > ${after}::date
          group by o.customer_id) o on o.customer_id = c.customer_id
        where ${within('c', range)} order by c.customer_id`,
  );
}
