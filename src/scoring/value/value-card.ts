import { z } from 'zod';
import type { Coded } from '../../language/messages.ts';
import { storedText } from '../../language/stored-text.ts';
import { type ValueModel, valueModels } from '../../settings/value-models.ts';
import type { ForecastMeasures, Reversion, RiskPersistence } from '../../valuation/index.ts';
import { measuresShape, valueBacktestShape, yardsticks } from './value-backtest.ts';

const reversion = z.object({
  horizonMonths: z.number(),
  longRun: z.number(),
  persistence: z.number(),
  measuredOn: z.number(),
}) satisfies z.ZodType<Reversion & RiskPersistence>;

/** The method of a stored value model, by what it values customers by. */
export const valueMethods: Readonly<Record<ValueModel, string>> = {
  contribution: 'contribution × survival',
  transactions: 'BG/NBD × Gamma-Gamma',
  'modified-bg-nbd': 'modified BG/NBD × Gamma-Gamma',
  'pareto-nbd': 'Pareto/NBD × Gamma-Gamma',
  'shifted-beta-geometric': 'contribution × shifted beta-geometric',
};

/** Ways to expect purchases: with customers who leave, and without. */
export const purchaseKinds = ['bg-nbd', 'mbg-nbd', 'pareto-nbd', 'nbd'] as const;
export type PurchaseKind = (typeof purchaseKinds)[number];

/** The method of a value model whose purchases are expected by NBD, whichever model of purchases was asked for. */
export const nbdMethod = 'NBD × Gamma-Gamma';

const fittedKind = z.object({
  kind: z.enum(purchaseKinds),
  /** Akaike's information criterion: the lower, the better */
  aic: z.number(),
  /** whether its likelihood has a maximum */
  bestFit: z.boolean(),
});

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
  /** what purchases are expected by, what that was compared with, and how much customers differ in how often they buy */
  purchases: z
    .object({
      by: fittedKind,
      instead: fittedKind,
      /** the coefficient of variation of their rates and its 90 % range; null where the data does not tell, by NBD because
       * they differ by no more than chance makes them */
      differ: z.object({ variation: z.number(), low: z.number(), high: z.number() }).nullable(),
    })
    .nullable()
    .default(null),
  backtest: valueBacktestShape.nullable().default(null),
  /** where the bank's own history chose among the models: how each did, in the order they were tried */
  choice: z
    .object({
      /** what they were judged by */
      by: z.enum(yardsticks),
      candidates: z.array(
        z.object({ model: z.enum(valueModels), measures: measuresShape.nullable() }),
      ),
      /** on how many measures the model in use did best; 0 where none could be tested */
      best: z.number(),
    })
    .nullable()
    .default(null),
  warnings: z.array(storedText).default([]),
});

/** A value model's card as it is read. */
export type StoredValueCard = z.output<typeof valueCardShape>;

/** A value model's card as this version writes it: it warns by codes alone. */
export type ValueCard = Omit<StoredValueCard, 'warnings'> & { warnings: Coded<'run-warnings'>[] };

/** The measures that models and baselines are compared by, and whether a higher value is better. */
export const forecastMeasures = [
  { name: 'rankCorrelation', higherIsBetter: true },
  { name: 'topDecileShare', higherIsBetter: true },
  { name: 'meanAbsoluteError', higherIsBetter: false },
] as const satisfies readonly { name: keyof ForecastMeasures; higherIsBetter: boolean }[];

/** A measure that models and baselines are compared by. */
export type ForecastMeasure = (typeof forecastMeasures)[number]['name'];
