import { z } from 'zod';
import { championCard } from '../store/models/champion.ts';
import { type Departure, hazardsOf, monthlyChurn, type Reversion } from '../valuation/index.ts';
import type { CommandContext } from './command-context.ts';

/** What the run assumed, from the card of the value model; a card of an older version tells less. */
const cardShape = z.looseObject({
  model: z
    .string()
    .nullish()
    .transform((model) => model ?? undefined),
  annualDiscountRate: z.number().optional(),
  survival: z
    .looseObject({
      leavingWithinHorizon: z.number().optional(),
      reversion: z
        .looseObject({
          horizonMonths: z.number(),
          longRun: z.number(),
          persistence: z.number(),
        })
        .optional(),
    })
    .optional(),
});

/** What a run's lifetime values rest on. */
export type AssumedByRun = {
  /** what customers are valued by; `contribution`: by what they bring in times the chance that they stay */
  model: string;
  annualDiscountRate: number;
  /** how a risk moves towards the bank's; undefined where the run had no churn model, or did not say */
  reversion: Reversion | undefined;
  /** the chance that a customer of the bank leaves within the churn horizon; 0 where nothing is known of it */
  ofTheBank: number;
};

/** Reads what the newest run's lifetime values rest on. */
export async function assumedByRun({ store, config }: CommandContext): Promise<AssumedByRun> {
  const {
    model = 'contribution',
    annualDiscountRate = config.valuation.clv.annualDiscountRate,
    survival,
  } = cardShape.parse((await championCard(store.db, 'clv')) ?? {});
  const reversion = survival?.reversion;
  return {
    model,
    annualDiscountRate,
    reversion,
    ofTheBank: survival?.leavingWithinHorizon ?? reversion?.longRun ?? 0,
  };
}

/**
 * How likely a customer leaves over the months to come, as the lifetime value takes it.
 * @param probability of leaving within the run's churn horizon; null: nothing sets the customer apart from the bank
 */
export function courseOf(
  probability: number | null,
  { reversion, ofTheBank }: Pick<AssumedByRun, 'reversion' | 'ofTheBank'>,
  { churnHorizonMonths }: CommandContext['run'],
): Departure {
  return {
    monthlyChurn: monthlyChurn(Float64Array.of(probability ?? ofTheBank), churnHorizonMonths),
    ...(reversion === undefined ? {} : { reversion }),
  };
}

/**
 * The chance that somebody leaves within a time, in months, which need not be whole: within a month hazards are constant.
 * @param months 0 or more
 */
export function leavingWithin(departure: Departure, months: number): number {
  const hazards = hazardsOf(departure, 0, Math.ceil(months));
  let stays = 1;
  hazards.forEach((hazard, month) => {
    stays *= (1 - hazard) ** Math.min(1, months - month);
  });
  return 1 - stays;
}
