import type { Related } from '../../store/households/related-customers.ts';
import type { CommandContext } from '../command-context.ts';
import { departureOf } from '../departure.ts';
import { knownMonths } from '../known-months.ts';
import { whoColumns, worthColumns } from './customer-columns.ts';
import type { Exported } from './exported.ts';
import { sheetOf } from './sheet.ts';

/**
 * Who belongs together with a customer, of those whom the asker may see, as a file.
 * @param related read for it, with as many members as a file has
 */
export async function householdExport(
  context: CommandContext,
  { members, together }: Related,
): Promise<Exported> {
  const { say, bank } = context;
  const months = await knownMonths(context);
  const rows = members.map((member) => ({
    ...member,
    churnProbability: member.value?.churnProbability ?? null,
    departed: departureOf(member, context),
  }));
  return {
    sheet: sheetOf(rows, bank.currency, [
      ...whoColumns(context),
      {
        label: say('export.columns.household'),
        type: 'text',
        value: ({ links }) => links.map(({ household }) => household).join('; '),
      },
      ...worthColumns(context, months),
      {
        label: say('export.columns.balance'),
        type: 'money',
        value: ({ value }) => value?.balance ?? null,
      },
      {
        label: say('export.columns.departed'),
        type: 'day',
        value: ({ departed }) =>
          departed === null ? null : departed.because === 'closed' ? departed.day : departed.since,
      },
    ]),
    seen: members.map(({ id }) => id),
    cut: together.seen > members.length,
  };
}
