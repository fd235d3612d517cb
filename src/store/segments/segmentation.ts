import { type SQL, sql } from 'drizzle-orm';
import { mainSegmentation } from './main-segmentation.ts';

export { mainSegmentation };

/** The segment of a segmentation that a row of `customer_values` is in, or null. `values` is the row's alias. */
export function segmentIn(segmentation: string, values: 'v' | 'p'): SQL {
  const row = sql.identifier(values);
  return segmentation === mainSegmentation
    ? sql`${row}.segment_id`
    : sql`(${row}.further_segments ->> ${segmentation}::text)::int`;
}

/** A join that gives each row `v` of `customer_values` its segment of a segmentation as `held.segment`. */
export function withSegment(segmentation: string): SQL {
  return sql`cross join lateral (select ${segmentIn(segmentation, 'v')} as segment) held`;
}
