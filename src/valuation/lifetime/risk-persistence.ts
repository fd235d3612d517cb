/** With fewer customers seen twice than this, the persistence is not measured. */
const LEAST_CUSTOMERS = 100;
/** The persistence assumed where it cannot be measured. */
const UNMEASURED = 0.5;

/** How persistent a bank's churn risks are. */
export type RiskPersistence = {
  /** ρ: the share of a customer's difference to the long-run risk that remains one horizon later, in [0, 1]. */
  persistence: number;
  /** Customers seen on two dates, once for each pair of dates; 0 where ρ is assumed, not measured. */
  measuredOn: number;
};

/**
 * Measures what share of a churn probability's difference to the bank's long-run one remains among those
 * who are still customers later: the ρ in [0, 1], to three decimals, that minimises
 *
 *   Σ over lags j and customers of (p later − p̄ − ρʲ·(p earlier − p̄))²
 *
 * over all pairs of dates j horizons apart, so that what fades at once and what lasts both count. Where
 * fewer than 100 customers are seen twice, or all have the same risk, ρ = 0.5 is assumed.
 *
 * @param dates churn probabilities within the same horizon, one entry a customer; `NaN` for those who were
 *   not customers on that date. The newest date first, each one horizon before the one before it
 * @param longRun p̄, the probability within that horizon over the bank, in [0, 1]
 */
export function riskPersistence(dates: readonly Float64Array[], longRun: number): RiskPersistence {
  const lags: { squares: number; products: number }[] = [];
  let measuredOn = 0;
  for (let lag = 1; lag < dates.length; lag++) {
    let squares = 0;
    let products = 0;
    for (let date = lag; date < dates.length; date++) {
      const earlier = dates[date]!;
      const later = dates[date - lag]!;
      earlier.forEach((before, row) => {
        const after = later[row]!;
        if (Number.isNaN(before) || Number.isNaN(after)) return;
        squares += (before - longRun) ** 2;
        products += (before - longRun) * (after - longRun);
        measuredOn += 1;
      });
    }
    lags.push({ squares, products });
  }
  if (measuredOn < LEAST_CUSTOMERS || lags.every(({ squares }) => squares === 0)) {
    return { persistence: UNMEASURED, measuredOn: 0 };
  }
  const loss = (persistence: number) =>
    lags.reduce((sum, { squares, products }, i) => {
      const left = persistence ** (i + 1);
      return sum + left * (left * squares - 2 * products);
    }, 0);
  let persistence = 0;
  for (let step = 1; step <= 1000; step++) {
    if (loss(step / 1000) < loss(persistence)) persistence = step / 1000;
  }
  return { persistence, measuredOn };
}
