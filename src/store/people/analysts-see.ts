import { type SQL, sql } from 'drizzle-orm';

/** Whether analysts see figures of groups alone, wherever a statement decides who sees a customer. */
export const analystsSeeGroups: SQL = sql`exists (select from access_rules where analysts = 'aggregates')`;
