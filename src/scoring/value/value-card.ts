import { z } from 'zod';
import type { Coded } from '../../language/messages.ts';
import { storedText } from '../../language/stored-text.ts';
import type { ForecastMeasures, Reversion, RiskPersistence } from '../../valuation/index.ts';
import { valueBacktestShape } from './value-backtest.ts';

const reversion = z.object({
  horizonMonths: z.number(),
  longRun: z.number(),
  persistence: z.number(),
  measuredOn: z.number(),
}) satisfies z.ZodType<Reversion & RiskPersistence>;

/** What customers can be valued by. */
export const valueModels = ['contribution', 'transactions'] as const;

/** The method of a stored value model, by what it values customers by. */
export const valueMethods: Readonly<Record<(typeof valueModels)[number], string>> = {
  contribution: 'contribution × survival',
  transactions: 'BG/NBD × Gamma-Gamma',
};

/** Reads what the store keeps about a value model, whichever version wrote it: what a version left out is null or empty. */
export const valueCardShape = z.object({
  /** what customers are valued by */
  model: z.enum(valueModels).nullable().default(null),
  /** of a purchase's amount, the share that is contribution */
  margin: z.number().nullable().default(null),
  horizonMonths: z.number().nullable().default(null),
  /** a year */
  annualDiscountRate: z.number().nullable().default(null),
  customers: z.number().nullable().default(null),
  /** where the chance of still being there comes from */
  survival: z
    .union([
      z.object({
        from: z.literal('base rate'),
        leavingWithinHorizon: z.number(),
        /** why there is no churn model */
        because: storedText.optional(),
      }),
      z.object({ from: z.literal('churn model'), reversion: reversion.optional() }),
    ])
    .nullable()
    .default(null),
  backtest: valueBacktestShape.nullable().default(null),
  warnings: z.array(storedText).default([]),
});

/** A value model's card as it is read. */
export type StoredValueCard = z.output<typeof valueCardShape>;

/** A value model's card as this version writes it: it warns by codes alone. */
export type ValueCard = Omit<StoredValueCard, 'warnings'> & { warnings: Coded<'run-warnings'>[] };

/** A measure of how a value model's forecast compares with what came. */
export type ForecastMeasure = keyof ForecastMeasures;

/** The measures that models and baselines are compared by, and whether a higher value is better. */
export const forecastMeasures = [
  { name: 'rankCorrelation', higherIsBetter: true },
  { name: 'topDecileShare', higherIsBetter: true },
  { name: 'meanAbsoluteError', higherIsBetter: false },
] as const satisfies readonly { name: ForecastMeasure; higherIsBetter: boolean }[];
