/** Of the customers with so many whole years at the bank at the start of a year: how many, and how many of them left in it. */
export type TenureLosses = { years: number; atStart: number; leavers: number };

/** The share, 0 to 1, of those who join that are still there after so many years. */
export type Retained = { years: number; share: number };

const mostYears = 15;

/**
 * How long customers stay at the rates of one year, as a period life table has it: S(k + 1) = S(k) · (1 − leavers / at start), by
 * years at the bank. Years of few customers are taken together with those after them, so that no rate is of fewer than `fewest`;
 * where those that are left are too few, the curve ends.
 * @param losses of each year at the bank, in any order; years without customers may be missing
 */
export function retentionCurve(losses: readonly TenureLosses[], fewest: number): Retained[] {
  const byYears = new Map(losses.map((each) => [each.years, each]));
  const last = Math.min(mostYears - 1, Math.max(-1, ...byYears.keys()));
  const curve: Retained[] = [{ years: 0, share: 1 }];
  let [atStart, leavers, from, share] = [0, 0, 0, 1];
  for (let years = 0; years <= last; years++) {
    atStart += byYears.get(years)?.atStart ?? 0;
    leavers += byYears.get(years)?.leavers ?? 0;
    if (atStart < fewest) continue;
    for (let each = from; each <= years; each++) {
      share *= 1 - leavers / atStart;
      curve.push({ years: each + 1, share });
    }
    [atStart, leavers, from] = [0, 0, years + 1];
  }
  return curve;
}
