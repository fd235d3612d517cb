import type { Coded } from '../../language/messages.ts';
import type { Config } from '../../settings/settings.ts';
import {
  type BgNbdModel,
  type Boundary,
  contributionLifetimeValue,
  expectedContribution,
  expectedTransactions,
  fitGammaGamma,
  fitModifiedBgNbd,
  type GammaGammaModel,
  monthlyChurn,
  probabilityAlive,
  type Reversion,
  type Rfm,
} from '../../valuation/index.ts';
import type { BankSnapshots } from '../history/snapshots.ts';

/** What the models of purchases predict; NaN where they could not be fitted or do not cover a customer. */
export type Purchases = {
  bgNbd: BgNbdModel | null;
  gammaGamma: GammaGammaModel | null;
  probabilityAlive: Float64Array;
  /** over the horizon */
  expectedTransactions: Float64Array;
  /**
   * the customers with a transaction of their own, by row, and what the models learn from, in weeks; `meanSpend` is what was
   * spent on a day's purchases before any refund, `kept` the fraction of it that was not refunded
   */
  buyers: { rows: Uint32Array; rfm: Rfm; meanSpend: Float64Array; kept: Float64Array };
  warnings: Coded<'run-warnings'>[];
};

/** Weeks, the unit of the models of purchases, in a month, that of horizons. */
export const weeksAMonth = 365.25 / 12 / 7;

/**
 * Fits BG/NBD (modified, so that a customer who never came back is not certain to be active) and Gamma-Gamma to the days
 * on which customers made transactions of their own, in weeks.
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
    buyers: {
      rows: bought,
      rfm,
      meanSpend,
      kept: Float64Array.from(bought, (row) =>
        purchases.amount[row]! > 0 ? purchases.kept[row]! / purchases.amount[row]! : 1,
      ),
    },
    warnings: [],
  };
  if (!rfm.x.some((x) => x > 0)) {
    found.warnings.push({ code: 'value.nobodyBoughtTwice', figures: {} });
    return found;
  }
  const model = fitModifiedBgNbd(rfm);
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
  const transactions = expectedTransactions(model, weeks, rfm);
  bought.forEach((row, i) => {
    found.expectedTransactions[row] = transactions[i]!;
  });
  // A spend of 0 comes from transactions of 0, such as goods that were given away. No gamma distribution has it, so that the
  // model cannot learn from it, but it can tell what those customers will spend.
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

/** Lifetime values of customers, one entry each; 0 for those who have left. */
export type CustomerClv = {
  expectedContribution: Float64Array;
  clv: Float64Array;
  low: Float64Array;
  high: Float64Array;
  /** The value if they stay: the CLV without the chance of leaving. Below 0 for those who cost more than they bring in. */
  ifStays: Float64Array;
};

/** Nothing expected of anybody: 0 in each column, one entry a customer. */
export function noClv(customers: number): CustomerClv {
  const zeros = () => new Float64Array(customers);
  return {
    expectedContribution: zeros(),
    clv: zeros(),
    low: zeros(),
    high: zeros(),
    ifStays: zeros(),
  };
}

/**
 * Values the active customers: the contribution expected of each, shrunk towards that of the segment, times the chance that
 * they are still there, which reverts to the bank's after the churn horizon.
 *
 * @param contributions customers × months, row-major, oldest month first; NaN where they were not the bank's customer
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
): CustomerClv {
  const rows = Uint32Array.from(active.keys()).filter((row) => active[row] === 1);
  const width = contributions.length / active.length;
  const history = new Float64Array(rows.length * width);
  rows.forEach((row, i) => {
    history.set(contributions.subarray(row * width, (row + 1) * width), i * width);
  });
  const valued = noClv(active.length);
  if (!history.some((value) => !Number.isNaN(value))) return valued;
  const expected = expectedContribution({
    history,
    months: width,
    segment: Int32Array.from(rows, (row) => segment[row]!),
  });
  const value = contributionLifetimeValue(
    expected,
    {
      monthlyChurn: monthlyChurn(
        Float64Array.from(rows, (row) => churn[row]!),
        reversion.horizonMonths,
      ),
      reversion,
    },
    { horizonMonths, annualDiscountRate },
  );
  rows.forEach((row, i) => {
    valued.expectedContribution[row] = expected.level[i]! + expected.slope[i]! * expected.damping;
    valued.clv[row] = value.clv[i]!;
    valued.low[row] = value.low[i]!;
    valued.high[row] = value.high[i]!;
    valued.ifStays[row] = value.ifStays[i]!;
  });
  return valued;
}
