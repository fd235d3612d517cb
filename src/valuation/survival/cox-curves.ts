import type { CoxModel } from './cox.ts';
import { endOfTie, orderedTimes, type SurvivalColumn, type SurvivalData } from './survival-data.ts';

/** The hazard of somebody with the columns' means; one entry a time of an event, the earliest first. */
export type BaselineHazard = {
  time: Float64Array;
  /** The hazard's jump at that time. */
  hazard: Float64Array;
  cumulativeHazard: Float64Array;
  /** The weighted mean of each column, in the model's order. */
  means: Float64Array;
};

/**
 * The baseline hazard of a fitted model, with Efron's ties: each event of one time is compared with those at risk less a
 * share of those who tie with it (Efron 1977). Without columns and ties it is Nelson and Aalen's.
 *
 * @param data that the model was fitted to
 * @throws RangeError for an invalid row, or data without a column of the model
 */
export function baselineHazard(
  model: Pick<CoxModel, 'coefficients'>,
  data: SurvivalData,
): BaselineHazard {
  const { rows, time, event, weight } = orderedTimes(data);
  const columns = columnsOf(model, data.columns);
  const total = weight.reduce((sum, by) => sum + by, 0);
  const means = Float64Array.from(columns, ({ values }) =>
    rows.reduce((sum, row, i) => sum + (weight[i]! / total) * values[row]!, 0),
  );
  const scores = scoresOf(model, columns, means, time.length === 0 ? 0 : data.time.length);
  const steps: { time: number; hazard: number }[] = [];
  let atRisk = 0;
  for (let from = 0; from < time.length; ) {
    const end = endOfTie(time, from);
    let dying = 0;
    let deaths = 0;
    let deathWeight = 0;
    for (let i = from; i < end; i++) {
      const share = weight[i]! * Math.exp(scores[rows[i]!]!);
      atRisk += share;
      if (event[i] === 0) continue;
      dying += share;
      deaths += 1;
      deathWeight += weight[i]!;
    }
    let hazard = 0;
    for (let l = 0; l < deaths; l++) {
      hazard += deathWeight / deaths / (atRisk - (l / deaths) * dying);
    }
    if (deaths > 0) steps.push({ time: time[from]!, hazard });
    from = end;
  }
  steps.reverse();
  let sum = 0;
  return {
    time: Float64Array.from(steps, (step) => step.time),
    hazard: Float64Array.from(steps, (step) => step.hazard),
    cumulativeHazard: Float64Array.from(steps, (step) => {
      sum += step.hazard;
      return sum;
    }),
    means,
  };
}

/**
 * Survival curves by a fitted model: S(t) = exp(−Λ₀(t)·e^η), with η = β·(x − mean).
 *
 * @param columns those of the model, one value a person
 * @param times at which to read the curves
 * @returns persons × times, row-major, each from 1 down
 * @throws RangeError where a column of the model is missing, or they differ in length
 */
export function coxSurvival(
  model: Pick<CoxModel, 'coefficients'>,
  baseline: BaselineHazard,
  columns: readonly SurvivalColumn[],
  times: Float64Array,
): Float64Array {
  const held = columnsOf(model, columns);
  const persons = held[0]?.values.length ?? 1;
  for (const { name, values } of held) {
    if (values.length !== persons) {
      throw new RangeError(`Column ${name} has ${values.length} rows, the first one ${persons}.`);
    }
  }
  const scores = scoresOf(model, held, baseline.means, persons);
  const curves = new Float64Array(persons * times.length);
  times.forEach((time, at) => {
    const steps = baseline.time.findLastIndex((step) => step <= time);
    const cumulative = steps < 0 ? 0 : baseline.cumulativeHazard[steps]!;
    scores.forEach((score, person) => {
      curves[person * times.length + at] = Math.exp(-cumulative * Math.exp(score));
    });
  });
  return curves;
}

function columnsOf(
  { coefficients }: Pick<CoxModel, 'coefficients'>,
  columns: readonly SurvivalColumn[],
): SurvivalColumn[] {
  return coefficients.map(({ name }) => {
    const column = columns.find((each) => each.name === name);
    if (column === undefined) {
      throw new RangeError(`The model has a column ${name} that the data lacks. Give it.`);
    }
    return column;
  });
}

function scoresOf(
  { coefficients }: Pick<CoxModel, 'coefficients'>,
  columns: readonly SurvivalColumn[],
  means: Float64Array,
  persons: number,
): Float64Array {
  const scores = new Float64Array(persons);
  columns.forEach(({ values }, j) => {
    for (let row = 0; row < persons; row++) {
      scores[row]! += coefficients[j]!.value * (values[row]! - means[j]!);
    }
  });
  return scores;
}
