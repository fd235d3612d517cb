import type { types } from '@slack/bolt';
import type { Action } from '../../conversation/reply.ts';
import { truncate } from '../showable-reply.ts';
import { slackLimits } from './limits.ts';
import { list, type RichText } from './rich-text.ts';

/**
 * The rows of a table as blocks. Where rows have buttons, each of the first rows stands by itself, above its first two
 * buttons and a menu of the others: a message takes so many blocks and no more.
 * @param first the place of the first row in its list
 * @param rowActions the buttons of each row, in the order of the rows
 */
export function rowBlocks(
  rows: RichText[][],
  first: number | undefined,
  rowActions: readonly (readonly Action[])[],
): types.KnownBlock[] {
  if (rowActions.length === 0) return list('ordered', rows, first);
  const most = slackLimits.rowsWithButtons;
  return [
    ...rows
      .slice(0, most)
      .flatMap((row, at) => [
        ...list('ordered', [row], (first ?? 1) + at),
        ...buttonsOf(rowActions[at] ?? [], at),
      ]),
    ...list('ordered', rows.slice(most), (first ?? 1) + most),
  ];
}

const shownAsButtons = 2;
const mostInMenu = 5;

function buttonsOf(actions: readonly Action[], row: number): types.KnownBlock[] {
  const buttons = actions
    .slice(0, shownAsButtons)
    .filter(({ command }) => command.length <= slackLimits.buttonValue)
    .map(
      ({ label, command }, at): types.Button => ({
        type: 'button',
        action_id: `ask:${100 * (row + 1) + at}`,
        text: { type: 'plain_text', text: truncate(label, slackLimits.buttonText) },
        value: command,
      }),
    );
  // A truncated command would ask something else.
  const others = actions
    .slice(shownAsButtons)
    .filter(({ command }) => command.length <= slackLimits.optionValue)
    .slice(0, mostInMenu);
  const menu: types.Overflow[] =
    others.length === 0
      ? []
      : [
          {
            type: 'overflow',
            action_id: `ask:${100 * (row + 1) + shownAsButtons}`,
            options: others.map(({ label, command }) => ({
              text: { type: 'plain_text', text: truncate(label, slackLimits.buttonText) },
              value: command,
            })),
          },
        ];
  const elements = [...buttons, ...menu];
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}
