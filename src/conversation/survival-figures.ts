import { survivalOf } from '../valuation/index.ts';
import { type Horizon, mostMonthsAhead } from './asked-horizon.ts';
import type { CommandContext } from './command-context.ts';
import { assumedByRun, courseOf, leavingWithin } from './risk-course.ts';

/** How likely a customer leaves, and when. Probabilities are from 0 to 1. */
export type SurvivalFigures = {
  /** having left within so many months, from 1 on */
  months: { months: number; probability: number }[];
  /** by when half of the customers with such a risk have left; null beyond the longest time looked at */
  medianMonths: number | null;
  /** at the time that the question names */
  asked: { months: number; probability: number } | null;
  /** still being there, from now on by month */
  customerCurve: number[];
  bankCurve: number[];
  /** that any customer of the bank leaves within the churn horizon */
  bankWithinHorizon: number;
  /** what is left of the difference to the bank's risk after a churn horizon; null where it stays */
  persistence: number | null;
  /** whether the lifetime value goes by these very chances */
  valuedByIt: boolean;
};

const shortestCurve = 24;

/**
 * The chances of leaving over time of a customer whose probability of leaving within the churn horizon is known: those that
 * the lifetime value takes.
 */
export async function survivalFigures(
  context: CommandContext,
  probability: number,
  horizon: Horizon | undefined,
): Promise<SurvivalFigures> {
  const { run } = context;
  const assumed = await assumedByRun(context);
  const departure = courseOf(probability, assumed, run);
  const survival = survivalOf(departure, 0, mostMonthsAhead);
  const months = Array.from({ length: mostMonthsAhead }, (_, i) => ({
    months: i + 1,
    // What was published, without the rounding of a root and a power.
    probability: i + 1 === run.churnHorizonMonths ? probability : 1 - survival[i + 1]!,
  }));
  const median = months.find((each) => each.probability >= 0.5)?.months ?? null;
  const drawn = Math.min(
    mostMonthsAhead,
    Math.max(shortestCurve, 12 * Math.ceil(((median ?? mostMonthsAhead) + 1) / 12)),
  );
  const bank = courseOf(assumed.ofTheBank, { ...assumed, reversion: undefined }, run);
  return {
    months,
    medianMonths: median,
    asked:
      horizon === undefined
        ? null
        : {
            months: horizon.months,
            probability:
              months.find((each) => each.months === horizon.months)?.probability ??
              leavingWithin(departure, horizon.months),
          },
    customerCurve: [1, ...months.slice(0, drawn).map((each) => 1 - each.probability)],
    bankCurve: [...survivalOf(bank, 0, drawn)],
    bankWithinHorizon: assumed.ofTheBank,
    persistence: assumed.reversion?.persistence ?? null,
    valuedByIt: assumed.model === 'contribution',
  };
}

/**
 * The chances of leaving within a time that a question names, where that is not the run's churn horizon: from the probability within
 * the horizon to that within the time.
 */
export async function leavingBy(
  context: CommandContext,
  horizon: Horizon | undefined,
): Promise<{ horizon: Horizon; of(probability: number): number } | undefined> {
  const { run } = context;
  if (horizon === undefined || horizon.months === run.churnHorizonMonths) return undefined;
  const assumed = await assumedByRun(context);
  return {
    horizon,
    of: (probability) => leavingWithin(courseOf(probability, assumed, run), horizon.months),
  };
}
