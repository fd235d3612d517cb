import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { present } from '../measures.ts';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import { scoreOnScale, worstScore } from '../survey-scale.ts';

const answers = z.object({
  /** null: not said */
  question: z.string().nullable(),
  worst: z.number(),
  best: z.number(),
  score: z.number(),
  times: z.number(),
});

/** How often a score was given to a question, on the question's own scale. */
export type SurveyAnswers = z.infer<typeof answers>;

type Asked = { filters: ListFilters; from: string };

/** Who is asked about: customers of a scope who are still there, in the run's year. */
const answered = (scope: Scope, runId: number, { filters, from }: Asked) => sql`
  from surveys s
  join customer_values v on v.customer_id = s.customer_id and v.run_id = ${runId}
  join valuation_runs r on r.id = v.run_id
  join ${customers} on ${customers.id} = s.customer_id
  where s.answered_on > ${from}::date and s.answered_on <= r.as_of
    and ${inScope(scope)} and ${withFilters(filters)} and ${present}`;

/** The answers to each question given after a day and up to the run's as-of date, counted by score. */
export async function surveyAnswers(
  db: Database,
  scope: Scope,
  runId: number,
  asked: Asked,
): Promise<SurveyAnswers[]> {
  return queryRows(
    db,
    answers,
    sql`select s.question, ${worstScore}::float8 as worst, s.scale_max as best, s.score, count(*)::int as times
        ${answered(scope, runId, asked)}
        group by 1, 2, 3, 4 order by 1, 3, 2, 4`,
  );
}

const totals = z.object({ questions: z.number(), total: z.number(), times: z.number() });

/**
 * How many customers have which total over all questions asked in the period, each answer on a scale from 0 to 10, of each
 * question the newest; only of those who answered every one.
 */
export async function surveyTotals(
  db: Database,
  scope: Scope,
  runId: number,
  asked: Asked,
): Promise<z.infer<typeof totals>[]> {
  return queryRows(
    db,
    totals,
    sql`with newest as (
          select distinct on (s.customer_id, s.question) s.customer_id, s.question, ${scoreOnScale} * 10 as points
          ${answered(scope, runId, asked)}
          order by s.customer_id, s.question, s.answered_on desc, s.external_id desc),
        asked as (select count(*) as questions from (select distinct question from newest) q),
        summed as (select customer_id, count(points) as given, sum(points) as total from newest group by customer_id)
        select asked.questions::int as questions, round(total::numeric, 6)::float8 as total, count(*)::int as times
        from summed cross join asked where given = asked.questions group by 1, 2 order by 2`,
  );
}
