import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';
import type { ResolvedFile } from './merge-file.ts';
import { type Target, targets } from './targets.ts';

/** What of a file stands in the store as it was read, whether it is new or was there already. */
export type TakenIn = {
  rows: number;
  /** of how many customers; null where its rows are not of customers */
  customers: number | null;
  /** the first and the last day on which something happened; null where its rows have no such day */
  from: string | null;
  to: string | null;
  /** by column of the file: amounts above and below 0, added up in the bank's currency */
  amounts: { column: string; plus: number; minus: number }[];
};

/** Adds up what of a file is taken in, for whoever holds it against the file. To be called when its duplicates are marked. */
export async function takenIn(
  tx: Database,
  { file, resolved }: Pick<ResolvedFile, 'file' | 'resolved'>,
): Promise<TakenIn> {
  const { fields }: Target = targets[file.into];
  const filled = file.fields.flatMap(({ field, source }) => {
    const known = fields[field];
    return known === undefined ? [] : [{ ...known, source }];
  });
  const money = filled.filter(({ type }) => type === 'money');
  const day = filled.find(({ dated }) => dated === 'event')?.column;
  const who =
    file.into === 'customers'
      ? 'external_id'
      : filled.find(({ type }) => type === 'customer')?.column;
  const sums = money.flatMap(({ column }) => [
    sql`coalesce(sum(${sql.identifier(column)}) filter (where ${sql.identifier(column)} > 0), 0)::float8`,
    sql`coalesce(sum(${sql.identifier(column)}) filter (where ${sql.identifier(column)} < 0), 0)::float8`,
  ]);
  const [found] = await queryRows(
    tx,
    z.object({
      rows: z.coerce.number(),
      customers: z.coerce.number().nullable(),
      from: z.string().nullable(),
      to: z.string().nullable(),
      sums: z.array(z.number()),
    }),
    sql`select count(*) as rows,
          ${
            who === undefined
              ? sql`null::int`
              : sql`(select count(*) from (
            select from ${sql.identifier(resolved)} where ${stands} group by ${sql.identifier(who)}) each)`
          } as customers,
          ${day === undefined ? sql`null::text` : sql`min(${sql.identifier(day)})::date::text`} as "from",
          ${day === undefined ? sql`null::text` : sql`max(${sql.identifier(day)})::date::text`} as "to",
          jsonb_build_array(${sql.join(sums, sql`, `)}) as sums
        from ${sql.identifier(resolved)} where ${stands}`,
  );
  if (found === undefined) throw new Error('count gave no row');
  const { sums: added, ...rest } = found;
  return {
    ...rest,
    amounts: money.map(({ source }, at) => ({
      column: source,
      plus: added[2 * at] ?? 0,
      minus: added[2 * at + 1] ?? 0,
    })),
  };
}

const stands = sql`bad_reason is null and not skipped and not repeats`;
