import { waterfallChart } from '../../charts/waterfall-chart.ts';
import type { CustomerCard } from '../../store/customers/customer-card.ts';
import type { CommandContext } from '../command-context.ts';
import type { ContributionMonths, ContributionParts } from '../customer-figures.ts';
import type { Chart } from '../reply.ts';
import { customerName } from './customer-words.ts';

/** Where a customer's contribution comes from, as a waterfall; nothing where no month is known or nothing came or went. */
export function contributionPartsChart(
  { say, format, bank, locale }: CommandContext,
  card: CustomerCard,
  { months, parts }: { months: ContributionMonths; parts: ContributionParts },
): Chart[] {
  const [first, last] = [months[0], months.at(-1)];
  const { netInterest, fees, costToServe, expectedLoss } = parts;
  const steps = [
    { label: say('customer-value.parts.interest'), amount: netInterest },
    { label: say('customer-value.parts.fees'), amount: fees },
    { label: say('customer-value.parts.cost'), amount: -costToServe },
    { label: say('customer-value.parts.loss'), amount: -expectedLoss },
  ].filter(({ amount }) => amount !== 0);
  if (first === undefined || last === undefined || steps.length === 0) return [];
  const total = months.reduce((sum, { contribution }) => sum + contribution, 0);
  const finding =
    total <= 0
      ? say('findings.costsMore', { total: format.money(total) })
      : say('findings.brings', {
          part: netInterest >= fees ? 'interest' : 'fees',
          total: format.money(total),
        });
  return [
    {
      alt: say('customer-value.parts.alt', {
        finding,
        name: customerName(card, locale),
        from: format.month(first.month),
        to: format.month(last.month),
        parts: format.list(
          steps.map(({ label, amount }) =>
            say('customer-value.parts.one', { label, amount: format.money(amount) }),
          ),
        ),
      }),
      spec: waterfallChart({
        title: say('customer-value.parts.title', { finding, months: months.length }),
        steps,
        to: { label: say('customer-value.parts.all'), value: total },
        format: 'money',
        currency: bank.currency,
        locale,
      }),
    },
  ];
}
