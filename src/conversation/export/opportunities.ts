import type { OpenOpportunity } from '../../store/opportunities/open-opportunities.ts';
import type { CommandContext } from '../command-context.ts';
import { whoColumns } from './customer-columns.ts';
import { type Exported, upToMost } from './exported.ts';
import { sheetOf } from './sheet.ts';

/** Open opportunities, as a file, each with the chance of its stage. */
export function pipelineExport(
  context: CommandContext,
  opportunities: readonly OpenOpportunity[],
): Exported {
  const { say, bank, config } = context;
  const chances = config.pipeline.stageChances;
  const { items, cut } = upToMost(opportunities);
  return {
    sheet: sheetOf(items, bank.currency, [
      ...whoColumns(context),
      {
        label: say('export.columns.product'),
        type: 'text',
        value: ({ product }) => say(`products.${product}`),
      },
      {
        label: say('export.columns.stage'),
        type: 'text',
        value: ({ stage }) => say(`history-words.stage.${stage}`),
      },
      {
        label: say('export.columns.chance'),
        type: 'percent',
        value: ({ stage }) => chances[stage],
      },
      { label: say('export.columns.amount'), type: 'money', value: ({ amount }) => amount },
      {
        label: say('export.columns.weighted'),
        type: 'money',
        value: ({ amount, stage }) => (amount === null ? null : amount * chances[stage]),
      },
      { label: say('export.columns.closes'), type: 'day', value: ({ closesOn }) => closesOn },
      { label: say('export.columns.nextStep'), type: 'text', value: ({ nextStep }) => nextStep },
      { label: say('export.columns.manager'), type: 'text', value: ({ owner }) => owner },
    ]),
    seen: [...new Set(items.map(({ customerId }) => customerId))],
    cut,
  };
}
