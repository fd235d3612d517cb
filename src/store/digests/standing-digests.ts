import { isDeepStrictEqual } from 'node:util';
import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { digests } from '../schema.ts';
import type { Database } from '../store.ts';
import type { ScheduleRule } from './schedule-rule.ts';

/** A digest of the bank's own, by its name in the configuration. */
export type Standing = Required<
  Pick<
    typeof digests.$inferInsert,
    | 'ownerId'
    | 'kind'
    | 'channel'
    | 'address'
    | 'cron'
    | 'timezone'
    | 'filters'
    | 'settings'
    | 'whenNothing'
    | 'locale'
  >
> & { standing: string; rule: ScheduleRule };

/**
 * Makes the bank's own digests those that are wanted: new ones are added, others changed, the rest removed; of one that is so
 * already, nothing changes. Whether one is paused is its owner's affair.
 * @param of.keep names of others that stay as they are
 * @param of.at what a changed schedule would have made due before is not sent
 */
export async function keepStanding(
  db: Database,
  wanted: readonly Standing[],
  { keep, at }: { keep: readonly string[]; at: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    const found = await tx
      .select()
      .from(digests)
      .where(and(isNotNull(digests.standing), isNull(digests.removedAt)))
      .for('update');
    for (const digest of wanted) {
      const before = found.find(({ standing }) => standing === digest.standing);
      if (before === undefined) {
        await tx
          .insert(digests)
          .values({ ...digest, createdAt: at, dueSince: at })
          .onConflictDoNothing();
        continue;
      }
      const next = { ...digest, rule: countedAsBefore(digest.rule, before.rule) };
      const now = Object.fromEntries(Object.entries(before).filter(([name]) => name in next));
      if (isDeepStrictEqual(now, next)) continue;
      await tx
        .update(digests)
        .set({ ...next, dueSince: at })
        .where(eq(digests.id, before.id));
    }
    const names = new Set([...keep, ...wanted.map(({ standing }) => standing)]);
    for (const { id, standing } of found)
      if (standing !== null && !names.has(standing))
        await tx.update(digests).set({ removedAt: at }).where(eq(digests.id, id));
  });
}

/** What comes every so many weeks goes on from the week that it was first counted from. */
function countedAsBefore(rule: ScheduleRule, before: ScheduleRule): ScheduleRule {
  const { weeks } = rule;
  return weeks !== undefined && before.weeks?.every === weeks.every
    ? { ...rule, weeks: before.weeks }
    : rule;
}
