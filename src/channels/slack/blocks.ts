import type { types } from '@slack/bolt';
import type { Reply, Table } from '../../conversation/reply.ts';
import type { Locale } from '../../language/locale.ts';

type Block = types.KnownBlock;
type RichText = types.RichTextElement;

/** Slack refuses a message whose blocks hold more text than this; a little is left for the buttons. */
const textLimit = 12_000;

const more: Record<Locale, (rows: number) => string> = {
  en: (rows) => `… and ${rows} more. Ask for a smaller list, or open the web chat for all of it.`,
  zh: (rows) => `……还有 ${rows} 行。可以缩小范围再问，或在网页中查看全部。`,
};

const shortened: Record<Locale, string> = {
  en: 'This answer was shortened to fit.',
  zh: '由于篇幅限制，此回答已缩短。',
};

/** The beginning of a text, without half a character at its end. */
const cut = (text: string, length: number) =>
  text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;

const plain = (text: string, bold = false): types.RichTextText => ({
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

/** The lines, from the first, that fit into a number of characters. */
function fitting(lines: RichText[][], room: number): RichText[][] {
  let used = 0;
  const over = lines.findIndex((line) => {
    used += lengthOf(line);
    return used > room;
  });
  return over < 0 ? lines : lines.slice(0, over);
}

const list = (style: 'bullet' | 'ordered', lines: RichText[][]): Block[] =>
  lines.length === 0
    ? []
    : [
        {
          type: 'rich_text',
          elements: [{ type: 'rich_text_list', style, elements: lines.map(section) }],
        },
      ];

const remark = (text: string): Block => ({
  type: 'context',
  elements: [{ type: 'plain_text', text }],
});

/**
 * Renders a Reply as Block Kit. Texts of the bank travel as rich text, which Slack never reads as markup. What does not
 * fit into a message is left out from the end, and said to be.
 * @param charts for each chart that Slack has processed, its file id and words
 */
export function slackBlocks(
  reply: Reply,
  locale: Locale,
  charts: readonly { fileId: string; alt: string }[] = [],
): Block[] {
  const title = cut(reply.title, 150);
  const summary = plain(cut(reply.summary, 3000));
  const buttons = reply.actions.slice(0, 25).map((action, i) => ({
    type: 'button' as const,
    action_id: `ask:${i}`,
    text: { type: 'plain_text' as const, text: cut(action.label, 75) },
    value: cut(action.command, 2000),
  }));
  let room =
    textLimit -
    title.length -
    summary.text.length -
    buttons.reduce((sum, { text }) => sum + text.text.length, 0);
  const take = (lines: RichText[][]) => {
    const taken = fitting(lines, room);
    room -= taken.reduce((sum, line) => sum + lengthOf(line), 0);
    return taken;
  };
  const allFacts = reply.facts.map(({ label, value }) => [plain(`${label}: `), plain(value, true)]);
  const allDetails = (reply.details ?? [])
    .filter((text) => text !== '')
    .map((text) => [plain(text)]);
  const { table } = reply;
  const allRows =
    table?.rows.map((row) => rowLine(table, row)).filter((line) => lengthOf(line) > 0) ?? [];
  const facts = take(allFacts);
  const details = take(allDetails);
  const rows = take(allRows);
  return [
    { type: 'header', text: { type: 'plain_text', text: title } },
    { type: 'rich_text', elements: [section([summary])] },
    ...list('bullet', facts),
    ...list('bullet', details),
    ...(facts.length + details.length < allFacts.length + allDetails.length
      ? [remark(shortened[locale])]
      : []),
    ...list('ordered', rows),
    ...(rows.length < allRows.length ? [remark(more[locale](allRows.length - rows.length))] : []),
    ...charts.map(
      ({ fileId, alt }): Block => ({
        type: 'image',
        slack_file: { id: fileId },
        alt_text: cut(alt, 2000),
      }),
    ),
    ...(buttons.length === 0 ? [] : [{ type: 'actions' as const, elements: buttons }]),
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
