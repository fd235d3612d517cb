import type { CommandContext } from '../command-context.ts';
import type { CustomerFigures } from '../customer-figures.ts';
import { tierName } from '../wording/customer-words.ts';
import { monthsOfContribution } from '../wording/money-words.ts';
import { whoColumns, worthColumns } from './customer-columns.ts';
import type { Exported } from './exported.ts';
import { sheetOf } from './sheet.ts';

/** Customers side by side, as a file, with how the last six months' contribution differs from that of the six before. */
export function comparisonExport(
  context: CommandContext,
  compared: readonly CustomerFigures[],
  trendOf: (figures: CustomerFigures) => number | null,
): Exported {
  const { say, locale, bank } = context;
  const rows = compared.map((figures) => ({
    externalId: figures.card.externalId,
    name: figures.card.name,
    branch: figures.card.branch,
    value: figures.card.value,
    churnProbability: figures.card.value?.churnProbability ?? null,
    trend: trendOf(figures),
  }));
  return {
    sheet: sheetOf(rows, bank.currency, [
      ...whoColumns(context),
      { label: say('export.columns.branch'), type: 'text', value: ({ branch }) => branch },
      {
        label: say('export.columns.tier'),
        type: 'text',
        value: ({ value }) => (value === null ? null : tierName(value.tier, locale)),
      },
      ...worthColumns(
        context,
        monthsOfContribution(Math.max(0, ...compared.map(({ months }) => months.length))),
      ),
      { label: say('export.columns.trend'), type: 'money', value: ({ trend }) => trend },
      {
        label: say('export.columns.balance'),
        type: 'money',
        value: ({ value }) => value?.balance ?? null,
      },
    ]),
    seen: compared.map(({ card }) => card.id),
    cut: false,
  };
}
