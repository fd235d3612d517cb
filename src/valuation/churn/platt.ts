import { softplus } from '../numeric/special-functions.ts';
import { probabilityOf } from './log-odds.ts';

/** Log-odds from a score: slope·score + intercept. */
export type PlattScaling = { readonly slope: number; readonly intercept: number };

/**
 * Platt's scaling (1999) by Newton's method with step halving, after Lin, Lin and Weng (2007):
 * targets (n₁+1)/(n₁+2) for those who left and 1/(n₀+2) for those who stayed, so that no score becomes
 * certain.
 *
 * @param scores held-out scores on any scale
 * @param y 1 left, 0 stayed; one entry a score
 * @returns a slope below 0 where higher scores go with lower risk
 */
export function fitPlatt(scores: ArrayLike<number>, y: ArrayLike<number>): PlattScaling {
  let leavers = 0;
  for (let row = 0; row < scores.length; row++) leavers += y[row]!;
  const stayers = scores.length - leavers;
  const high = (leavers + 1) / (leavers + 2);
  const low = 1 / (stayers + 2);
  let slope = 0;
  let intercept = Math.log((leavers + 1) / (stayers + 1));

  const loss = (a: number, b: number): number => {
    let sum = 0;
    for (let row = 0; row < scores.length; row++) {
      const z = a * scores[row]! + b;
      const target = y[row] === 1 ? high : low;
      sum += softplus(z) - target * z;
    }
    return sum;
  };

  let here = loss(slope, intercept);
  for (let step = 0; step < 100; step++) {
    let slopeGradient = 0;
    let interceptGradient = 0;
    let slopeCurve = 1e-12;
    let mixedCurve = 0;
    let interceptCurve = 1e-12;
    for (let row = 0; row < scores.length; row++) {
      const score = scores[row]!;
      const probability = probabilityOf(slope * score + intercept);
      const residual = (y[row] === 1 ? high : low) - probability;
      const weight = probability * (1 - probability);
      slopeGradient += residual * score;
      interceptGradient += residual;
      slopeCurve += weight * score * score;
      mixedCurve += weight * score;
      interceptCurve += weight;
    }
    if (Math.abs(slopeGradient) < 1e-7 && Math.abs(interceptGradient) < 1e-7) break;
    const determinant = slopeCurve * interceptCurve - mixedCurve * mixedCurve;
    const slopeMove =
      (slopeGradient * interceptCurve - interceptGradient * mixedCurve) / determinant;
    const interceptMove =
      (slopeCurve * interceptGradient - mixedCurve * slopeGradient) / determinant;
    if (!Number.isFinite(slopeMove) || !Number.isFinite(interceptMove)) break;
    let length = 1;
    let there = loss(slope + slopeMove, intercept + interceptMove);
    while (!(there <= here) && length > 1e-8) {
      length /= 2;
      there = loss(slope + length * slopeMove, intercept + length * interceptMove);
    }
    if (!(there <= here)) break;
    const gained = here - there;
    slope += length * slopeMove;
    intercept += length * interceptMove;
    here = there;
    if (gained < 1e-12) break;
  }
  return { slope, intercept };
}
