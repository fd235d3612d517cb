import type { TopLevelSpec } from 'vega-lite';
import { z } from 'zod';

const series = z.object({
  data: z.object({
    values: z.array(z.object({ month: z.iso.date(), value: z.number().nullable() })).min(1),
  }),
});

/** The values of a chart over months, oldest first, `null` where missing; undefined for any other chart. */
export function monthSeries(
  spec: TopLevelSpec,
): { month: string; value: number | null }[] | undefined {
  return series.safeParse(spec).data?.data.values;
}
