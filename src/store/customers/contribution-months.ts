import { type SQL, sql } from 'drizzle-orm';

/**
 * Of how many whole months, at most 12, the contribution of the last twelve months of a customer is known in a run: fewer where the
 * bank's data begins later, or they were no customer yet.
 * @param asOf the date of the run
 */
export const contributionMonths = (customerId: SQL, runId: SQL, asOf: SQL): SQL => sql`(
  select count(*)::int from contributions known
  where known.customer_id = ${customerId} and known.run_id = ${runId}
    and known.month >= date_trunc('month', ${asOf} + 1 - interval '12 months')::date)`;
