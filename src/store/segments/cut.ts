import { type SQL, sql } from 'drizzle-orm';

/** The cut that everything goes by unless another is named. */
export const mainCut = 'main';

/** The segment of a cut that a row of `customer_values` is in, or null. `values` is the row's alias. */
export function segmentIn(cut: string, values: 'v' | 'p'): SQL {
  const row = sql.identifier(values);
  return cut === mainCut
    ? sql`${row}.segment_id`
    : sql`(${row}.further_segments ->> ${cut}::text)::int`;
}

/** A join that gives each row `v` of `customer_values` its segment of a cut as `held.segment`. */
export function withSegment(cut: string): SQL {
  return sql`cross join lateral (select ${segmentIn(cut, 'v')} as segment) held`;
}
