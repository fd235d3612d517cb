import type { ActionableFeature } from '../../settings/churn-features.ts';
import { logOddsOf, probabilityOf } from '../../valuation/churn/log-odds.ts';
import type { ChurnExecutor, ChurnModel, Dataset } from '../../valuation/index.ts';
import { hasBothOutcomes, type Stacked, takeStacked } from './churn-windows.ts';

/** Fewer past customers than these tell nothing. */
const fewest = 30;
/** More past customers than these are no longer like the one in question. */
const mostAlike = 300;
/** Log-odds of leaving, all else that is known of them considered, between customers who are alike. */
const caliper = 0.75;
/** Nearer to 0 or 1 a probability counts as this near. */
const leastProbability = 1e-4;
/** What a difference has to exceed in standard errors: one that is none does in one of twenty cases. */
const certain = 1.645;
/** Values of a share that are the same for this purpose; counts have to be equal. */
const nearShare = 0.1;

/** Which half a customer is of: by a scrambled number, so that neighbours in the store are not of the same. */
function halfOf(customer: number): number {
  return (Math.imul(customer + 1, 0x9e3779b1) >>> 31) & 1;
}

/** What became of past customers like one in question. */
export type Evidence = {
  /** the churn probability that their difference suggests after the change */
  probability: number;
  /** how many were as the customer would be */
  similar: number;
};

/** Tells what past customers suggest of a change; null where too few were alike, or those changed left about as often. */
export type Judge = (row: number, from: number, to: number, risk: number) => Evidence | null;

/** Tells customers in question, each a row of theirs, from what was learnt of past ones. */
export type JudgeOf = (today: Dataset) => Promise<Judge>;

/**
 * Compares past customers who are as a customer is with some who are as the customer would be, both like the customer in all
 * else: of a similar risk by what else is known of them (a prognostic score, Hansen 2008), told by a model that did not see
 * them. The difference of their log-odds of leaving, each against what that score had led to expect, moves the customer's own.
 * It counts only where it is beyond chance, and no further than among all past customers, whatever their risk: of many
 * neighbourhoods some show more than there is.
 *
 * @param past the windows a model learnt from
 * @returns what is asked with the customers in question, as often as there are some
 */
export async function learnJudge(
  past: Stacked,
  feature: ActionableFeature,
  { seed, executor }: { seed: number; executor: ChurnExecutor },
): Promise<JudgeOf> {
  const values = past.dataset.columns.find(({ name }) => name === feature.name)?.values;
  const scores =
    values &&
    (await prognosticScores(past, [feature.name, ...feature.action.along], seed, executor));
  if (values === undefined || scores == null) return async () => () => null;
  const { expected, restOf } = scores;
  const order = Uint32Array.from(values.keys())
    .filter((row) => !Number.isNaN(values[row]!))
    .sort((one, other) => expected[one]! - expected[other]! || one - other);
  const near = feature.unit === 'share' ? nearShare : 0;
  const groups = new Map<string, Uint32Array>();
  const group = (key: string, belongs: (value: number) => boolean): Uint32Array => {
    const found = groups.get(key) ?? order.filter((row) => belongs(values[row]!));
    groups.set(key, found);
    return found;
  };
  const around = (value: number) =>
    group(`=${value}`, (other) => Math.abs(other - value) <= near + 1e-9);
  const beyond = (from: number, to: number) =>
    group(`${from < to ? '<' : '>'}${to}`, (other) =>
      from < to ? other < to - near : other > to + near,
    );
  const alike = (rows: Uint32Array, logOdds: number) =>
    outcomeOf(nearest(rows, expected, logOdds), expected, past.labels);
  const overall = new Map<Uint32Array, number>();
  const excessOf = (rows: Uint32Array): number => {
    const excess = overall.get(rows) ?? outcomeOf(rows, expected, past.labels).excess;
    overall.set(rows, excess);
    return excess;
  };
  return async (today) => {
    const rest = await restOf(today);
    return (row, from, to, risk) => {
      const own = rest[row]!;
      const changed = alike(around(to), own);
      if (changed.customers < fewest) return null;
      const same = alike(around(from), own);
      const others = same.customers < fewest ? beyond(from, to) : around(from);
      const unchanged = alike(others, own);
      if (unchanged.customers < fewest) return null;
      const local = changed.excess - unchanged.excess;
      const error = Math.sqrt(changed.variance + unchanged.variance);
      if (local + certain * error >= 0) return null;
      const effect = Math.max(local, excessOf(around(to)) - excessOf(others));
      if (effect >= 0) return null;
      return {
        probability: Math.max(
          probabilityOf(boundedLogOdds(risk) + effect),
          probabilityOf(own + changed.excess),
        ),
        similar: changed.customers,
      };
    };
  };
}

/**
 * The log-odds of leaving by everything but some features. Each half of the past customers is told by a logistic regression
 * that learnt from the other, today's by the mean of both.
 *
 * @returns null where nothing else is known, or a half has nobody who left or nobody who stayed
 */
async function prognosticScores(
  past: Stacked,
  without: readonly string[],
  seed: number,
  executor: ChurnExecutor,
): Promise<{
  expected: Float64Array;
  restOf: (today: Dataset) => Promise<Float64Array>;
} | null> {
  const columns = past.dataset.columns.filter(({ name }) => !without.includes(name));
  if (columns.length === 0) return null;
  const known = { ...past, dataset: { ...past.dataset, columns } };
  const half = Uint8Array.from(past.customers, halfOf);
  const expected = new Float64Array(past.dataset.rows);
  const models: ChurnModel[] = [];
  for (const told of [0, 1]) {
    const of = (each: number) =>
      takeStacked(
        known,
        Uint32Array.from(half.keys()).filter((row) => half[row] === each),
      );
    const learnt = of(1 - told);
    if (!hasBothOutcomes(learnt.labels)) return null;
    const model = await executor.train('logistic', learnt.dataset, learnt.labels, { seed });
    const predicted = await executor.predict(model, known.dataset);
    predicted.forEach((p, row) => {
      if (half[row] === told) expected[row] = boundedLogOdds(p);
    });
    models.push(model);
  }
  const restOf = async (today: Dataset) => {
    const rest = new Float64Array(today.rows);
    for (const model of models) {
      (await executor.predict(model, today)).forEach((p, row) => {
        rest[row]! += boundedLogOdds(p) / 2;
      });
    }
    return rest;
  };
  return { expected, restOf };
}

/** A dataset with a feature changed, and those that change with it moved by as much. */
export function withFeature(
  dataset: Dataset,
  feature: string,
  along: readonly string[],
  to: (value: number) => number,
): Dataset {
  const now = dataset.columns.find(({ name }) => name === feature)?.values;
  if (now === undefined) return dataset;
  const then = now.map(to);
  return {
    ...dataset,
    columns: dataset.columns.map((column) => {
      if (column.name === feature) return { ...column, values: then };
      if (!along.includes(column.name)) return column;
      return {
        ...column,
        values: column.values.map((value, row) => value + then[row]! - now[row]!),
      };
    }),
  };
}

function boundedLogOdds(probability: number): number {
  return logOddsOf(Math.min(1 - leastProbability, Math.max(leastProbability, probability)));
}

/** Those of rows in the order of their log-odds that are nearest to some log-odds: none beyond the caliper. */
function nearest(rows: Uint32Array, logOdds: Float64Array, to: number): Uint32Array {
  let above = 0;
  for (let size = rows.length; size > 0; ) {
    const half = size >> 1;
    if (logOdds[rows[above + half]!]! < to) {
      above += half + 1;
      size -= half + 1;
    } else size = half;
  }
  let from = above;
  let end = above;
  const away = (at: number) =>
    at < 0 || at >= rows.length ? Number.POSITIVE_INFINITY : Math.abs(logOdds[rows[at]!]! - to);
  while (end - from < mostAlike) {
    const [below, next] = [away(from - 1), away(end)];
    if (Math.min(below, next) > caliper) break;
    if (below < next) from--;
    else end++;
  }
  return rows.subarray(from, end);
}

/** How much more often customers left than expected, in log-odds, and the variance of that. */
function outcomeOf(
  rows: Uint32Array,
  expected: Float64Array,
  labels: Uint8Array,
): { customers: number; excess: number; variance: number } {
  let left = 0.5;
  let stayed = 0.5;
  let sum = 0;
  for (const row of rows) {
    if (labels[row] === 1) left++;
    else stayed++;
    sum += probabilityOf(expected[row]!);
  }
  return {
    customers: rows.length,
    excess: Math.log(left / stayed) - boundedLogOdds(sum / Math.max(1, rows.length)),
    variance: 1 / left + 1 / stayed,
  };
}
