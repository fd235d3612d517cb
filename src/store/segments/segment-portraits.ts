import { eq } from 'drizzle-orm';
import { segments } from '../schema.ts';
import type { Database } from '../store.ts';

/** A segment of a run with what sets it apart: by feature, its mean and its standard score against the whole bank. */
export type SegmentPortrait = {
  id: number;
  nameEn: string;
  nameZh: string;
  /** customers in the whole bank */
  size: number;
  portrait: Record<string, { mean: number; z: number }>;
};

/** The segments of a run, by id. They are figures of the whole bank and tell of nobody, so they take no scope. */
export async function segmentPortraits(db: Database, runId: number): Promise<SegmentPortrait[]> {
  return db
    .select({
      id: segments.id,
      nameEn: segments.nameEn,
      nameZh: segments.nameZh,
      size: segments.size,
      portrait: segments.portrait,
    })
    .from(segments)
    .where(eq(segments.runId, runId))
    .orderBy(segments.id);
}
