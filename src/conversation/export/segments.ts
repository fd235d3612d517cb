import type { SegmentShare } from '../../store/segments/segment-breakdown.ts';
import type { CommandContext } from '../command-context.ts';
import { knownMonths } from '../known-months.ts';
import { segmentName } from '../wording/segment-words.ts';
import type { Exported } from './exported.ts';
import { sheetOf } from './sheet.ts';

/** How customers spread over segments, as a file; it names no customer. */
export async function segmentsExport(
  context: CommandContext,
  shares: readonly SegmentShare[],
): Promise<Exported> {
  const { say, locale, bank } = context;
  const months = await knownMonths(context);
  return {
    sheet: sheetOf(shares, bank.currency, [
      {
        label: say('export.columns.segment'),
        type: 'text',
        value: (share) => segmentName(share, locale),
      },
      {
        label: say('export.columns.customers'),
        type: 'number',
        value: ({ customers }) => customers,
      },
      { label: say('export.columns.clv'), type: 'money', value: ({ clv }) => clv },
      {
        label: say('export.columns.meanClv'),
        type: 'money',
        value: ({ clv, customers }) => (clv === null ? null : clv / customers),
      },
      {
        label: say('export.columns.value'),
        type: 'money',
        value: ({ valueIfStays }) => valueIfStays,
      },
      {
        label: say('export.columns.contribution'),
        type: 'money',
        value: ({ contribution12m }) => contribution12m,
      },
      { label: say('export.columns.contributionMonths'), type: 'number', value: () => months },
      { label: say('export.columns.balance'), type: 'money', value: ({ balance }) => balance },
      {
        label: say('export.columns.meanChurn'),
        type: 'percent',
        value: ({ churnProbability }) => churnProbability,
      },
      { label: say('export.columns.atRisk'), type: 'number', value: ({ atRisk }) => atRisk },
      {
        label: say('export.columns.atStake'),
        type: 'money',
        value: ({ valueAtStake }) => valueAtStake,
      },
    ]),
    seen: [],
    cut: false,
  };
}
