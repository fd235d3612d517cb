import type { types } from '@slack/bolt';
import type { Locale } from '../../access/principal.ts';
import type { Reply, Table } from '../../conversation/reply.ts';

type Block = types.KnownBlock;
type RichText = types.RichTextElement;

/** Slack refuses a message whose blocks hold more text than this; a little is left for the buttons. */
const textLimit = 12_000;

const more: Record<Locale, (rows: number) => string> = {
  en: (rows) => `… and ${rows} more. Ask for a smaller list, or open the web chat for all of it.`,
  zh: (rows) => `……还有 ${rows} 行。可以缩小范围再问，或在网页中查看全部。`,
};

const cut = (text: string, length: number) =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;

const plain = (text: string, bold = false): RichText => ({
  type: 'text',
  text,
  ...(bold ? { style: { bold: true } } : {}),
});

/** Slack shows no empty text. */
const shown = (elements: RichText[]) =>
  elements.filter((element) => element.type !== 'text' || element.text !== '');

const section = (elements: RichText[]): types.RichTextSection => ({
  type: 'rich_text_section',
  elements: shown(elements),
});

/** A row reads as a line on a phone: the first cell in bold, then each further cell after its column's name. */
function rowLine(table: Table, row: string[]): RichText[] {
  const [first = '', ...rest] = row;
  const cells = rest.flatMap((cell, i) =>
    cell === '' ? [] : [plain(`  ·  ${table.columns[i + 1]?.label ?? ''} `), plain(cell, true)],
  );
  return [plain(first, true), ...cells];
}

const lengthOf = (elements: RichText[]) =>
  elements.reduce((sum, element) => sum + (element.type === 'text' ? element.text.length : 0), 0);

function tableBlock(table: Table, locale: Locale, room: number): Block[] {
  const lines: types.RichTextSection[] = [];
  let used = 0;
  for (const row of table.rows) {
    const line = rowLine(table, row);
    used += lengthOf(line);
    if (used > room) break;
    lines.push(section(line));
  }
  const left = table.rows.length - lines.length;
  return [
    ...(lines.length === 0
      ? []
      : [
          {
            type: 'rich_text' as const,
            elements: [
              { type: 'rich_text_list' as const, style: 'ordered' as const, elements: lines },
            ],
          },
        ]),
    ...(left > 0
      ? [
          {
            type: 'context' as const,
            elements: [{ type: 'plain_text' as const, text: more[locale](left) }],
          },
        ]
      : []),
  ];
}

/**
 * Renders a Reply as Block Kit. Texts of the bank travel as rich text, which Slack never reads as markup.
 * @param charts for each chart that Slack has processed, its file id and words
 */
export function slackBlocks(
  reply: Reply,
  locale: Locale,
  charts: readonly { fileId: string; alt: string }[] = [],
): Block[] {
  const facts = reply.facts.map(({ label, value }) => [plain(`${label}: `), plain(value, true)]);
  const details = (reply.details ?? []).map((text) => [plain(text)]);
  const used =
    reply.title.length +
    reply.summary.length +
    [...facts, ...details].reduce((sum, each) => sum + lengthOf(each), 0) +
    reply.actions.reduce((sum, action) => sum + action.label.length, 0);
  const list = (lines: RichText[][]): Block[] =>
    lines.length === 0
      ? []
      : [
          {
            type: 'rich_text',
            elements: [{ type: 'rich_text_list', style: 'bullet', elements: lines.map(section) }],
          },
        ];
  return [
    { type: 'header', text: { type: 'plain_text', text: cut(reply.title, 150) } },
    { type: 'rich_text', elements: [section([plain(cut(reply.summary, 3000))])] },
    ...list(facts),
    ...list(details),
    ...(reply.table === undefined ? [] : tableBlock(reply.table, locale, textLimit - used)),
    ...charts.map(
      ({ fileId, alt }): Block => ({
        type: 'image',
        slack_file: { id: fileId },
        alt_text: cut(alt, 2000),
      }),
    ),
    ...(reply.actions.length === 0
      ? []
      : [
          {
            type: 'actions' as const,
            elements: reply.actions.slice(0, 25).map((action, i) => ({
              type: 'button' as const,
              action_id: `ask:${i}`,
              text: { type: 'plain_text' as const, text: cut(action.label, 75) },
              value: cut(action.command, 2000),
            })),
          },
        ]),
  ];
}

/** The Reply as mere text: the notification, what a screen reader says, and what goes out when blocks are refused. */
export function slackText(reply: Reply): string {
  const lines = [
    reply.title,
    reply.summary,
    ...reply.facts.map(({ label, value }) => `${label}: ${value}`),
    ...(reply.details ?? []),
    ...(reply.table?.rows
      .slice(0, 20)
      .map((row) => row.filter((cell) => cell !== '').join(' · ')) ?? []),
  ];
  return cut(
    lines.join('\n').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    4000,
  );
}
