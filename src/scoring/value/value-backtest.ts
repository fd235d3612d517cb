import { z } from 'zod';
import {
  type Baseline,
  backtestSpend,
  backtestValue,
  baselines,
  type ContributionHistory,
  type ForecastMeasures,
  kMeans,
  monthsSince,
  type SpendBaseline,
  spendBaselines,
  splitHistory,
  type ValueBacktest,
  type ValueForecast,
} from '../../valuation/index.ts';
import {
  type ChurnDefinition,
  holdsSomething,
  isDormant,
  silentDays,
} from '../churn/churn-labels.ts';
import { dayNumber, monthEnd } from '../history/calendar.ts';
import type { LearningBank } from '../history/snapshots.ts';

type StoredMeasures = Omit<ForecastMeasures, 'meanError'> & {
  meanError: ForecastMeasures['meanError'] | null;
};

/** Reads how well a forecast did. */
export const measuresShape = z.object({
  rankCorrelation: z.number(),
  topDecileShare: z.number(),
  meanAbsoluteError: z.number(),
  /** null where an earlier version judged */
  meanError: z.number().nullable().default(null),
  rSquared: z.number().nullable().default(null),
}) satisfies z.ZodType<StoredMeasures>;

/** What value models are judged by: the contribution of customers, or, where a bank knows of none, what they spend. */
export const yardsticks = ['contribution', 'spend'] as const;
export type Yardstick = (typeof yardsticks)[number];

/** Reads a backtest off the card of a value model. */
export const valueBacktestShape = z.object({
  /** what was forecast and came */
  of: z.enum(yardsticks).default('contribution'),
  /** first day of the first month seen, and of the first month judged on */
  seenFrom: z.string(),
  judgedFrom: z.string(),
  monthsSeen: z.number(),
  monthsJudged: z.number(),
  customers: z.number(),
  left: z.number(),
  model: measuresShape,
  coverage: z.number(),
  baselines: z.partialRecord(z.enum([...baselines, ...spendBaselines]), measuresShape),
  deciles: z.array(z.object({ customers: z.number(), predicted: z.number(), actual: z.number() })),
}) satisfies z.ZodType<
  Omit<ValueBacktest, 'model' | 'baselines'> & {
    model: StoredMeasures;
    baselines: Partial<Record<Baseline | SpendBaseline, StoredMeasures>>;
  }
>;

/** What the store keeps of a backtest. */
export type ValueBacktestCard = z.output<typeof valueBacktestShape>;

/**
 * The contributions of customers while they had not left, by the same definition as the churn model: `NaN` also for each month
 * at whose end they had been silent for too long.
 *
 * @param contributions customers × months, row-major, oldest month first; NaN where they were not the bank's customer
 */
export function contributionsBeforeLeaving(
  contributions: Float64Array,
  { customers, snapshots, months, lastOwn }: LearningBank,
  definition: ChurnDefinition,
): Float64Array {
  if (definition.definition === 'closed' || lastOwn === null) return contributions;
  const [now] = snapshots;
  const width = months.length;
  const ends = months.map((start) => dayNumber(monthEnd(start)));
  return contributions.map((contribution, at) => {
    const row = Math.floor(at / width);
    const silent = silentDays({
      day: ends[at % width]!,
      joined: customers.joined[row]!,
      lastOwn: lastOwn[at]!,
      holds: holdsSomething(now, row),
      recorded: now.recorded,
    });
    return isDormant(definition, silent) ? Number.NaN : contribution;
  });
}

/** Customers who are judged; more would not change the measures. */
const enoughCustomers = 20_000;
const groups = 5;

/** Some customers of a bank, by row, and what is known of their contributions by the end of the months seen. */
export type Sample = { rows: Uint32Array; past: ContributionHistory; monthsJudged: number };

/**
 * Judges value models on the newest year of the bank's own history, or as much of it as leaves half a year to learn
 * from. A model sees nothing from the months it is judged on, not even today's segments: customers are grouped by what
 * they brought in before, how steadily, and for how long.
 *
 * @param contributions customers × months, row-major, oldest month first; NaN where they were not the bank's customer, or
 *   counted as departed
 * @param months the first day of each month, oldest first
 * @param forecast of each model: given the sample that is judged, the contribution of each of its customers, undiscounted;
 *   null where the model cannot tell
 * @returns one entry a model; null where it cannot tell, the history is too short or the customers too few
 */
export function backtestOnHistory<Model>(
  contributions: Float64Array,
  months: readonly string[],
  seed: number,
  models: readonly Model[],
  forecast: (model: Model, sample: Sample) => ValueForecast | null,
): (ValueBacktestCard | null)[] {
  const split = splitHistory(months.length);
  if (split === null) return models.map(() => null);
  const { seen, judged } = split;
  const rows = sampledRows(contributions.length / months.length);
  const { past, future } = divided(contributions, months.length, rows, seen, seed);
  return models.map((model) => {
    const made = forecast(model, { rows, past, monthsJudged: judged });
    const found = made && backtestValue(past, future, made);
    return (
      found && { of: 'contribution', seenFrom: months[0]!, judgedFrom: months[seen]!, ...found }
    );
  });
}

/**
 * Judges value models on what customers spent in the newest months of the bank's history, less what was refunded. Who has
 * bought something by the end of the months seen, and not left, is judged.
 *
 * @param contributions as {@link backtestOnHistory} takes them
 * @param forecast of each model: given the sample that is judged, what each of its customers will spend; null where the
 *   model cannot tell
 * @returns one entry a model; null where it cannot tell, the history is too short or the customers too few
 */
export function backtestOnPurchases<Model>(
  { customers, months, pastPurchases }: LearningBank,
  contributions: Float64Array,
  seed: number,
  models: readonly Model[],
  forecast: (model: Model, sample: Sample) => ValueForecast | null,
): (ValueBacktestCard | null)[] {
  if (pastPurchases === null) return models.map(() => null);
  const { dayNumber: day, columns } = pastPurchases;
  const { seen, judged } = pastPurchases.months;
  const bought = Uint32Array.from(customers.joined.keys()).filter(
    (row) => columns.days[row]! > 0 && !(customers.closed[row]! <= day),
  );
  const rows = Uint32Array.from(sampledRows(bought.length), (at) => bought[at]!);
  const of = (column: Float64Array) => Float64Array.from(rows, (row) => column[row]!);
  const { past } = divided(contributions, months.length, rows, seen, seed);
  return models.map((model) => {
    const made = forecast(model, { rows, past, monthsJudged: judged });
    const found =
      made &&
      backtestSpend(
        {
          spent: of(columns.kept),
          newest: of(columns.kept_newest),
          ageMonths: monthsSince(of(columns.first_own), day),
        },
        pastPurchases.months,
        of(columns.kept_later),
        made,
      );
    return found && { of: 'spend', seenFrom: months[0]!, judgedFrom: months[seen]!, ...found };
  });
}

/** Enough of so many rows, evenly from all. */
function sampledRows(all: number): Uint32Array {
  const stride = Math.max(1, Math.ceil(all / enoughCustomers));
  return new Uint32Array(Math.ceil(all / stride)).map((_, row) => row * stride);
}

/** The contributions of some customers in the months seen, with the group of each, and in those after them. */
function divided(
  contributions: Float64Array,
  width: number,
  rows: Uint32Array,
  seen: number,
  seed: number,
): { past: ContributionHistory; future: Float64Array } {
  const judged = width - seen;
  const history = new Float64Array(rows.length * seen);
  const future = new Float64Array(rows.length * judged);
  rows.forEach((row, i) => {
    const from = row * width;
    history.set(contributions.subarray(from, from + seen), i * seen);
    future.set(contributions.subarray(from + seen, from + width), i * judged);
  });
  return { past: { history, months: seen, segment: groupsOf(history, seen, seed) }, future };
}

/** A group for each customer who was there in the newest month, −1 for the others. */
function groupsOf(history: Float64Array, months: number, seed: number): Int32Array {
  const group = new Int32Array(history.length / months).fill(-1);
  const there: number[] = [];
  const traits: Float64Array[] = [];
  for (let row = 0; row < group.length; row++) {
    if (Number.isNaN(history[(row + 1) * months - 1]!)) continue;
    const known = history
      .subarray(row * months, (row + 1) * months)
      .filter((value) => !Number.isNaN(value));
    const mean = sum(known) / known.length;
    const deviation = Math.sqrt(sum(known.map((value) => (value - mean) ** 2)) / known.length);
    there.push(row);
    traits.push(Float64Array.of(Math.asinh(mean), Math.log1p(deviation), known.length));
  }
  if (there.length === 0) return group;
  const { labels } = kMeans(standardised(traits), 3, groups, { seed });
  there.forEach((row, i) => {
    group[row] = labels[i]!;
  });
  return group;
}

/** Rows × 3, each trait around 0 with a deviation of 1. */
function standardised(traits: readonly Float64Array[]): Float64Array {
  const points = new Float64Array(traits.length * 3);
  for (let trait = 0; trait < 3; trait++) {
    const values = Float64Array.from(traits, (row) => row[trait]!);
    const mean = sum(values) / values.length;
    const deviation = Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length);
    values.forEach((value, i) => {
      points[i * 3 + trait] = deviation > 0 ? (value - mean) / deviation : 0;
    });
  }
  return points;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
