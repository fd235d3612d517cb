import { dayAfter, monthEnd } from '../scoring/history/calendar.ts';
import { sampledMonths } from '../store/customers/sampled-months.ts';
import type { Database } from '../store/store.ts';
import { calibrateBands, type ForecastMethod, forecastSeries } from '../valuation/index.ts';
import type { CommandContext } from './command-context.ts';

/** What is forecast, by month. */
export const forecastMetrics = ['contribution', 'balance', 'transactions'] as const;
export type ForecastMetric = (typeof forecastMetrics)[number];

/** A month that was, null where nothing is recorded of it; `month` is its first day. */
export type PastMonth = { month: string; value: number | null };
/** A month to come: what is expected, and the ends of its band. */
export type MonthToCome = { month: string; value: number; low: number; high: number };

/** When the course first falls to half of what it is today, or to nothing; null where it does not within a year. */
export type Crossing = { to: 'nothing' | 'half'; month: string } | null;

/** A forecast and the months it rests on. `level` is the chance with which a band holds its month. */
export type MonthlyForecast = {
  history: PastMonth[];
  method: ForecastMethod;
  level: number;
  months: MonthToCome[];
  crossing: Crossing;
};

const level = 0.9;
/** Fewer months tell no course from chance. */
export const leastMonths = 6;
const year = 12;
/** The newest months of a series; earlier ones hardly count. */
const mostMonths = 120;
/** Of how many months the course is averaged, so that a fee of each quarter is none. */
const quarter = 3;
const sampled = 120;
const triedAhead = 6;

/**
 * Forecasts a series of months that follow one another but for gaps.
 *
 * @param months how many to forecast
 * @param bandScale of series of this kind, where it is known
 * @returns undefined where fewer than {@link leastMonths} are recorded
 */
export function forecastMonths(
  rows: readonly PastMonth[],
  metric: ForecastMetric,
  months: number,
  bandScale = 1,
): MonthlyForecast | undefined {
  const history = withoutGaps(rows).slice(-mostMonths);
  const values = Float64Array.from(history, ({ value }) => value ?? Number.NaN);
  const last = history.at(-1);
  if (last === undefined || history.filter(({ value }) => value !== null).length < leastMonths)
    return undefined;
  const neverBelow =
    metric === 'transactions' || (metric === 'balance' && values.every((value) => !(value < 0)));
  // The same months come out the same however far a question looks, up to a year.
  const { mean, low, high, method } = forecastSeries(values, {
    horizon: Math.max(year, months),
    season: year,
    level,
    bandScale,
    ...(neverBelow ? { lowest: 0 } : {}),
  });
  const names = monthsAfter(last.month, mean.length);
  return {
    history,
    method,
    level,
    months: names.slice(0, months).map((month, h) => ({
      month,
      value: mean[h] ?? 0,
      low: low[h] ?? 0,
      high: high[h] ?? 0,
    })),
    crossing: crossingOf(values, mean, names, metric),
  };
}

/** By what the bands of this bank's customers are stretched; learnt once a run from a sample of them. */
export async function bandScaleOf(
  { store: { bankWide: db }, run }: Pick<CommandContext, 'store' | 'run'>,
  metric: ForecastMetric,
): Promise<number> {
  const known = scales.get(db);
  const scalesOfRun = known?.runId === run.id ? known.scales : new Map<ForecastMetric, number>();
  scales.set(db, { runId: run.id, scales: scalesOfRun });
  const scale = scalesOfRun.get(metric) ?? (await learnScale(db, run.id, metric));
  scalesOfRun.set(metric, scale);
  return scale;
}

const scales = new WeakMap<Database, { runId: number; scales: Map<ForecastMetric, number> }>();

async function learnScale(db: Database, runId: number, metric: ForecastMetric): Promise<number> {
  const sample = await sampledMonths(db, runId, sampled);
  const pool = sample.map((months) =>
    Float64Array.from<number | null>(months[metric], (value) => value ?? Number.NaN),
  );
  return calibrateBands(pool, { horizon: triedAhead, season: year, level });
}

function withoutGaps(rows: readonly PastMonth[]): PastMonth[] {
  const first = rows[0];
  if (first === undefined) return [];
  const known = new Map(rows.map(({ month, value }) => [month, value]));
  const all: PastMonth[] = [];
  const last = rows.at(-1)?.month ?? first.month;
  for (let month = first.month; month <= last; month = dayAfter(monthEnd(month)))
    all.push({ month, value: known.get(month) ?? null });
  return all;
}

function monthsAfter(month: string, count: number): string[] {
  const names: string[] = [];
  for (let next = month; names.length < count; ) {
    next = dayAfter(monthEnd(next));
    names.push(next);
  }
  return names;
}

/** A balance falls by itself; what comes in by the month does so as the mean of a quarter. */
function crossingOf(
  values: Float64Array,
  mean: Float64Array,
  names: readonly string[],
  metric: ForecastMetric,
): Crossing {
  const width = metric === 'balance' ? 1 : quarter;
  const course = [...values.filter((value) => !Number.isNaN(value)), ...mean];
  const seen = course.length - mean.length;
  const at = (end: number) =>
    course.slice(end - width, end).reduce((sum, value) => sum + value, 0) / width;
  const today = at(seen);
  if (!(today > 0)) return null;
  const levels = [
    { to: 'nothing', below: 1e-9 * today },
    { to: 'half', below: today / 2 },
  ] as const;
  for (const { to, below } of levels) {
    const step = names.findIndex((_, h) => at(seen + h + 1) <= below);
    const month = names[step];
    if (month !== undefined) return { to, month };
  }
  return null;
}
