import { valueCardShape } from '../../scoring/value/value-card.ts';
import { isPurchaseModel } from '../../settings/value-models.ts';
import type { CustomerCard } from '../../store/customers/customer-card.ts';
import { championCard } from '../../store/models/champion.ts';
import type { CommandContext } from '../command-context.ts';
import { departureOf } from '../departure.ts';
import { monthsInWords } from './customer-words.ts';
import { runWarnings } from './run-warnings.ts';

const valuedBy = valueCardShape.pick({ model: true, survival: true, purchases: true });

/** Where a risk is this many times the bank's usual one, or the other way round, the CLV needs a word on it. */
const farApart = 3;

/** A CLV with its range; that it is not known where nothing is known of how many leave. */
export function clvInWords(
  { clv, clvLow, clvHigh }: NonNullable<CustomerCard['value']>,
  { say, format }: Pick<CommandContext, 'say' | 'format'>,
): string {
  return clv === null || clvLow === null || clvHigh === null
    ? say('clv-words.notKnown')
    : say('customer-value.facts.clvValue', {
        clv: format.money(clv),
        low: format.money(clvLow),
        high: format.money(clvHigh),
      });
}

/**
 * How a customer's CLV goes with the chance of losing them, in at most one sentence and what the run said: why it is not known, or
 * which chance of leaving it counts with where that is not the churn probability beside it.
 */
export async function clvSentences(
  context: CommandContext,
  card: CustomerCard,
): Promise<readonly string[]> {
  const { store, run, say, format, locale } = context;
  const { value } = card;
  if (value?.valueIfStays == null || departureOf(card, context) !== null) return [];
  const { model, survival, purchases } =
    valuedBy.safeParse((await championCard(store.db, 'clv')) ?? {}).data ?? {};
  const within = monthsInWords(run.churnHorizonMonths, locale);
  if (value.clv === null) {
    const because =
      survival?.from !== 'base rate' || survival.because === undefined
        ? []
        : runWarnings([survival.because], locale);
    return [say('clv-words.unknown'), ...because];
  }
  if (model == null) return [];
  const { churnProbability: risk } = value;
  if (purchases?.by.kind === 'nbd') {
    const differ = purchases.differ === null ? 'byChance' : 'clearly';
    return [say('clv-words.byNbd', { differ })];
  }
  if (isPurchaseModel(model)) return risk === null ? [] : [say('clv-words.byPurchases')];
  if (model === 'shifted-beta-geometric') return risk === null ? [] : [say('clv-words.byTenure')];
  if (risk === null) {
    return survival?.from === 'base rate'
      ? [
          say('clv-words.byBank', {
            share: format.percent(survival.leavingWithinHorizon),
            within,
          }),
        ]
      : [];
  }
  const usual = survival?.from === 'churn model' ? survival.reversion?.longRun : undefined;
  return usual === undefined || (usual < farApart * risk && risk < farApart * usual)
    ? []
    : [say('clv-words.reverts', { usual: format.percent(usual), within })];
}
