import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';

const positions = z.object({
  explained: z.tuple([z.number(), z.number()]),
  points: z.array(z.object({ x: z.number(), y: z.number(), segment: z.number() })),
});

/**
 * Where a sample of the bank's customers lay on the plane of the two leading components when the segments of a run were
 * fitted. Nobody is named, so it takes no scope.
 */
export type SegmentPositions = z.infer<typeof positions>;

/** The positions kept with the segments of a run's segmentation; undefined where its model has none. */
export async function segmentPositions(
  db: Database,
  runId: number,
  segmentation: string,
): Promise<SegmentPositions | undefined> {
  const [found] = await queryRows(
    db,
    z.object({ position: positions }),
    sql`select m.card -> 'cuts' -> ${segmentation}::text -> 'position' as position
        from valuation_runs r join models m on m.id = (r.models ->> 'segments')::int
        where r.id = ${runId} and m.card -> 'cuts' -> ${segmentation}::text -> 'position' is not null`,
  );
  return found?.position;
}
