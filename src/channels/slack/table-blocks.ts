import type { types } from '@slack/bolt';
import type { Table } from '../../conversation/reply.ts';
import { numberedTable } from '../numbered-table.ts';
import { slackLimits } from './limits.ts';

/** A table that Slack draws: one to scroll by hand, or one with pages that people sort and filter. */
export type NativeTable = types.TableBlock | types.DataTableBlock;

/** Slack takes no empty cell. */
const empty = '–';
type Cell = types.RawTextElement | types.RawNumberElement;
const text = (said: string): types.RawTextElement => ({ type: 'raw_text', text: said || empty });

/**
 * A table as Slack draws it: where its rows fill more than a page and the workspace takes it, with pages; otherwise whole. It ends
 * with the last row that fits.
 * @param about.caption what it lists, for screen readers
 * @param about.room how many characters its cells may have
 * @param about.kinds the kinds of table that the workspace takes
 * @returns undefined where Slack draws no such table: it has rows with buttons of their own, too many columns, or not a row fits
 */
export function nativeTable(
  given: Table,
  about: { caption: string; room: number; kinds: ReadonlySet<NativeTable['type']> },
): { block: NativeTable; rows: number } | undefined {
  const { rowActions, ...table } = given;
  const { columns, rows } = numberedTable(table);
  if (rowActions !== undefined || columns.length > slackLimits.tableColumns) return undefined;
  const room = Math.min(about.room, slackLimits.tableText);
  const head = columns.map(({ label }) => text(label));
  let used = head.reduce((sum, { text: { length } }) => sum + length, 0);
  const over = rows.findIndex((row) => {
    used += columns.reduce((sum, _, at) => sum + (row[at] || empty).length, 0);
    return used > room;
  });
  const fit = Math.min(over < 0 ? rows.length : over, slackLimits.tableRows);
  if (fit === 0) return undefined;
  const paged = fit > slackLimits.tablePage && about.kinds.has('data_table');
  if (paged) {
    const shown = rows.slice(0, fit);
    const sorts = columns.map(({ align }, at) => align === 'end' && isCountable(shown, at));
    const cells = shown.map((row) =>
      columns.map((_, at): Cell => {
        const said = row[at] || empty;
        const [, digits = ''] = (sorts[at] && figure.exec(said)) || [];
        return digits === ''
          ? text(said)
          : { type: 'raw_number', value: Number(digits.replaceAll(',', '')), text: said };
      }),
    );
    return {
      block: {
        type: 'data_table',
        caption: about.caption,
        page_size: slackLimits.tablePage,
        row_header_column_index: table.first === undefined ? 0 : 1,
        rows: [head, ...cells],
      },
      rows: fit,
    };
  }
  if (!about.kinds.has('table')) return undefined;
  // Of a table without pages, the first of its rows is the head.
  const shown = rows.slice(0, Math.min(fit, slackLimits.tableRows - 1));
  return {
    block: {
      type: 'table',
      column_settings: columns.map(({ align }) => ({
        align: align === 'end' ? 'right' : 'left',
        is_wrapped: align === 'start',
      })),
      rows: [head, ...shown.map((row) => columns.map((_, at) => text(row[at] ?? '')))],
    },
    rows: shown.length,
  };
}

/** A figure whole or with a point, behind and before signs such as that of a currency. */
const figure = /^\D*?(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)\D*$/;

/** Whether all cells of a column are figures of one kind, so that Slack may sort them as numbers. */
function isCountable(rows: readonly string[][], at: number): boolean {
  const signs = new Set(
    rows.map((row) => {
      const said = row[at] ?? '';
      const [, digits] = figure.exec(said) ?? [];
      return digits === undefined ? undefined : said.replace(digits, '');
    }),
  );
  return signs.size === 1 && !signs.has(undefined);
}
