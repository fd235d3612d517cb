import stringWidth from 'string-width';
import type { Reply, Table } from '../conversation/reply.ts';
import type { Locale } from '../language/locale.ts';

type TextBlock = {
  type: 'TextBlock';
  text: string;
  wrap: true;
  size?: 'Large' | 'Medium';
  weight?: 'Bolder';
  style?: 'heading';
  isSubtle?: true;
  spacing?: 'Small' | 'Medium' | 'None';
  horizontalAlignment?: 'Right';
};
type TableElement = {
  type: 'Table';
  firstRowAsHeader: true;
  showGridLines: false;
  spacing: 'Medium';
  columns: { width: number; horizontalCellContentAlignment: 'Left' | 'Right' }[];
  rows: { type: 'TableRow'; cells: { type: 'TableCell'; items: TextBlock[] }[] }[];
};
type CardElement =
  | TextBlock
  | TableElement
  | { type: 'FactSet'; spacing: 'Medium'; facts: { title: string; value: string }[] }
  | { type: 'Image'; url: string; altText: string; size: 'Stretch'; spacing: 'Medium' };

/** A button that asks its command: Teams invokes the bot with it, the web page posts it. */
type AskAction = {
  type: 'Action.Execute';
  title: string;
  verb: 'ask';
  data: { command: string };
  mode?: 'secondary';
};

/** An Adaptive Card, version 1.5, as plain JSON. */
export type AdaptiveCard = {
  type: 'AdaptiveCard';
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  version: '1.5';
  lang: Locale;
  speak: string;
  fallbackText: string;
  body: CardElement[];
  actions: AskAction[];
};

/** Teams takes about 28 KB for the whole message; the card leaves it room for the envelope. */
const mostBytes = 24_000;
const longestText = 800;
/** Teams shows six buttons; further ones go into a menu. */
const buttonsShown = 6;

/**
 * A Reply as an Adaptive Card for every client that shows them. Texts are escaped, so that Markdown in a name shows as
 * it was typed. A reply too long for Teams loses the end of its table first, then details, then facts, and says so.
 * @param options.chartUrls the address of each chart's picture, in the order of `reply.charts`; a chart without one is
 *   told by its alt text
 */
export function adaptiveCard(
  reply: Reply,
  options: { locale: Locale; chartUrls: readonly string[] },
): AdaptiveCard {
  const whole = cardOf(reply, reply, options);
  if (size(whole) <= mostBytes) return whole;
  const rows = reply.table?.rows.length ?? 0;
  const details = reply.details?.length ?? 0;
  const cutBy = (cut: number) => cardOf(shortened(reply, cut), reply, options);
  let fits = rows + details + reply.facts.length;
  let tooLong = 0;
  while (fits - tooLong > 1) {
    const between = Math.floor((fits + tooLong) / 2);
    if (size(cutBy(between)) <= mostBytes) fits = between;
    else tooLong = between;
  }
  const card = cutBy(fits);
  if (size(card) <= mostBytes) return card;
  throw new Error(
    `A reply of ${reply.charts.length} charts and ${reply.actions.length} actions does not fit into a card of ${mostBytes} bytes.`,
  );
}

/** The reply without its last `cut` parts: rows of the table first, then details, then facts. */
function shortened(reply: Reply, cut: number): Reply {
  const { facts, details = [], table } = reply;
  const rows = table?.rows ?? [];
  const withoutRows = Math.min(cut, rows.length);
  const withoutDetails = Math.min(cut - withoutRows, details.length);
  const withoutFacts = cut - withoutRows - withoutDetails;
  return {
    ...reply,
    facts: facts.slice(0, facts.length - withoutFacts),
    details: details.slice(0, details.length - withoutDetails),
    ...(table ? { table: { ...table, rows: rows.slice(0, rows.length - withoutRows) } } : {}),
  };
}

const size = (card: AdaptiveCard) => Buffer.byteLength(JSON.stringify(card));

const words = {
  en: {
    rows: (shown: number, all: number) => `The first ${shown} of ${all} rows.`,
    shortened: 'This answer was shortened to fit.',
  },
  zh: {
    rows: (shown: number, all: number) => `共${all}行，显示前${shown}行。`,
    shortened: '由于篇幅限制，此回答已缩短。',
  },
};

function cardOf(
  shown: Reply,
  whole: Reply,
  { locale, chartUrls }: { locale: Locale; chartUrls: readonly string[] },
): AdaptiveCard {
  const details = shown.details ?? [];
  const rows = shown.table?.rows.length ?? 0;
  const allRows = whole.table?.rows.length ?? 0;
  const lessThanAll =
    shown.facts.length < whole.facts.length || details.length < (whole.details?.length ?? 0);
  const subtle = (text: string): TextBlock => ({ ...block(text), isSubtle: true });
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    lang: locale,
    speak: shorten(shown.summary),
    fallbackText: `${shorten(shown.title)}: ${shorten(shown.summary)}`,
    body: [
      { ...block(shown.title), size: 'Large', weight: 'Bolder', style: 'heading' },
      { ...block(shown.summary), spacing: 'Small' },
      ...(shown.facts.length > 0
        ? [
            {
              type: 'FactSet' as const,
              spacing: 'Medium' as const,
              facts: shown.facts.map(({ label, value }) => ({
                title: literal(label),
                value: literal(value),
              })),
            },
          ]
        : []),
      ...shown.charts.map((chart, at): CardElement => {
        const url = chartUrls[at];
        return url === undefined
          ? subtle(chart.alt)
          : { type: 'Image', url, altText: chart.alt, size: 'Stretch', spacing: 'Medium' };
      }),
      ...(shown.table && rows > 0 ? [tableElement(shown.table)] : []),
      ...(rows < allRows ? [subtle(words[locale].rows(rows, allRows))] : []),
      ...details.map((text): TextBlock => ({ ...block(text), spacing: 'Small' })),
      ...(lessThanAll ? [subtle(words[locale].shortened)] : []),
    ],
    actions: shown.actions.map(({ label, command }, at) => ({
      type: 'Action.Execute',
      title: shorten(label),
      verb: 'ask',
      data: { command },
      ...(at >= buttonsShown ? { mode: 'secondary' as const } : {}),
    })),
  };
}

function tableElement({ columns, rows }: Table): TableElement {
  const row = (texts: string[], look: Partial<TextBlock>): TableElement['rows'][number] => ({
    type: 'TableRow',
    cells: columns.map(({ align }, at) => ({
      type: 'TableCell',
      items: [
        {
          ...block(texts[at] ?? ''),
          ...look,
          ...(align === 'end' ? { horizontalAlignment: 'Right' as const } : {}),
        },
      ],
    })),
  });
  return {
    type: 'Table',
    firstRowAsHeader: true,
    showGridLines: false,
    spacing: 'Medium',
    columns: columns.map(({ align, label }, at) => ({
      width: columnWidth([label, ...rows.map((texts) => texts[at] ?? '')]),
      horizontalCellContentAlignment: align === 'end' ? 'Right' : 'Left',
    })),
    rows: [
      row(
        columns.map(({ label }) => label),
        { weight: 'Bolder' },
      ),
      ...rows.map((texts) => row(texts, {})),
    ],
  };
}

const widestColumn = 22;
const cellMargin = 4;

/** The weight of a column: the width of its widest text with its margin, so that none starves and none takes all. */
const columnWidth = (texts: readonly string[]) =>
  cellMargin + Math.min(widestColumn, Math.max(...texts.map((text) => stringWidth(text))));

const block = (text: string): TextBlock => ({ type: 'TextBlock', text: literal(text), wrap: true });

const shorten = (text: string) =>
  text.length > longestText
    ? `${text
        .slice(0, longestText)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()}…`
    : text;

/**
 * A text as the Markdown that shows it as it is (CommonMark 0.31, 2.4: a backslash before punctuation), with what would
 * start a list at the head of a line and the card's own `{{DATE()}}` disarmed.
 */
function literal(text: string): string {
  return shorten(text)
    .replace(/[\\`*_[\]<>#~|]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/^(\s*)([-+])(?=\s)/gm, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s)/gm, '$1\\$2')
    .replace(/\{\{/g, '{\u200b{')
    .replace(/\s*\n\s*/g, '\n\n');
}
