import { valueCardShape } from '../../scoring/value/value-card.ts';
import { championCard } from '../../store/models/champion.ts';
import type { CommandContext } from '../command-context.ts';
import { runWarnings } from './run-warnings.ts';

const survival = valueCardShape.pick({ survival: true });

/**
 * Why nobody can be said to be at risk, in the run's own words where they are known; undefined where a churn model is in use.
 */
export async function noChurnModel({
  store,
  locale,
  say,
}: CommandContext): Promise<string | undefined> {
  const card = survival.safeParse((await championCard(store.db, 'clv')) ?? {}).data?.survival;
  if (card?.from !== 'base rate') return undefined;
  const because = card.because === undefined ? [] : runWarnings([card.because], locale);
  return [say('no-churn-model.summary'), ...because].join(say('no-churn-model.space'));
}
