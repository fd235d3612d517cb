import type { Coded } from '../../language/messages.ts';
import type { Config } from '../../settings/settings.ts';
import type { PurchaseModel } from '../../settings/value-models.ts';
import {
  type Boundary,
  type ContributionModel,
  contributionLifetimeValue,
  type Departure,
  type DropoutOrNone,
  dropoutOrNone,
  expectContribution,
  expectedTransactions,
  fitBgNbd,
  fitGammaGamma,
  fitModifiedBgNbd,
  fitParetoNbd,
  type GammaGammaModel,
  learnContribution,
  monthlyChurn,
  probabilityAlive,
  type Reversion,
  type Rfm,
  ratesDiffer,
  type TransactionModel,
} from '../../valuation/index.ts';
import type { BankNow } from '../history/snapshots.ts';

/** Models of purchases, and what there is to say of them; null where they could not be fitted. */
export type PurchaseModels = {
  transactions: TransactionModel | null;
  /** what was not gone by: NBD, in which nobody leaves, or the model that was asked for where NBD fits no worse */
  other: TransactionModel | null;
  gammaGamma: GammaGammaModel | null;
  warnings: Coded<'run-warnings'>[];
};

/** What the models of purchases predict; NaN where they could not be fitted or do not cover a customer. */
export type Purchases = Omit<PurchaseModels, 'other' | 'warnings'> & {
  probabilityAlive: Float64Array;
  /** over the horizon */
  expectedTransactions: Float64Array;
  /**
   * the customers with a transaction of their own, by row, and what the models learn from, in weeks; `meanSpend` is what was
   * spent on a day's purchases before any refund, `kept` the fraction of it that was not refunded
   */
  buyers: Buyers;
};

type Buyers = { rows: Uint32Array; rfm: Rfm; meanSpend: Float64Array; kept: Float64Array };

/** What customers had bought by a day, one entry a customer. */
export type PurchaseHistory = {
  /** days from 1 January 1970, as are those of the first and the last purchase */
  dayNumber: number;
  first: Float64Array;
  last: Float64Array;
  /** on how many days */
  days: Float64Array;
  /** in all, and what of it was not refunded */
  amount: Float64Array;
  kept: Float64Array;
};

/** What customers had bought by the as-of date. */
export function purchasesOf({
  snapshots: [now],
  purchases,
}: Pick<BankNow, 'snapshots' | 'purchases'>): PurchaseHistory {
  const { dayNumber, columns } = now;
  return { dayNumber, first: columns.first_own, last: columns.last_own, ...purchases };
}

/** Weeks, the unit of the models of purchases, in a month, that of horizons. */
export const weeksAMonth = 365.25 / 12 / 7;

/** Customers that Pareto/NBD learns from: it takes the longest, and more would not change its parameters. */
const enoughToLearn = 100_000;

const fits: Readonly<Record<PurchaseModel, (rfm: Rfm) => DropoutOrNone>> = {
  transactions: (rfm) => dropoutOrNone(fitBgNbd(rfm), rfm),
  'modified-bg-nbd': (rfm) => dropoutOrNone(fitModifiedBgNbd(rfm), rfm),
  'pareto-nbd': (rfm) => {
    const stride = Math.max(1, Math.ceil(rfm.x.length / enoughToLearn));
    const some = (values: Float64Array) => values.filter((_, row) => row % stride === 0);
    const sample = { x: some(rfm.x), tx: some(rfm.tx), T: some(rfm.T) };
    return dropoutOrNone(fitParetoNbd(sample), sample);
  },
};

/**
 * Fits a model of purchases and Gamma-Gamma to the days on which customers made transactions of their own, in weeks.
 */
export function fitPurchases(purchases: PurchaseHistory, kind: PurchaseModel): PurchaseModels {
  const { rfm, meanSpend } = buyersOf(purchases);
  const found: PurchaseModels = {
    ...{ transactions: null, other: null, gammaGamma: null },
    warnings: [],
  };
  if (!rfm.x.some((x) => x > 0)) {
    found.warnings.push({ code: 'value.nobodyBoughtTwice', figures: {} });
    return found;
  }
  const { chosen: model, other } = fits[kind](rfm);
  found.transactions = model;
  found.other = other;
  if (model.kind === 'nbd') {
    if (!other.converged)
      found.warnings.push({ code: 'value.byNbd', figures: { reason: reasonOf(other) } });
    if (!ratesDiffer(model)) found.warnings.push({ code: 'value.equalRates', figures: {} });
  } else if (!model.converged) {
    found.warnings.push({ code: 'value.noBestFit', figures: { reason: reasonOf(model) } });
  }
  // A spend of 0 comes from transactions of 0, such as goods that were given away. No gamma distribution has it, so that the
  // model cannot learn from it, but it can tell what those customers will spend.
  const spent = Uint32Array.from(meanSpend.keys()).filter(
    (i) => meanSpend[i]! > 0 && Number.isFinite(meanSpend[i]!),
  );
  const spending = {
    x: Float64Array.from(spent, (i) => rfm.x[i]!),
    meanSpend: Float64Array.from(spent, (i) => meanSpend[i]!),
  };
  if (spending.x.some((x) => x > 0)) found.gammaGamma = fitGammaGamma(spending);
  return found;
}

const reasonOf = ({ boundary }: TransactionModel) =>
  boundary === undefined ? 'notConverged' : boundaryCodes[boundary];

/** What fitted models of purchases expect of customers, of those they learnt from or of others. */
export function expectPurchases(
  { transactions: model, gammaGamma }: PurchaseModels,
  purchases: PurchaseHistory,
  horizonMonths: number,
): Purchases {
  const rows = purchases.days.length;
  const buyers = buyersOf(purchases);
  const found: Purchases = {
    transactions: model,
    gammaGamma,
    probabilityAlive: new Float64Array(rows).fill(Number.NaN),
    expectedTransactions: new Float64Array(rows).fill(Number.NaN),
    buyers,
  };
  if (model === null) return found;
  const alive = probabilityAlive(model, buyers.rfm);
  const transactions = expectedTransactions(model, horizonMonths * weeksAMonth, buyers.rfm);
  buyers.rows.forEach((row, i) => {
    found.probabilityAlive[row] = alive[i]!;
    found.expectedTransactions[row] = transactions[i]!;
  });
  return found;
}

function buyersOf({ dayNumber, first, last, days, amount, kept }: PurchaseHistory): Buyers {
  const bought = Uint32Array.from(days.keys()).filter((row) => days[row]! > 0);
  return {
    rows: bought,
    rfm: {
      x: Float64Array.from(bought, (row) => days[row]! - 1),
      tx: Float64Array.from(bought, (row) => (last[row]! - first[row]!) / 7),
      T: Float64Array.from(bought, (row) => (dayNumber - first[row]!) / 7),
    },
    meanSpend: Float64Array.from(bought, (row) => amount[row]! / days[row]!),
    kept: Float64Array.from(bought, (row) => (amount[row]! > 0 ? kept[row]! / amount[row]! : 1)),
  };
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

/** What the contributions of the active customers teach; null where none of theirs is known. */
export function learnFromContributions(
  contributions: Float64Array,
  active: Uint8Array,
  segment: Int32Array,
): ContributionModel | null {
  const { history, months, rows } = historyOf(contributions, active);
  if (!history.some((value) => !Number.isNaN(value))) return null;
  return learnContribution({
    history,
    months,
    segment: Int32Array.from(rows, (row) => segment[row]!),
  });
}

/**
 * Values the active customers: the contribution expected of each, shrunk towards that of the segment, times the chance that
 * they are still there, which reverts to the bank's after the churn horizon.
 *
 * @param model nobody is worth anything where there is none
 * @param contributions customers × months, row-major, oldest month first; NaN where they were not the bank's customer
 * @param segment one entry a customer, from 0; −1 for none
 * @param churn the chance of leaving within the churn horizon, one entry a customer
 */
export function valueCustomers(
  model: ContributionModel | null,
  contributions: Float64Array,
  active: Uint8Array,
  segment: Int32Array,
  churn: Float64Array,
  reversion: Reversion,
  clv: Config['valuation']['clv'],
): CustomerClv {
  return valueByDeparture(model, contributions, active, segment, clv, (of) => ({
    monthlyChurn: monthlyChurn(of(churn), reversion.horizonMonths),
    reversion,
  }));
}

/**
 * Values the active customers as {@link valueCustomers} does, by another chance of being there.
 *
 * @param departureOf is given what takes the entries of the active customers out of a column of all
 */
export function valueByDeparture(
  model: ContributionModel | null,
  contributions: Float64Array,
  active: Uint8Array,
  segment: Int32Array,
  { horizonMonths, annualDiscountRate }: Config['valuation']['clv'],
  departureOf: (of: (column: Float64Array) => Float64Array) => Departure,
): CustomerClv {
  const valued = noClv(active.length);
  if (model === null) return valued;
  const { history, months, rows } = historyOf(contributions, active);
  const expected = expectContribution(model, {
    history,
    months,
    segment: Int32Array.from(rows, (row) => segment[row]!),
  });
  const value = contributionLifetimeValue(
    expected,
    departureOf((column) => Float64Array.from(rows, (row) => column[row]!)),
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

/** The contributions of the active customers, by row. */
function historyOf(
  contributions: Float64Array,
  active: Uint8Array,
): { history: Float64Array; months: number; rows: Uint32Array } {
  const rows = Uint32Array.from(active.keys()).filter((row) => active[row] === 1);
  const months = contributions.length / active.length;
  const history = new Float64Array(rows.length * months);
  rows.forEach((row, i) => {
    history.set(contributions.subarray(row * months, (row + 1) * months), i * months);
  });
  return { history, months, rows };
}
