import { setTimeout as pause } from 'node:timers/promises';
import { getTableName, sql } from 'drizzle-orm';
import { z } from 'zod';
import { recordAccess } from '../access-log/record-access.ts';
import { clearCrashedBatches } from '../ingest/batches.ts';
import { exclusively } from '../scoring/exclusively.ts';
import { dropStaging } from '../scoring/staging.ts';
import { type Database, queryRows, type Store } from '../store.ts';
import { refreshTotals } from '../totals/keep-totals.ts';
import { findMentions, type Mention } from './find-mentions.ts';
import { rememberForgotten } from './forgotten.ts';
import { type FoundRows, findRows, writtenFrom } from './found-rows.ts';
import { findHeldPerson, type HeldPerson } from './held-person.ts';
import { treatments } from './treatments.ts';

/** What forgetting a customer takes away, and what it leaves. Days are ISO. */
export type Forgetting = {
  customer: string;
  /** rows that go, or of which what is theirs goes, by table */
  goes: { table: string; rows: number; how: 'deleted' | 'emptied' }[];
  stays: {
    /** rows of the access log, in which a number of the store is left that leads to nobody */
    accessLog: number;
    /** rows about others in which the same id or name stands; another may be called the same */
    mentions: Mention[];
    /** models that may have learnt from them among others */
    models: { id: number; kind: string; asOf: string }[];
    /** published runs whose sums, means and segments they are among */
    runs: { id: number; asOf: string }[];
    /** campaigns whose result is told without them from now on */
    campaigns: string[];
    /** messages that stand on a platform, which only that can take away */
    messages: { channel: string; address: string; messageId: string; sentAt: string }[];
  };
};

/** What would become of a customer’s data; undefined where there is no customer of this id. Nothing is changed. */
export async function previewForgetting(
  db: Database,
  externalId: string,
): Promise<Forgetting | undefined> {
  const person = await findHeldPerson(db, externalId);
  return person === undefined ? undefined : forgettingOf(db, person, await findRows(db, person));
}

/** How long a question that was asked before somebody was forgotten may still write of them, in milliseconds: twice what an answer takes at most. */
const answeredWithin = 2000;

/**
 * Forgets a customer in one transaction: every row about them goes, and what names them in rows that stay; so does all that
 * a killed run staged. That they are forgotten is kept by a digest of their id, so that no file brings them back. What was written
 * of them meanwhile goes, too: searching many messages takes its time, and a question that was asked before may be answered after.
 * @param answered settles when the questions that were asked before are answered
 * @returns what went and what stays; undefined where there is no customer of this id
 * @throws ScoringUnderWayError while a run is under way, which would write of them
 */
export async function forgetCustomer(
  store: Store,
  externalId: string,
  now: Date,
  answered: () => Promise<unknown> = () => pause(answeredWithin),
): Promise<Forgetting | undefined> {
  await clearCrashedBatches(store, now);
  return exclusively(store, async () => {
    const forgotten = await store.db.transaction(async (tx) => {
      const person = await findHeldPerson(tx, externalId);
      if (person === undefined) return undefined;
      const from = await writtenFrom(tx);
      const rows = await findRows(tx, person);
      const found = await forgettingOf(tx, person, rows);
      // Whoever is writing a row with their id is waited for, and nobody writes another.
      await tx.execute(sql`select from customers where id = ${person.id} for update`);
      await rememberForgotten(tx, person, now);
      await recordAccess(tx, {
        at: now,
        managerId: null,
        channel: 'terminal',
        intent: 'customer.forget',
        customerIds: [person.id],
      });
      await takeAway(tx, person, await findRows(tx, person, from));
      await takeAway(tx, person, rows);
      // A run that was killed leaves what it staged of everybody; none is under way here.
      await dropStaging(tx);
      await refreshTotals(tx);
      return { person, from, found };
    });
    if (forgotten === undefined) return undefined;
    await answered();
    const { person, from, found } = forgotten;
    await store.db.transaction(async (tx) =>
      takeAway(tx, person, await findRows(tx, person, from)),
    );
    return found;
  });
}

/** Takes away what was found of a person. */
async function takeAway(db: Database, person: HeldPerson, rows: FoundRows): Promise<void> {
  for (const treatment of treatments) {
    const { table, forget } = treatment;
    const theirs = rows(treatment);
    if (forget.how === 'deleted')
      await db.execute(sql`delete from ${sql.identifier(getTableName(table))} where ${theirs}`);
    if (forget.how === 'emptied')
      for (const statement of forget.statements(person, theirs)) await db.execute(statement);
  }
}

async function forgettingOf(
  db: Database,
  person: HeldPerson,
  rowsOf: FoundRows,
): Promise<Forgetting> {
  const goes: Forgetting['goes'] = [];
  let accessLog = 0;
  for (const treatment of treatments) {
    const rows = await countRows(db, treatment, rowsOf);
    const { how } = treatment.forget;
    if (how === 'kept') accessLog += rows;
    else if (rows > 0) goes.push({ table: getTableName(treatment.table), rows, how });
  }
  return {
    customer: person.externalId,
    goes,
    stays: {
      accessLog,
      mentions: await findMentions(db, person, rowsOf),
      models: await queryRows(
        db,
        z.object({ id: z.number(), kind: z.string(), asOf: z.string() }),
        sql`select id, kind, as_of::text as "asOf" from models where as_of >= ${since(person)} order by id`,
      ),
      runs: await queryRows(
        db,
        z.object({ id: z.number(), asOf: z.string() }),
        sql`select id, as_of::text as "asOf" from valuation_runs
            where status = 'published' and as_of >= ${since(person)} order by id`,
      ),
      campaigns: (
        await queryRows(
          db,
          z.object({ name: z.string() }),
          sql`select name from campaigns where id in (
                select campaign_id from campaign_members where customer_id = ${person.id}) order by id`,
        )
      ).map(({ name }) => name),
      messages: await queryRows(
        db,
        z.object({
          channel: z.string(),
          address: z.string(),
          messageId: z.string(),
          sentAt: z.string(),
        }),
        sql`select channel, address, message_id as "messageId", to_jsonb(sent_at) #>> '{}' as "sentAt"
            from deliveries where message_id is not null and sent_at is not null
              and ${rowsOf(treatmentOf('deliveries'))} order by id`,
      ),
    },
  };
}

const treatmentOf = (table: string) => {
  const found = treatments.find((each) => getTableName(each.table) === table);
  if (found === undefined) throw new Error(`${table} is not treated.`);
  return found;
};

/** The first day on which a run can have known of them. */
const since = ({ id }: HeldPerson) =>
  sql`(select coalesce(joined_on, '-infinity') from customers where id = ${id})`;

async function countRows(
  db: Database,
  treatment: (typeof treatments)[number],
  rowsOf: FoundRows,
): Promise<number> {
  const [found] = await queryRows(
    db,
    z.object({ rows: z.number() }),
    sql`select count(*)::int as rows from ${sql.identifier(getTableName(treatment.table))} where ${rowsOf(treatment)}`,
  );
  return found?.rows ?? 0;
}
