import type { CommandContext } from '../command-context.ts';
import type { CashFlowValues } from '../metrics/cash-flow-values.ts';
import { monthsInWords } from './customer-words.ts';

/** What the average customer is worth by the textbook formulas, in sentences; nothing where it is not known. */
export function valuesInWords(
  { say, format, locale }: CommandContext,
  values: CashFlowValues | null,
): string[] {
  if (values === null) return [];
  const { singleEvent, growing, growthRate, perpetuity, retention, retentionRate } = values;
  const horizon = monthsInWords(values.horizonMonths, locale);
  return [
    say('metrics.values.year', {
      revenue: format.money(values.revenue),
      cost: format.money(values.cost),
    }),
    ...(singleEvent === null
      ? []
      : [say('metrics.values.singleEvent', { value: format.money(singleEvent) })]),
    say('metrics.values.horizon', {
      horizon,
      cumulative: format.money(values.cumulative),
      discounted: format.money(values.discounted),
      rate: format.percent(values.annualDiscountRate),
    }),
    growing === null || growthRate === null
      ? say('metrics.values.noGrowth')
      : say('metrics.values.growing', {
          horizon,
          growth: format.percent(growthRate),
          value: format.money(growing),
        }),
    perpetuity === null || retentionRate === null || retention === null
      ? say('metrics.values.noPerpetuity')
      : say('metrics.values.perpetuity', {
          retention: format.percent(retentionRate),
          value: format.money(perpetuity),
          discounted: format.money(retention),
        }),
  ];
}
