/** The probability of a log-odds: 1 / (1 + e^−z), without overflow at either end. */
export function probabilityOf(logOdds: number): number {
  if (logOdds >= 0) return 1 / (1 + Math.exp(-logOdds));
  const odds = Math.exp(logOdds);
  return odds / (1 + odds);
}

/** The log-odds of a probability strictly between 0 and 1: ln(p / (1 − p)). */
export function logOddsOf(probability: number): number {
  return Math.log(probability / (1 - probability));
}
