import type { GroupFigures, groupMonths } from '../../store/metrics/group-figures.ts';
import {
  cumulativeValue,
  discountedValue,
  growingValue,
  perpetuityValue,
  purchaseValue,
  retentionValue,
} from '../../valuation/index.ts';

type Months = Awaited<ReturnType<typeof groupMonths>>;

/** The value of a group's average customer by the textbook formulas, in the bank's currency; null is unknown. */
export type CashFlowValues = {
  /** what they rest on: a year's revenue and cost, the horizon, and rates as fractions a year */
  revenue: number;
  cost: number;
  horizonMonths: number;
  annualDiscountRate: number;
  growthRate: number | null;
  retentionRate: number | null;
  singleEvent: number | null;
  cumulative: number;
  discounted: number;
  growing: number | null;
  perpetuity: number | null;
  retention: number | null;
};

export type Assumed = {
  horizonMonths: number;
  annualDiscountRate: number;
  /** cost of one transaction of the customer's own */
  costPerTransaction: number;
  own: Pick<GroupFigures, 'turnover' | 'transactions'>;
  /** of a whole year; null: unknown */
  churnRate: number | null;
};

const year = 12;

/**
 * The values, were the coming months as the last twelve: single event, one transaction's mean amount less its cost;
 * cumulative, discounted and growing over the horizon by months; perpetuity and retention form by years, with the
 * retention rate 1 − the churn rate. The growth is that of the contribution of a customer's month against the year before.
 *
 * @param months newest last, sums over the customers of each month
 * @returns null with fewer than twelve months
 */
export function cashFlowValues(
  months: Months,
  { horizonMonths, annualDiscountRate, costPerTransaction, own, churnRate }: Assumed,
): CashFlowValues | null {
  const last = months.slice(-year);
  if (last.length < year) return null;
  const revenues = last.map(({ revenue, customers }) => revenue / customers);
  const costs = last.map(({ cost, customers }) => cost / customers);
  const revenue = sum(revenues);
  const cost = sum(costs);
  const horizon = <T>(of: readonly T[]): T[] =>
    Array.from({ length: horizonMonths }, (_, month) => of[month % year]!);
  const nets = horizon(revenues.map((amount, month) => amount - costs[month]!));
  const monthly = (rate: number) => (1 + rate) ** (1 / year) - 1;
  const discountRate = monthly(annualDiscountRate);
  const growthRate = growthOf(months, revenue - cost);
  const retentionRate = churnRate === null ? null : 1 - churnRate;
  return {
    revenue,
    cost,
    horizonMonths,
    annualDiscountRate,
    growthRate,
    retentionRate,
    singleEvent:
      own.turnover === null || own.transactions === 0
        ? null
        : purchaseValue(own.turnover / own.transactions, costPerTransaction),
    cumulative: cumulativeValue(horizon(revenues), horizon(costs)),
    discounted: discountedValue(nets, discountRate),
    growing:
      growthRate === null
        ? null
        : growingValue((revenue - cost) / year, monthly(growthRate), discountRate, horizonMonths),
    perpetuity:
      retentionRate === null || retentionRate === 1
        ? null
        : perpetuityValue(revenue, cost, retentionRate),
    retention:
      retentionRate === null || retentionRate >= 1 + annualDiscountRate
        ? null
        : retentionValue(revenue - cost, retentionRate, annualDiscountRate),
  };
}

/** Against the year before; null where either brought in nothing or less, or the year before is not known whole. */
function growthOf(months: Months, net: number): number | null {
  const before = months.slice(-2 * year, -year);
  if (before.length < year) return null;
  const then = sum(before.map(({ revenue, cost, customers }) => (revenue - cost) / customers));
  return then > 0 && net > 0 ? net / then - 1 : null;
}

const sum = (of: readonly number[]) => of.reduce((total, each) => total + each, 0);
