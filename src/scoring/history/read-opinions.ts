import {
  analyseOpinions,
  dropStaleOpinions,
  keepReadTexts,
  unreadTexts,
} from '../../store/opinions/unread-texts.ts';
import type { Database } from '../../store/store.ts';
import { readOpinion, sentimentVersion } from '../../valuation/index.ts';

/** Texts that are read and kept together. */
const batch = 2000;

/**
 * Reads the comments and complaints that are new or have changed since they were read: what they feel like, and what of.
 * @returns how many were read
 */
export async function readOpinions(db: Database, signal?: AbortSignal): Promise<number> {
  let count = 0;
  for (;;) {
    signal?.throwIfAborted();
    const texts = await unreadTexts(db, sentimentVersion, batch);
    const read = texts.map(({ text, language, ...each }) => ({
      ...each,
      ...readOpinion(text, language),
    }));
    if (read.length > 0) await keepReadTexts(db, sentimentVersion, read);
    count += read.length;
    if (texts.length < batch) break;
  }
  await dropStaleOpinions(db);
  if (count > 0) await analyseOpinions(db);
  return count;
}
