import { runBefore, runToCompare } from '../../store/book/kept-runs.ts';
import { type CommandContext, type RunFacts, runFacts } from '../command-context.ts';
import type { ToldBefore } from './digest.ts';

/**
 * The run that a digest compares the newest with: the one that the last digest told of or, where its values are kept no more,
 * the oldest after it. Undefined before the first digest, where nothing was valued since, and where nothing is kept.
 * @param options.orBefore whether the first digest compares with the run before the newest
 */
export async function comparedRun(
  { store, run, config }: CommandContext,
  since: ToldBefore | null,
  { orBefore = false }: { orBefore?: boolean } = {},
): Promise<RunFacts | undefined> {
  const told = since?.runId ?? null;
  const found =
    told !== null
      ? await runToCompare(store.bankWide, { told, now: run.id })
      : orBefore
        ? await runBefore(store.bankWide, run.id)
        : undefined;
  return found === undefined ? undefined : runFacts(found, config);
}
