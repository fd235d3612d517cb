import { type SQL, sql } from 'drizzle-orm';
import { mayContact } from '../rights/wishes.ts';
import { customers } from '../schema.ts';
import { segmentIn } from '../segments/segmentation.ts';

/** Which customers of a list to keep, by ids of the store; what is absent keeps all. */
export type ListFilters = {
  branchId?: number;
  managerId?: number;
  segment?: { segmentation: string; id: number };
  tier?: 'high' | 'medium' | 'low';
  /** only whom somebody may contact */
  contactable?: boolean;
  /** those with any of these tags, as the bank spells them */
  tags?: readonly string[];
};

/** The condition on `customers` and `customer_values v` that holds a list to its filters. */
export function withFilters({
  branchId,
  managerId,
  segment,
  tier,
  contactable,
  tags,
}: ListFilters): SQL {
  const conditions = [
    ...(branchId === undefined ? [] : [sql`${customers.branchId} = ${branchId}`]),
    ...(managerId === undefined ? [] : [sql`${customers.managerId} = ${managerId}`]),
    ...(segment === undefined
      ? []
      : [sql`${segmentIn(segment.segmentation, 'v')} = ${segment.id}`]),
    ...(tier === undefined ? [] : [sql`v.tier = ${tier}`]),
    ...(contactable ? [mayContact] : []),
    ...(tags === undefined ? [] : [sql`${customers.tags} && ${textArray(tags)}`]),
  ];
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

const textArray = (texts: readonly string[]): SQL =>
  sql`array[${sql.join(
    texts.map((text) => sql`${text}`),
    sql`, `,
  )}]::text[]`;
