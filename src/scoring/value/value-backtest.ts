import { z } from 'zod';
import {
  type Baseline,
  backtestValue,
  type ForecastMeasures,
  kMeans,
  splitHistory,
  type ValueBacktest,
} from '../../valuation/index.ts';
import {
  type ChurnDefinition,
  holdsSomething,
  isDormant,
  silentDays,
} from '../churn/churn-labels.ts';
import { dayNumber, monthEnd } from '../history/calendar.ts';
import type { BankSnapshots } from '../history/snapshots.ts';

const measures = z.object({
  rankCorrelation: z.number(),
  topDecileShare: z.number(),
  meanAbsoluteError: z.number(),
}) satisfies z.ZodType<ForecastMeasures>;

/** Reads a backtest off the card of a value model. */
export const valueBacktestShape = z.object({
  /** first day of the first month seen, and of the first month judged on */
  seenFrom: z.string(),
  judgedFrom: z.string(),
  monthsSeen: z.number(),
  monthsJudged: z.number(),
  customers: z.number(),
  left: z.number(),
  model: measures,
  coverage: z.number(),
  baselines: z.object({
    lastYear: measures,
    segmentMean: measures,
    zeroGrowth: measures,
  }) satisfies z.ZodType<Record<Baseline, ForecastMeasures>>,
  deciles: z.array(z.object({ customers: z.number(), predicted: z.number(), actual: z.number() })),
}) satisfies z.ZodType<ValueBacktest>;

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
  { customers, snapshots, months, lastOwn }: BankSnapshots,
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

/**
 * Judges the value model on the newest year of the bank's own history, or as much of it as leaves half a year to learn
 * from. The model sees nothing from the months it is judged on, not even today's segments: customers are grouped by what
 * they brought in before, how steadily, and for how long.
 *
 * @param contributions customers × months, row-major, oldest month first; NaN where they were not the bank's customer, or
 *   counted as departed
 * @param months the first day of each month, oldest first
 * @returns null where the history is too short or the customers too few
 */
export function backtestOnHistory(
  contributions: Float64Array,
  months: readonly string[],
  seed: number,
): ValueBacktestCard | null {
  const width = months.length;
  const split = splitHistory(width);
  if (split === null) return null;
  const { seen, judged } = split;
  const stride = Math.ceil(contributions.length / width / enoughCustomers);
  const rows = Math.ceil(contributions.length / width / stride);
  const history = new Float64Array(rows * seen);
  const future = new Float64Array(rows * judged);
  for (let row = 0; row < rows; row++) {
    const from = row * stride * width;
    history.set(contributions.subarray(from, from + seen), row * seen);
    future.set(contributions.subarray(from + seen, from + width), row * judged);
  }
  const found = backtestValue(
    { history, months: seen, segment: groupsOf(history, seen, seed) },
    future,
  );
  return found && { seenFrom: months[0]!, judgedFrom: months[seen]!, ...found };
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
