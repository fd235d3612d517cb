import type { CommandContext } from '../command-context.ts';
import type { MonthToCome } from '../forecast-figures.ts';
import { columnsOfOne, type Named } from './customer-columns.ts';
import type { Exported } from './exported.ts';
import { type ColumnOf, type ColumnType, sheetOf } from './sheet.ts';

type Metric = 'contribution' | 'balance' | 'transactions';

const typeOf = (metric: Metric): ColumnType => (metric === 'transactions' ? 'number' : 'money');

const monthColumn = ({ say }: CommandContext): ColumnOf<{ month: string }> => ({
  label: say('export.columns.month'),
  type: 'day',
  value: ({ month }) => month,
});

/** Whose months a file has; undefined for several customers together, whom it does not name. */
type Whose = (Named & { id: number }) | undefined;

const whose = (context: CommandContext, card: Whose): readonly ColumnOf<unknown>[] =>
  card === undefined ? [] : columnsOfOne(context, card);

const seenOf = (card: Whose): number[] => (card === undefined ? [] : [card.id]);

/** Months that were, as a file, each by its first day. */
export function trendExport(
  context: CommandContext,
  {
    metric,
    points,
  }: { metric: Metric; points: readonly { month: string; value: number | null }[] },
  card: Whose,
): Exported {
  return {
    sheet: sheetOf(points, context.bank.currency, [
      ...whose(context, card),
      monthColumn(context),
      {
        label: context.say('forecast-words.metric', { metric }),
        type: typeOf(metric),
        value: ({ value }) => value,
      },
    ]),
    seen: seenOf(card),
    cut: false,
  };
}

/** Months to come, as a file, each by its first day. */
export function forecastExport(
  context: CommandContext,
  { metric, months }: { metric: Metric; months: readonly MonthToCome[] },
  card: Whose,
): Exported {
  const { say, bank } = context;
  const type = typeOf(metric);
  return {
    sheet: sheetOf(months, bank.currency, [
      ...whose(context, card),
      monthColumn(context),
      { label: say('export.columns.expected'), type, value: ({ value }) => value },
      { label: say('export.columns.low'), type, value: ({ low }) => low },
      { label: say('export.columns.high'), type, value: ({ high }) => high },
    ]),
    seen: seenOf(card),
    cut: false,
  };
}
