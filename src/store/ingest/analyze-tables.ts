import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';
import type { TargetName } from './targets.ts';

/**
 * Counts what the tables hold for the planner, at once: PGlite never does by itself, and PostgreSQL only after a
 * while, so that the first valuation after an import would be planned for empty tables.
 */
export async function analyzeTables(tx: Database, filled: ReadonlySet<TargetName>): Promise<void> {
  const tables = filled.has('transactions') ? [...filled, 'balances'] : [...filled];
  if (tables.length === 0) return;
  await tx.execute(
    sql`analyze ${sql.join(
      tables.map((t) => sql.identifier(t)),
      sql`, `,
    )}`,
  );
}
