import { and, desc, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { ThreadKey } from '../conversation/answers-before.ts';
import { answersGiven, votes } from '../schema.ts';
import { type Database, queryRows } from '../store.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
/** For so long an answer can be voted on by its key, in milliseconds. */
const keyKept = 30 * day;
/** For so long a vote is kept, in milliseconds. */
const voteKept = 365 * day;
/** Within this of a vote, words that name no answer are about the same one, in milliseconds. */
const wordsWithin = 10 * 60 * 1000;

const before = (now: Date, by: number) => new Date(now.getTime() - by);

/** An answer that can be voted on: its random key, and the command that gave it. */
export type AnswerGiven = { key: string; intent: string };

/** Keeps that an answer was given, so that it can be voted on: by which command, to whom and where, nothing of what it said. */
export async function keepAnswerGiven(
  db: Database,
  of: ThreadKey & AnswerGiven & { at: Date },
): Promise<void> {
  await db.insert(answersGiven).values(of);
}

/** The answer of a key; undefined where there is none of the last thirty days. */
export async function answerOfKey(
  db: Database,
  key: string,
  now: Date,
): Promise<AnswerGiven | undefined> {
  const [found] = await db
    .select({ key: answersGiven.key, intent: answersGiven.intent })
    .from(answersGiven)
    .where(and(eq(answersGiven.key, key), gt(answersGiven.at, before(now, keyKept))));
  return found;
}

/** Where an answer was given: its command and place; `thread` is empty where it was in none. */
export type AnswerPlace = { intent: string; address: string; thread: string };

/** Where an answer was given to a person on a channel within the last hour, by its key; undefined where none was. */
export async function placeOfAnswer(
  db: Database,
  { key, managerId, channel }: { key: string; managerId: number; channel: string },
  now: Date,
): Promise<AnswerPlace | undefined> {
  const { intent, address, thread } = answersGiven;
  const [found] = await db
    .select({ intent, address, thread })
    .from(answersGiven)
    .where(
      and(
        eq(answersGiven.key, key),
        eq(answersGiven.managerId, managerId),
        eq(answersGiven.channel, channel),
        gt(answersGiven.at, before(now, hour)),
      ),
    );
  return found;
}

/**
 * The last answer to a person in a thread within the last hour; or, where they found an answer at the same address not helpful
 * since, and did not say why, that one.
 */
export async function lastAnswerGiven(
  db: Database,
  { managerId, channel, address, thread }: ThreadKey,
  now: Date,
): Promise<AnswerGiven | undefined> {
  const there = and(eq(answersGiven.channel, channel), eq(answersGiven.address, address));
  const [last] = await db
    .select({ key: answersGiven.key, intent: answersGiven.intent, at: answersGiven.at })
    .from(answersGiven)
    .where(
      and(
        eq(answersGiven.managerId, managerId),
        there,
        eq(answersGiven.thread, thread),
        gt(answersGiven.at, before(now, hour)),
      ),
    )
    .orderBy(desc(answersGiven.id))
    .limit(1);
  const [wordless] = await db
    .select({ key: votes.answer, intent: votes.intent, at: votes.at })
    .from(votes)
    .innerJoin(answersGiven, eq(answersGiven.key, votes.answer))
    .where(
      and(
        eq(votes.managerId, managerId),
        eq(votes.helpful, false),
        isNull(votes.words),
        gt(votes.at, before(now, wordsWithin)),
        there,
      ),
    )
    .orderBy(desc(votes.at))
    .limit(1);
  const newer = wordless !== undefined && (last === undefined || wordless.at > last.at);
  const found = newer ? wordless : last;
  return found === undefined ? undefined : { key: found.key, intent: found.intent };
}

/** A person's vote on an answer; `words` null where they said none. */
export type Vote = AnswerGiven & {
  managerId: number;
  at: Date;
  helpful: boolean;
  words: string | null;
};

/**
 * Keeps a person's vote on an answer, in place of the one they gave before. Words said before stay where the vote is the same.
 * @returns whether it is new or another than before
 */
export async function vote(db: Database, { key: answer, ...given }: Vote): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [earlier] = await tx
      .select({ helpful: votes.helpful })
      .from(votes)
      .where(and(eq(votes.answer, answer), eq(votes.managerId, given.managerId)));
    const { at, helpful, words } = given;
    const kept = sql`case when ${votes.helpful} = ${helpful} then ${votes.words} end`;
    await tx
      .insert(votes)
      .values({ answer, ...given })
      .onConflictDoUpdate({
        target: [votes.answer, votes.managerId],
        set: { at, helpful, words: words ?? kept },
      });
    return earlier?.helpful !== helpful;
  });
}

const tally = z.object({
  intent: z.string(),
  helpful: z.number(),
  notHelpful: z.number(),
  /** the newest first; `at` is ISO 8601 */
  words: z.array(
    z.object({
      at: z.string().transform((text) => new Date(text).toISOString()),
      helpful: z.boolean(),
      text: z.string(),
    }),
  ),
});

/** The votes on the answers of a command, and what was said with them, by nobody's name. */
export type Tally = z.infer<typeof tally>;

/** The votes by command, those with the most that were not helpful first. */
export function votesByIntent(db: Database): Promise<Tally[]> {
  return queryRows(
    db,
    tally,
    sql`select intent, (count(*) filter (where helpful))::int as helpful,
          (count(*) filter (where not helpful))::int as "notHelpful",
          coalesce(jsonb_agg(jsonb_build_object('at', at, 'helpful', helpful, 'text', words) order by at desc)
            filter (where words is not null), '[]') as words
        from ${votes}
        group by intent
        order by count(*) filter (where not helpful) desc, count(*) desc, intent`,
  );
}

/** Forgets votes after a year, and answers that can be voted on after thirty days. */
export async function forgetVotes(db: Database, now: Date): Promise<void> {
  await db.delete(votes).where(lt(votes.at, before(now, voteKept)));
  await db.delete(answersGiven).where(lt(answersGiven.at, before(now, keyKept)));
}
