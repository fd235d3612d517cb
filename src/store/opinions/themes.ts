import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { present } from '../measures.ts';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { mainSegmentation } from '../segments/segmentation.ts';
import { type Database, queryRows } from '../store.ts';
import { heldTotals, readTotals, totalsStand } from '../totals/kept-totals.ts';

/** Two periods that end on days: `before` is the last day before both, `from` that before the later, `to` its last. */
export type ThemePeriods = { before: string; from: string; to: string };

const theme = z.object({
  /** null: of all texts together */
  theme: z.string().nullable(),
  /** who complained: comments against the bank, and complaints */
  count: z.number(),
  before: z.number(),
  /** all texts of the later period, and their mean score from −1 to 1 */
  texts: z.number(),
  sentiment: z.number().nullable(),
});

/** How often customers complained of a theme in a period, and in the one before. */
export type ThemeCount = z.infer<typeof theme>;

/** Whose opinions: of customers of a scope, held to filters, who are still there. */
const heard = (scope: Scope, runId: number, filters: ListFilters): SQL => sql`
  from opinions o
  join ${customers} on ${customers.id} = o.customer_id
  join customer_values v on v.customer_id = o.customer_id and v.run_id = ${runId}
  where ${inScope(scope)} and ${withFilters(filters)} and ${present}`;

const against: SQL = sql`(o.source = 'complaint' or o.label = 'negative')`;

/** What the customers of a scope complain of, by theme, what is heard most first; all together last. */
export async function feedbackThemes(
  db: Database,
  scope: Scope,
  runId: number,
  { filters, periods }: { filters: ListFilters; periods: ThemePeriods },
): Promise<ThemeCount[]> {
  const segmentation = filters.segment?.segmentation ?? mainSegmentation;
  const held = heldTotals(scope, filters, { segmentation, books: false, tiers: false });
  if (held !== undefined) {
    const read = await readTotals(
      db,
      theme,
      sql`(${totalsStand(scope, { runId })} and not exists (select from run_themes t
        where t.run_id = ${runId} and t.since <> ${periods.from}::date))`,
      sql`select t.theme, sum(t.late)::int as count, sum(t.before)::int as before, sum(t.texts)::int as texts,
            sum(t.score) / nullif(sum(t.texts), 0) as sentiment
          from run_themes t where t.run_id = ${runId} and ${held}
          group by t.theme order by t.theme is null, count desc, before desc, t.theme`,
    );
    if (read !== undefined) return read;
  }
  return queryRows(
    db,
    theme,
    sql`with said as (
          select o.customer_id, o.source, o.external_id, o.topics, o.score, ${against} as against,
            o.said_on > ${periods.from}::date as late
          ${heard(scope, runId, filters)} and o.said_on > ${periods.before}::date and o.said_on <= ${periods.to}::date),
        told as (
          select t.theme, s.* from said s cross join lateral unnest(s.topics) as t (theme)),
        counted as (
          select theme, against, late, score from told
          union all
          select '', against, late, score from said)
        select nullif(theme, '') as theme, (count(*) filter (where against and late))::int as count,
          (count(*) filter (where against and not late))::int as before,
          (count(*) filter (where late))::int as texts, avg(score) filter (where late) as sentiment
        from counted group by counted.theme
        order by counted.theme = '', count desc, before desc, counted.theme`,
  );
}

const quote = z.object({
  id: z.number(),
  externalId: z.string(),
  name: z.string().nullable(),
  theme: z.string(),
  saidOn: z.string(),
  text: z.string(),
});

/** What a customer wrote against the bank, on a theme. */
export type ThemeQuote = z.infer<typeof quote>;

/** The newest comment against the bank on each of some themes. */
export async function themeQuotes(
  db: Database,
  scope: Scope,
  runId: number,
  { filters, periods, themes }: { filters: ListFilters; periods: ThemePeriods; themes: string[] },
): Promise<ThemeQuote[]> {
  if (themes.length === 0) return [];
  const names = sql.join(
    themes.map((name) => sql`${name}`),
    sql`, `,
  );
  return queryRows(
    db,
    quote,
    sql`select distinct on (t.theme) ${customers.id} as id, ${customers.externalId} as "externalId", ${customers.name} as name,
          t.theme, o.said_on::text as "saidOn", f.text
        from (select o.* ${heard(scope, runId, filters)} and o.source = 'comment' and o.label = 'negative'
            and o.said_on > ${periods.from}::date and o.said_on <= ${periods.to}::date) o
        join lateral unnest(o.topics) as t (theme) on t.theme in (${names})
        join feedback f on f.customer_id = o.customer_id and f.external_id = o.external_id
        join ${customers} on ${customers.id} = o.customer_id
        order by t.theme, o.score, o.said_on desc, o.customer_id`,
  );
}

const last = z.object({
  source: z.enum(['comment', 'complaint']),
  saidOn: z.string(),
  text: z.string(),
  score: z.number(),
  label: z.enum(['negative', 'neutral', 'positive']),
  topics: z.array(z.string()),
});

/** What a customer last said of the bank. A complaint's text is the note that was taken of it. */
export type LastOpinion = z.infer<typeof last>;

/** What a customer (id of the store) last said up to a day, with sentiment and topics; undefined outside the scope, or of none. */
export async function lastOpinion(
  db: Database,
  scope: Scope,
  customerId: number,
  upTo: string,
): Promise<LastOpinion | undefined> {
  const [found] = await queryRows(
    db,
    last,
    sql`select o.source, o.said_on::text as "saidOn", coalesce(f.text, i.note) as text, o.score, o.label, o.topics
        from opinions o
        join ${customers} on ${customers.id} = o.customer_id
        left join feedback f on o.source = 'comment' and f.customer_id = o.customer_id and f.external_id = o.external_id
        left join interactions i on o.source = 'complaint' and i.customer_id = o.customer_id and i.external_id = o.external_id
        where o.customer_id = ${customerId} and ${inScope(scope)} and o.said_on <= ${upTo}::date
          and coalesce(f.text, i.note) is not null
        order by o.said_on desc, o.source, o.external_id desc
        limit 1`,
  );
  return found;
}
