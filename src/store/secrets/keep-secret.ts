import { eq } from 'drizzle-orm';
import { secrets } from '../schema.ts';
import type { Database } from '../store.ts';

/** A secret that the server made for itself, the same on every replica: the first to ask makes it. */
export async function keepSecret(db: Database, name: string, make: () => string): Promise<string> {
  await db.insert(secrets).values({ name, value: make() }).onConflictDoNothing();
  const [row] = await db
    .select({ value: secrets.value })
    .from(secrets)
    .where(eq(secrets.name, name));
  if (row === undefined) throw new Error(`The secret ${name} was not kept.`);
  return row.value;
}
