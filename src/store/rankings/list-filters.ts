import { type SQL, sql } from 'drizzle-orm';
import { mayContact } from '../rights/wishes.ts';
import { customers } from '../schema.ts';
import { isOfBooks, type Scope } from '../scope.ts';
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

/**
 * What a list of a scope is in the order of. Of a book everything is read and sorted, for it is small beside the bank: an index that
 * has the whole bank in this order would be walked for long before a few of one book are found. No index has this expression.
 * @param figure a column or expression of double precision
 */
export const inOrder = (scope: Scope, { managerId }: ListFilters, figure: SQL): SQL =>
  isOfBooks(scope) || managerId !== undefined ? sql`(${figure}) + 0` : figure;

const textArray = (texts: readonly string[]): SQL =>
  sql`array[${sql.join(
    texts.map((text) => sql`${text}`),
    sql`, `,
  )}]::text[]`;
