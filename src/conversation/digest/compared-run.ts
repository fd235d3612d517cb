import { runToCompare } from '../../store/book/run-to-compare.ts';
import { type CommandContext, type RunFacts, runFacts } from '../command-context.ts';
import type { ToldBefore } from './digest.ts';

/**
 * The run that a digest compares the newest with: the one that the last digest told of or, where its values are kept no more,
 * the oldest after it. Undefined before the first digest, where nothing was valued since, and where nothing is kept.
 */
export async function comparedRun(
  { store, run, config }: CommandContext,
  since: ToldBefore | null,
): Promise<RunFacts | undefined> {
  if (since === null || since.runId === null) return undefined;
  const found = await runToCompare(store.db, { told: since.runId, now: run.id });
  return found === undefined ? undefined : runFacts(found, config);
}
