import { eq, sql } from 'drizzle-orm';
import { segments } from '../schema.ts';
import type { Database } from '../store.ts';
import { mainCut } from './cut.ts';

/** A segment of a run with what sets it apart: by feature, its mean and its standard score against the whole bank. */
export type SegmentPortrait = {
  cut: string;
  id: number;
  nameEn: string;
  nameZh: string;
  /** customers in the whole bank */
  size: number;
  portrait: Record<string, { mean: number; z: number }>;
};

/**
 * The segments of every cut of a run, those of the main cut first, by id. They are
 * figures of the whole bank and take no scope: of a segment of few customers they are figures of these.
 */
export async function segmentPortraits(db: Database, runId: number): Promise<SegmentPortrait[]> {
  return db
    .select({
      cut: segments.cut,
      id: segments.id,
      nameEn: segments.nameEn,
      nameZh: segments.nameZh,
      size: segments.size,
      portrait: segments.portrait,
    })
    .from(segments)
    .where(eq(segments.runId, runId))
    .orderBy(sql`${segments.cut} <> ${mainCut}`, segments.cut, segments.id);
}
