import type { Coded } from '../../language/messages.ts';
import type { Config } from '../../settings/settings.ts';
import {
  type BgNbdModel,
  type Boundary,
  contributionLifetimeValue,
  expectedContribution,
  expectedTransactions,
  fitBgNbd,
  fitGammaGamma,
  type GammaGammaModel,
  monthlyChurn,
  probabilityAlive,
  type Reversion,
  type Rfm,
} from '../../valuation/index.ts';
import type { BankSnapshots } from '../history/snapshots.ts';

/** What the models of purchases say; NaN where they could not be fitted or say nothing of a customer. */
export type Purchases = {
  bgNbd: BgNbdModel | null;
  gammaGamma: GammaGammaModel | null;
  probabilityAlive: Float64Array;
  /** over the horizon */
  expectedTransactions: Float64Array;
  /** the customers with a transaction of their own, by row, and what the models are told of them; in weeks */
  buyers: { rows: Uint32Array; rfm: Rfm; meanSpend: Float64Array };
  warnings: Coded<'run-warnings'>[];
};

/** The unit of the models of purchases, in the unit of horizons. */
export const weeksAMonth = 365.25 / 12 / 7;

/**
 * Fits BG/NBD (modified, so that a customer who never came back is not surely alive) and Gamma-Gamma on the days with
 * transactions of the customers' own making, in weeks.
 *
 * @param asOf days from 1 January 1970
 */
export function expectPurchases(
  { snapshots, purchases }: BankSnapshots,
  horizonMonths: number,
): Purchases {
  const [{ dayNumber, columns }] = snapshots;
  const rows = purchases.days.length;
  const bought = Uint32Array.from(purchases.days.keys()).filter((row) => purchases.days[row]! > 0);
  const rfm = {
    x: Float64Array.from(bought, (row) => purchases.days[row]! - 1),
    tx: Float64Array.from(bought, (row) => (columns.last_own[row]! - columns.first_own[row]!) / 7),
    T: Float64Array.from(bought, (row) => (dayNumber - columns.first_own[row]!) / 7),
  };
  const meanSpend = Float64Array.from(
    bought,
    (row) => purchases.amount[row]! / purchases.days[row]!,
  );
  const found: Purchases = {
    bgNbd: null,
    gammaGamma: null,
    probabilityAlive: new Float64Array(rows).fill(Number.NaN),
    expectedTransactions: new Float64Array(rows).fill(Number.NaN),
    buyers: { rows: bought, rfm, meanSpend },
    warnings: [],
  };
  if (!rfm.x.some((x) => x > 0)) {
    found.warnings.push({ code: 'value.nobodyBoughtTwice', figures: {} });
    return found;
  }
  const model = fitBgNbd(rfm, { leaveAfterFirst: true });
  found.bgNbd = model;
  if (!model.converged) {
    const reason = model.boundary === undefined ? 'notConverged' : boundaryCodes[model.boundary];
    found.warnings.push({ code: 'value.noBestFit', figures: { reason } });
  }
  const alive = probabilityAlive(model, rfm);
  const weeks = (horizonMonths * 365.25) / 12 / 7;
  bought.forEach((row, i) => {
    found.probabilityAlive[row] = alive[i]!;
  });
  const expected = expectedTransactions(model, weeks, rfm);
  bought.forEach((row, i) => {
    found.expectedTransactions[row] = expected[i]!;
  });
  // A day on which money only moved in sums that cancel has a spend all the same: amounts are absolute. A spend of 0 is
  // a row of zeros, which the model cannot take.
  const spent = Uint32Array.from(bought.keys()).filter((i) => meanSpend[i]! > 0);
  const spending = {
    x: Float64Array.from(spent, (i) => rfm.x[i]!),
    meanSpend: Float64Array.from(spent, (i) => meanSpend[i]!),
  };
  if (spending.x.some((x) => x > 0)) found.gammaGamma = fitGammaGamma(spending);
  return found;
}

const boundaryCodes = {
  'no-dropout': 'noDropout',
  'equal-dropout': 'equalDropout',
  'equal-rates': 'equalRates',
  'equal-spend': 'equalSpend',
  flat: 'flat',
} as const satisfies Record<Boundary, string>;

/** Lifetime value of the customers, one entry each; 0 for those who have left. */
export type Worth = {
  expectedContribution: Float64Array;
  clv: Float64Array;
  low: Float64Array;
  high: Float64Array;
  /**
   * What the bank loses within the horizon if the customer leaves within the churn horizon: the chance of that times the
   * CLV given that they stay through it. Below 0 for who costs more than they bring in.
   */
  atStake: Float64Array;
};

/**
 * Values the active customers: the contribution expected of each, shrunk to the segment's, times the chance that they
 * are still there, which goes back to the bank's after the churn horizon.
 *
 * @param contributions customers × months, row-major, oldest month first; NaN where the customer was none of the bank's
 * @param segment one entry a customer, from 0; −1 for none
 * @param churn the chance of leaving within the churn horizon, one entry a customer
 */
export function valueCustomers(
  contributions: Float64Array,
  active: Uint8Array,
  segment: Int32Array,
  churn: Float64Array,
  reversion: Reversion,
  { horizonMonths, annualDiscountRate }: Config['valuation']['clv'],
): Worth {
  const rows = Uint32Array.from(active.keys()).filter((row) => active[row] === 1);
  const width = contributions.length / active.length;
  const history = new Float64Array(rows.length * width);
  rows.forEach((row, i) => {
    history.set(contributions.subarray(row * width, (row + 1) * width), i * width);
  });
  const worth: Worth = {
    expectedContribution: new Float64Array(active.length),
    clv: new Float64Array(active.length),
    low: new Float64Array(active.length),
    high: new Float64Array(active.length),
    atStake: new Float64Array(active.length),
  };
  if (!history.some((value) => !Number.isNaN(value))) return worth;
  const outlook = expectedContribution({
    history,
    months: width,
    segment: Int32Array.from(rows, (row) => segment[row]!),
  });
  const value = contributionLifetimeValue(
    outlook,
    {
      monthlyChurn: monthlyChurn(
        Float64Array.from(rows, (row) => churn[row]!),
        reversion.horizonMonths,
      ),
      reversion,
    },
    { horizonMonths, annualDiscountRate, stayMonths: reversion.horizonMonths },
  );
  rows.forEach((row, i) => {
    worth.expectedContribution[row] = outlook.level[i]! + outlook.slope[i]! * outlook.damping;
    worth.clv[row] = value.clv[i]!;
    worth.low[row] = value.low[i]!;
    worth.high[row] = value.high[i]!;
    worth.atStake[row] = churn[row]! * value.staying[i]!;
  });
  return worth;
}
