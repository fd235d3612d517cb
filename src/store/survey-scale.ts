import { sql } from 'drizzle-orm';

/**
 * The worst score that could be given to a survey `s`: of a scale of which the bank gives none, 1 if it ends at 7 or below,
 * as scales of agreement and of stars do, and 0 otherwise, as the scale of recommendation does.
 */
export const worstScore = sql`coalesce(s.scale_min, case when s.scale_max <= 7 then 1 else 0 end)`;

/** A score of `surveys s` from 0, the worst that could be given, to 1, the best. */
export const scoreOnScale = sql`greatest(0, (s.score - ${worstScore}) / nullif(s.scale_max - ${worstScore}, 0))`;
