import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

const month = z.object({
  /** first day of the month, ISO */
  month: z.string(),
  contribution: z.number(),
  /** what that is made of: net interest + fees − cost to serve − expected loss */
  netInterest: z.number(),
  fees: z.number(),
  costToServe: z.number(),
  expectedLoss: z.number(),
  /** mean balance of deposits and investments in the month; null where none had been recorded */
  balance: z.number().nullable(),
  /** transactions booked in the month */
  transactions: z.number(),
});

/** What a customer brought and did in a month; money in the bank's currency. */
export type CustomerMonth = z.infer<typeof month>;

/** The newest `months` months that a run knows of one customer (id of the store), oldest first. */
export async function customerMonths(
  db: Database,
  scope: Scope,
  runId: number,
  customerId: number,
  months: number,
): Promise<CustomerMonth[]> {
  const newestFirst = await queryRows(
    db,
    month,
    sql`select c.month::text as month, c.net_interest + c.fees - c.cost_to_serve - c.expected_loss as contribution,
          c.net_interest as "netInterest", c.fees, c.cost_to_serve as "costToServe", c.expected_loss as "expectedLoss",
          c.balance, c.transactions
        from contributions c join ${customers} on ${customers.id} = c.customer_id
        where c.run_id = ${runId} and c.customer_id = ${customerId} and ${inScope(scope)}
        order by c.month desc
        limit ${months}`,
  );
  return newestFirst.reverse();
}
