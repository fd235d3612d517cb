import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';

/** Whether anybody was a customer of the bank by a day, YYYY-MM-DD; who joined on an unknown day was. */
export async function joinedBy(db: Database, day: string): Promise<boolean> {
  const [found] = await queryRows(
    db,
    z.object({ some: z.boolean() }),
    sql`select exists (
          select from customers where joined_on is null or joined_on <= ${day}::date) as some`,
  );
  return found?.some ?? false;
}
