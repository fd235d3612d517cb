import { endOfTie, type OrderedTimes } from './survival-data.ts';

/** Rows in order of {@link OrderedTimes}, with their columns. */
export type RiskSets = OrderedTimes & {
  /** Rows × columns, row-major, centred and scaled. */
  points: Float64Array;
  width: number;
};

export type PartialLikelihood = {
  value: number;
  gradient: Float64Array;
  /** Minus the second derivative, `width` × `width`, row-major. */
  information: Float64Array;
};

/** Σ w·e^η over some rows, with its first two moments in the columns. */
type Moments = { sum: number; first: Float64Array; second: Float64Array };

/**
 * The logarithm of Cox's partial likelihood at β with its derivatives, ties after Efron (1977), "The Efficiency of
 * Cox's Likelihood Function for Censored Data", Journal of the American Statistical Association 72. For the d events D
 * of one time, whose mean weight is w̄, among those R still there:
 *
 *   Σ_D w·η − w̄·Σ_{l<d} log(Σ_R w·e^η − l/d·Σ_D w·e^η)
 *
 * Cost: rows × columns².
 */
export function partialLikelihood(sets: RiskSets, beta: Float64Array): PartialLikelihood {
  const { time, event, weight, points, width } = sets;
  const scores = linearScores(sets, beta);
  const highest = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  const result: PartialLikelihood = {
    value: 0,
    gradient: new Float64Array(width),
    information: new Float64Array(width * width),
  };
  const atRisk = noMoments(width);
  const dying = noMoments(width);
  for (let from = 0; from < time.length; ) {
    const end = endOfTie(time, from);
    clear(dying);
    let deaths = 0;
    let deathWeight = 0;
    for (let row = from; row < end; row++) {
      const by = weight[row]! * Math.exp(scores[row]! - highest);
      add(atRisk, points, row, by, width);
      if (event[row] === 0) continue;
      add(dying, points, row, by, width);
      deaths += 1;
      deathWeight += weight[row]!;
      // The highest score is taken off in the logarithms below too.
      result.value += weight[row]! * (scores[row]! - highest);
      for (let j = 0; j < width; j++) {
        result.gradient[j]! += weight[row]! * points[row * width + j]!;
      }
    }
    for (let l = 0; l < deaths; l++) {
      const meanWeight = deathWeight / deaths;
      result.value -= meanWeight * Math.log(atRisk.sum - (l / deaths) * dying.sum);
      takeOff(result, atRisk, dying, l / deaths, meanWeight);
    }
    from = end;
  }
  return result;
}

/** Takes the derivatives of w̄·log(Σ_R − share·Σ_D) off those of the likelihood. */
function takeOff(
  { gradient, information }: PartialLikelihood,
  atRisk: Moments,
  dying: Moments,
  share: number,
  meanWeight: number,
): void {
  const width = gradient.length;
  const sum = atRisk.sum - share * dying.sum;
  const mean = atRisk.first.map((value, j) => (value - share * dying.first[j]!) / sum);
  for (let j = 0; j < width; j++) {
    gradient[j]! -= meanWeight * mean[j]!;
    for (let k = 0; k <= j; k++) {
      const at = j * width + k;
      const square = (atRisk.second[at]! - share * dying.second[at]!) / sum;
      information[at]! += meanWeight * (square - mean[j]! * mean[k]!);
      information[k * width + j] = information[at]!;
    }
  }
}

/** η = x·β, a row each. */
export function linearScores({ points, width, time }: RiskSets, beta: Float64Array): Float64Array {
  return time.map((_, row) => {
    let score = 0;
    for (let j = 0; j < width; j++) score += points[row * width + j]! * beta[j]!;
    return score;
  });
}

function noMoments(width: number): Moments {
  return { sum: 0, first: new Float64Array(width), second: new Float64Array(width * width) };
}

function clear(moments: Moments): void {
  moments.sum = 0;
  moments.first.fill(0);
  moments.second.fill(0);
}

function add(to: Moments, points: Float64Array, row: number, by: number, width: number): void {
  to.sum += by;
  for (let j = 0; j < width; j++) {
    const weighted = by * points[row * width + j]!;
    to.first[j]! += weighted;
    for (let k = 0; k <= j; k++) to.second[j * width + k]! += weighted * points[row * width + k]!;
  }
}
