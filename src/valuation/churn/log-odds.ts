/** The probability of a log-odds, 1 / (1 + e^−z). */
export { logistic as probabilityOf } from '../numeric/special-functions.ts';

/** The log-odds of a probability strictly between 0 and 1: ln(p / (1 − p)). */
export function logOddsOf(probability: number): number {
  return Math.log(probability / (1 - probability));
}
