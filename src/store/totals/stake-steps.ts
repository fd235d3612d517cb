import { type SQL, sql } from 'drizzle-orm';
import { lossAtStake } from '../measures.ts';

/**
 * The step of what stands to be lost with a customer `v` of `customer_values`: step `n` is from 2^(n/8) up to the next, in the
 * bank's currency; null for nothing.
 */
export const stakeStep: SQL = sql`case when ${lossAtStake} > 0 then floor(8 * ln(${lossAtStake}) / ln(2))::int end`;
