import type { CommandContext } from '../command-context.ts';
import { customerName, monthsInWords } from '../wording/customer-words.ts';
import type { ColumnOf } from './sheet.ts';

/** A customer as columns name them. */
export type Named = { externalId: string; name: string | null };

/** The columns that say who a customer is. */
export const whoColumns = ({ say, locale }: CommandContext): readonly ColumnOf<Named>[] => [
  {
    label: say('export.columns.customer'),
    type: 'text',
    value: (customer) => customerName(customer, locale),
  },
  { label: say('export.columns.id'), type: 'text', value: ({ externalId }) => externalId },
];

/** The same columns where every row is of one customer. */
export const columnsOfOne = (context: CommandContext, card: Named): readonly ColumnOf<unknown>[] =>
  whoColumns(context).map(({ value, ...column }) => ({ ...column, value: () => value(card) }));

/** The column of the risk of leaving within the horizon of the run. */
export const churnColumn = ({
  say,
  locale,
  run,
}: CommandContext): ColumnOf<{ churnProbability: number | null }> => ({
  label: say('export.columns.churnWithin', { span: monthsInWords(run.churnHorizonMonths, locale) }),
  type: 'percent',
  value: ({ churnProbability }) => churnProbability,
});

/** What a customer is worth and may be lost, and what they brought in; null where they are not valued. */
type Valued = {
  churnProbability: number | null;
  value: {
    valueIfStays: number | null;
    clv: number | null;
    valueAtStake: number | null;
    contribution12m: number | null;
  } | null;
};

/** The columns of a customer's value, risk and contribution. @param months of how many months the contribution is, at most 12 */
export const worthColumns = (
  context: CommandContext,
  months: number,
): readonly ColumnOf<Valued>[] => {
  const money = (
    label: string,
    of: (value: NonNullable<Valued['value']>) => number | null,
  ): ColumnOf<Valued> => ({
    label,
    type: 'money',
    value: ({ value }) => (value === null ? null : of(value)),
  });
  const { say } = context;
  return [
    money(say('export.columns.value'), ({ valueIfStays }) => valueIfStays),
    money(say('export.columns.clv'), ({ clv }) => clv),
    churnColumn(context),
    money(say('export.columns.atStake'), ({ valueAtStake }) => valueAtStake),
    money(say('export.columns.contribution'), ({ contribution12m }) => contribution12m),
    { label: say('export.columns.contributionMonths'), type: 'number', value: () => months },
  ];
};
