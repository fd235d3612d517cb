import { bank } from '../schema.ts';
import type { Database } from '../store.ts';

/** The bank as an import or the demo described it; undefined in an empty store. */
export async function bankFacts(
  db: Database,
): Promise<{ name: string; currency: string; timezone: string; demo: boolean } | undefined> {
  const [facts] = await db
    .select({
      name: bank.name,
      currency: bank.currency,
      timezone: bank.timezone,
      demo: bank.demo,
    })
    .from(bank)
    .limit(1);
  return facts;
}
