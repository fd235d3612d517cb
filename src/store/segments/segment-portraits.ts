import { eq, sql } from 'drizzle-orm';
import { segments } from '../schema.ts';
import type { Database } from '../store.ts';
import { mainSegmentation } from './segmentation.ts';

/** A segment of a run with what sets it apart: by feature, its mean and its standard score against the whole bank. */
export type SegmentPortrait = {
  segmentation: string;
  id: number;
  /** by locale */
  names: Readonly<Record<string, string>>;
  /** customers in the whole bank */
  size: number;
  portrait: Record<string, { mean: number; z: number }>;
};

/**
 * The segments of every segmentation of a run, those of the main one first, by id. They are figures of the whole bank and
 * take no scope: for a segment of few customers they are figures of these customers.
 */
export async function segmentPortraits(db: Database, runId: number): Promise<SegmentPortrait[]> {
  return db
    .select({
      segmentation: segments.segmentation,
      id: segments.id,
      names: segments.names,
      size: segments.size,
      portrait: segments.portrait,
    })
    .from(segments)
    .where(eq(segments.runId, runId))
    .orderBy(
      sql`${segments.segmentation} <> ${mainSegmentation}`,
      segments.segmentation,
      segments.id,
    );
}
