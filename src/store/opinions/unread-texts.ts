import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { SentimentLabel } from '../../valuation/behaviour/sentiment/train-sentiment.ts';
import { mayProfile } from '../rights/wishes.ts';
import { customers } from '../schema.ts';
import { type Database, queryRows } from '../store.ts';

const unread = z.object({
  customerId: z.number(),
  source: z.enum(['comment', 'complaint']),
  externalId: z.string(),
  saidOn: z.string(),
  textMd5: z.string(),
  text: z.string(),
  language: z.string().nullable(),
});

/** A comment, or the note of a complaint, that nobody has read yet, or that has changed since. */
export type UnreadText = z.infer<typeof unread>;

/** What a text was read to say. */
export type ReadText = Omit<UnreadText, 'text' | 'language'> & {
  score: number;
  label: SentimentLabel;
  topics: string[];
};

const texts: SQL = sql`
  select customer_id, 'comment' as source, external_id, given_on as said_on, text, language from feedback
  union all
  select customer_id, 'complaint', external_id, (occurred_at at time zone 'UTC')::date, note, null
  from interactions where kind = 'complaint' and note is not null`;

/**
 * Texts of the whole bank that a version of the model has not read, and of customers whom models may judge, at most `limit`: for a run alone, which is nobody's
 * question.
 */
export async function unreadTexts(
  db: Database,
  readBy: number,
  limit: number,
): Promise<UnreadText[]> {
  return queryRows(
    db,
    unread,
    sql`select t.customer_id as "customerId", t.source, t.external_id as "externalId", t.said_on::text as "saidOn",
          md5(t.text) as "textMd5", t.text, t.language
        from (${texts}) t
        left join opinions o on o.customer_id = t.customer_id and o.source = t.source and o.external_id = t.external_id
        where (o.customer_id is null or o.read_by <> ${readBy} or o.text_md5 <> md5(t.text))
          and t.customer_id in (select ${customers.id} from ${customers} where ${mayProfile})
        limit ${limit}`,
  );
}

/** Keeps what texts were read to say, in place of what stood there. */
export async function keepReadTexts(
  db: Database,
  readBy: number,
  read: readonly ReadText[],
): Promise<void> {
  await db.execute(sql`
    insert into opinions (customer_id, source, external_id, said_on, text_md5, read_by, score, label, topics)
    select r."customerId", r.source, r."externalId", r."saidOn", r."textMd5", ${readBy}, r.score, r.label, r.topics
    from jsonb_to_recordset(${JSON.stringify(read)}::jsonb) as r ("customerId" int, source text, "externalId" text,
      "saidOn" date, "textMd5" text, score float8, label text, topics text[])
    on conflict (customer_id, source, external_id) do update set said_on = excluded.said_on, text_md5 = excluded.text_md5,
      read_by = excluded.read_by, score = excluded.score, label = excluded.label, topics = excluded.topics`);
}

/** Forgets what was read of texts that are no more. */
export async function dropStaleOpinions(db: Database): Promise<void> {
  await db.execute(sql`
    delete from opinions o where not exists (
      select from (${texts}) t
      where t.customer_id = o.customer_id and t.source = o.source and t.external_id = o.external_id)`);
}

/** Tells the planner how many opinions there are, which on the embedded store nobody else does. */
export async function analyseOpinions(db: Database): Promise<void> {
  await db.execute(sql`analyze opinions`);
}
