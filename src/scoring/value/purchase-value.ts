import type { Config } from '../../settings/settings.ts';
import {
  customerLifetimeValue,
  expectedSpend,
  expectedTransactions,
  lifetimeValueIfStaying,
} from '../../valuation/index.ts';
import { type CustomerClv, noClv, type Purchases, weeksAMonth } from './clv.ts';

/** Standard deviations from the middle of a normal to either end of its 90 % interval. */
const ninetyPercent = 1.6448536269514722;

/** Lifetime values by purchases; `unvalued` counts the active buyers of whom no finite amount is expected, who have 0. */
export type PurchaseClv = CustomerClv & { unvalued: number };

/**
 * Values the active customers by the purchases expected of them: the number in each month by the model of purchases × the amount by
 * Gamma-Gamma × the fraction of their purchases so far that they kept × the margin, discounted month by month. A customer
 * without a purchase has a CLV of 0, and so has one who was refunded all of them, or of whom no finite amount is expected.
 *
 * The interval is that of a normal distribution with the outcome's mean and variance, truncated at 0. A customer who is
 * still there makes a negative binomial number of purchases (the rate is gamma with shape r + x), of amounts whose squared
 * coefficient of variation is 1/p; one who has left makes none. The uncertainty of the mean amount and of the time of
 * leaving is left out. The value if they stay is that of a customer who is surely still there and never leaves.
 *
 * @returns null where a model could not be fitted
 */
export function valuePurchases(
  { transactions, gammaGamma, probabilityAlive, expectedTransactions: expected, buyers }: Purchases,
  active: Uint8Array,
  { horizonMonths, annualDiscountRate, margin }: Config['valuation']['clv'],
): PurchaseClv | null {
  if (transactions === null || gammaGamma === null) return null;
  if (transactions.boundary === 'flat' || gammaGamma.boundary === 'flat') return null;
  const present = Uint32Array.from(buyers.rows.keys()).filter((i) => active[buyers.rows[i]!] === 1);
  const entries = present.filter((i) => Number.isFinite(buyers.meanSpend[i]!));
  const of = (values: Float64Array) => Float64Array.from(entries, (i) => values[i]!);
  const rfm = { x: of(buyers.rfm.x), tx: of(buyers.rfm.tx), T: of(buyers.rfm.T) };
  const meanSpend = of(buyers.meanSpend);
  const spend = expectedSpend(gammaGamma, { x: rfm.x, meanSpend });
  const soon = expectedTransactions(transactions, weeksAMonth, rfm);
  const models = { transactions, spend: gammaGamma };
  const ahead = {
    horizon: horizonMonths * weeksAMonth,
    discountRatePerPeriod: (1 + annualDiscountRate) ** (1 / (12 * weeksAMonth)) - 1,
    steps: horizonMonths,
  };
  const amounts = customerLifetimeValue(models, rfm, meanSpend, ahead);
  const staying = lifetimeValueIfStaying(models, rfm, meanSpend, ahead);
  const valued = { ...noClv(active.length), unvalued: present.length - entries.length };
  entries.forEach((buyer, i) => {
    const row = buyers.rows[buyer]!;
    const alive = probabilityAlive[row]!;
    const contributed = buyers.kept[buyer]! * margin;
    const clv = amounts[i]! * contributed;
    const ifStays = staying[i]! * contributed;
    if (!(Number.isFinite(clv) && Number.isFinite(ifStays))) {
      valued.unvalued++;
      return;
    }
    valued.ifStays[row] = ifStays;
    if (!(alive > 0 && clv > 0)) return;
    const count = expected[row]! / alive;
    const spread = (1 + 1 / gammaGamma.p) / count + 1 / (transactions.r + rfm.x[i]!);
    const deviation = clv * Math.sqrt((1 + spread) / alive - 1);
    valued.expectedContribution[row] = soon[i]! * spend[i]! * contributed;
    valued.clv[row] = clv;
    valued.low[row] = Math.max(0, clv - ninetyPercent * deviation);
    valued.high[row] = clv + ninetyPercent * deviation;
  });
  return valued;
}
