import { type SQL, sql } from 'drizzle-orm';
import { customers } from '../schema.ts';

/** Which customers of a list to keep, by ids of the store; what is absent keeps all. */
export type ListFilters = {
  branchId?: number;
  managerId?: number;
  segmentId?: number;
  tier?: 'high' | 'medium' | 'low';
};

/** The condition on `customers` and `customer_values v` that holds a list to its filters. */
export function withFilters({ branchId, managerId, segmentId, tier }: ListFilters): SQL {
  const conditions = [
    ...(branchId === undefined ? [] : [sql`${customers.branchId} = ${branchId}`]),
    ...(managerId === undefined ? [] : [sql`${customers.managerId} = ${managerId}`]),
    ...(segmentId === undefined ? [] : [sql`v.segment_id = ${segmentId}`]),
    ...(tier === undefined ? [] : [sql`v.tier = ${tier}`]),
  ];
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}
