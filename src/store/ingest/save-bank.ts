import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';

/** The bank that a store holds, and whether it holds any customers. */
export type HeldBank = { name: string; currency: string; demo: boolean; hasCustomers: boolean };

/** Which bank the store holds; null where it holds none yet. */
export async function heldBank(db: Database): Promise<HeldBank | null> {
  const [held] = await queryRows(
    db,
    z.object({
      name: z.string(),
      currency: z.string(),
      demo: z.boolean(),
      hasCustomers: z.boolean(),
    }),
    sql`select name, currency, demo, exists (select from customers) as "hasCustomers" from bank`,
  );
  return held ?? null;
}

/** Notes the bank's name, currency and time zone. */
export async function saveBank(
  tx: Database,
  bank: { name: string; currency: string; timezone: string },
): Promise<void> {
  await tx.execute(sql`
    insert into bank as b (id, name, currency, timezone, demo)
    values (1, ${bank.name}, ${bank.currency}, ${bank.timezone}, false)
    on conflict (id) do update
      set name = excluded.name, currency = excluded.currency, timezone = excluded.timezone, demo = false
    where (b.name, b.currency, b.timezone, b.demo)
      is distinct from (excluded.name, excluded.currency, excluded.timezone, excluded.demo)`);
}
