import stringWidth from 'string-width';
import type { Action, Reply, Table } from '../conversation/reply.ts';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { cardLimits } from './card-limits.ts';
import { exportActions } from './export-actions.ts';
import { numberedTable } from './numbered-table.ts';
import { showableReply } from './showable-reply.ts';
import { voteActions } from './vote-actions.ts';

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
type FactSet = {
  type: 'FactSet';
  spacing: 'Small' | 'Medium';
  facts: { title: string; value: string }[];
};
type ActionSet = { type: 'ActionSet'; spacing: 'Small'; actions: AskAction[] };
type RowElement = {
  type: 'Container';
  separator: true;
  spacing: 'Medium';
  items: (TextBlock | FactSet | ActionSet)[];
};
type CardElement =
  | TextBlock
  | TableElement
  | RowElement
  | ActionSet
  | FactSet
  | { type: 'Image'; url: string; altText: string; size: 'Stretch'; spacing: 'Medium' };

/** A button that asks a command: Teams sends it to the bot as an invoke, the web page as a question. */
type AskAction = {
  type: 'Action.Execute';
  title: string;
  verb: 'ask';
  data: { command: string };
  mode?: 'secondary';
};

/** A button that opens a page. */
type OpenAction = { type: 'Action.OpenUrl'; title: string; url: string };

/** An Adaptive Card, version 1.5, as plain JSON. */
export type AdaptiveCard = {
  type: 'AdaptiveCard';
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  version: '1.5';
  lang: Locale;
  speak: string;
  fallbackText: string;
  body: CardElement[];
  actions: (AskAction | OpenAction)[];
};

/**
 * Renders a Reply as an Adaptive Card, for every client that shows such cards. Texts are escaped, so that Markdown in a
 * name shows as it was typed. A reply too long for Teams loses the end of its table first, then details, facts, buttons
 * and charts, and the card says so.
 * @param options.chartUrls the address of each chart's picture, in the order of the charts; a chart without an address
 *   is described by its alt text
 * @param options.votable the key of the answer, where the card has a menu to vote on it
 */
export function adaptiveCard(given: Reply, options: CardOptions): AdaptiveCard {
  const reply = showableReply(given, cardLimits.text);
  const without = (parts: number) => cardOf(shortened(reply, parts), reply, options);
  const whole = without(0);
  if (size(whole) <= cardLimits.bytes) return whole;
  const { facts, details = [], table, charts, actions } = reply;
  let fits =
    (table?.rows.length ?? 0) + details.length + facts.length + actions.length + charts.length;
  let tooLong = 0;
  while (fits - tooLong > 1) {
    const between = Math.floor((fits + tooLong) / 2);
    if (size(without(between)) <= cardLimits.bytes) fits = between;
    else tooLong = between;
  }
  return without(fits);
}

type CardOptions = {
  locale: Locale;
  chartUrls: readonly (string | undefined)[];
  votable?: string | undefined;
};

const size = (card: AdaptiveCard) => Buffer.byteLength(JSON.stringify(card));

/** The reply without so many of its parts, dropped from the end: rows first, then details, facts, buttons, charts. */
function shortened(reply: Reply, parts: number): Reply {
  let left = parts;
  const fewer = <T>(all: readonly T[]): T[] => {
    const kept = all.slice(0, Math.max(0, all.length - left));
    left -= all.length - kept.length;
    return kept;
  };
  const { table } = reply;
  const rows = fewer(table?.rows ?? []);
  const details = fewer(reply.details ?? []);
  const facts = fewer(reply.facts);
  const actions = fewer(reply.actions);
  const charts = fewer(reply.charts);
  return {
    ...reply,
    ...(table ? { table: { ...table, rows } } : {}),
    details,
    facts,
    actions,
    charts,
  };
}

/** Whether a shortened reply has all parts of the whole one, apart from rows. */
const isWhole = (shown: Reply, whole: Reply) =>
  shown.facts.length === whole.facts.length &&
  (shown.details?.length ?? 0) === (whole.details?.length ?? 0) &&
  shown.actions.length === whole.actions.length &&
  shown.charts.length === whole.charts.length;

/** The card of a reply that may have been shortened. */
function cardOf(
  shown: Reply,
  whole: Reply,
  { locale, chartUrls, votable }: CardOptions,
): AdaptiveCard {
  const say = sayIn(locale);
  const rows = shown.table?.rows.length ?? 0;
  const allRows = whole.table?.rows.length ?? 0;
  const subtle = (text: string): TextBlock => ({ ...block(text), isSubtle: true });
  const details = (shown.details ?? []).map(
    (text, at): TextBlock =>
      shown.headings?.includes(at)
        ? { ...block(text), spacing: 'Medium', weight: 'Bolder' }
        : { ...block(text), spacing: 'Small' },
  );
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    lang: locale,
    speak: shown.summary,
    fallbackText: `${shown.title}: ${shown.summary}`,
    body: [
      { ...block(shown.title), size: 'Large', weight: 'Bolder', style: 'heading' },
      ...(shown.taken === undefined ? [] : [{ ...subtle(shown.taken), spacing: 'None' as const }]),
      { ...block(shown.summary), spacing: 'Small' },
      ...(shown.detailsFirst ? details : []),
      ...factSet(shown.facts),
      ...shown.charts.map(({ alt }, at): CardElement => {
        const url = chartUrls[at];
        return url === undefined
          ? subtle(alt)
          : { type: 'Image', url, altText: alt, size: 'Stretch', spacing: 'Medium' };
      }),
      ...(shown.table && rows > 0 ? rowsOf(shown.table) : []),
      ...(rows < allRows ? [subtle(say('channels.firstRows', { shown: rows, all: allRows }))] : []),
      ...actionSet(exportActions(shown, locale)),
      ...(shown.detailsFirst ? [] : details),
      ...(isWhole(shown, whole) ? [] : [subtle(say('channels.shortened'))]),
    ],
    actions: [
      ...(shown.link === undefined ? [] : [openAction(shown.link)]),
      ...shown.actions.map((action, at) => ({
        ...askAction(action),
        ...(at >= cardLimits.buttonsShown ? { mode: 'secondary' as const } : {}),
      })),
      ...voteActions(votable, locale).map((action) => ({
        ...askAction(action),
        mode: 'secondary' as const,
      })),
    ],
  };
}

const askAction = ({ label, command }: Action): AskAction => ({
  type: 'Action.Execute',
  title: label,
  verb: 'ask',
  data: { command },
});

const openAction = ({ label, address }: NonNullable<Reply['link']>): OpenAction => ({
  type: 'Action.OpenUrl',
  title: label,
  url: address,
});

/** Buttons within the card, below what they are about. */
const actionSet = (actions: readonly Action[]): ActionSet[] =>
  actions.length === 0
    ? []
    : [{ type: 'ActionSet', spacing: 'Small', actions: actions.map(askAction) }];

/** A table; where its rows have buttons, each row by itself, so that the buttons stand below what they are about. */
function rowsOf(table: Table): CardElement[] {
  const { rowActions, columns, rows, first = 1 } = table;
  if (rowActions === undefined) return [tableElement(numberedTable(table))];
  return rows.map((row, at): RowElement => {
    const [name = '', ...cells] = row;
    const facts = cells.flatMap((value, column) =>
      value === '' ? [] : [{ label: columns[column + 1]?.label ?? '', value }],
    );
    return {
      type: 'Container',
      separator: true,
      spacing: 'Medium',
      items: [
        { ...block(`${first + at}. ${name}`), weight: 'Bolder' },
        ...factSet(facts, 'Small'),
        ...actionSet(rowActions[at] ?? []).map((set) => ({
          ...set,
          actions: set.actions.map((action, place) =>
            place < cardLimits.rowButtonsShown ? action : { ...action, mode: 'secondary' as const },
          ),
        })),
      ],
    };
  });
}

const factSet = (facts: Reply['facts'], spacing: FactSet['spacing'] = 'Medium'): FactSet[] =>
  facts.length === 0
    ? []
    : [
        {
          type: 'FactSet',
          spacing,
          facts: facts.map(({ label, value }) => ({
            title: literal(label),
            value: literal(value),
          })),
        },
      ];

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

/** The relative width of a column: that of its widest text and margin, within bounds so that every column fits. */
const columnWidth = (texts: readonly string[]) =>
  cellMargin + Math.min(widestColumn, Math.max(...texts.map((text) => stringWidth(text))));

const block = (text: string): TextBlock => ({ type: 'TextBlock', text: literal(text), wrap: true });

/**
 * Escapes a text as Markdown, so that it shows as typed (CommonMark 0.31, 2.4: a backslash before punctuation). Also
 * disarms list marks at the start of a line and the card's own functions such as `{{DATE()}}`.
 */
function literal(text: string): string {
  return text
    .replace(/[\\`*_[\]<>#~|]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/^(\s*)([-+])(?=\s)/gm, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s)/gm, '$1\\$2')
    .replace(/\{\{/g, '{\u200b{')
    .replace(/[^\S\n]*\n\s*/g, '\n\n');
}
