import { styleText } from 'node:util';
import wrapAnsi from 'wrap-ansi';
import { monthSeries } from '../../charts/month-series.ts';
import { sparkline } from '../../charts/sparkline.ts';
import type { Action, Chart, Reply } from '../../conversation/reply.ts';
import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import { exportActions } from '../export-actions.ts';
import { numberedTable } from '../numbered-table.ts';
import { inColumns, printable, widest } from './columns.ts';
import { terminalLimits } from './limits.ts';
import { tableLines } from './table.ts';

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/**
 * Renders a Reply as a card of text for a terminal, ending in a line break: facts in columns, charts in words, with a
 * sparkline for charts over months, and the next steps as commands to type.
 * @param options.width the terminal's width in columns; at least 32 are used
 * @param options.colour whether to write ANSI colours; false if the output is not a terminal, or with NO_COLOR
 */
export function renderTerminal(
  reply: Reply,
  options: { width: number; colour: boolean; locale: Locale },
): string {
  const width = Math.max(terminalLimits.narrowestCard, options.width);
  const room = width - 4;
  const paint: Paint = (style, text) =>
    options.colour ? styleText(style, text, { validateStream: false }) : text;

  const [heading = '', ...rows] = reply.table ? tableLines(numberedTable(reply.table), room) : [];
  const [exported] = exportActions(reply, options.locale);
  const next = [
    ...actionsOfFirstRow(reply, options.locale),
    ...reply.actions,
    ...(exported === undefined ? [] : [exported]),
  ];
  const commands = next.map(({ label, command }) => ({
    label,
    value: `npx bellwether ask ${quoted(`value ${command}`)}`,
  }));
  const details = detailLines(reply, room, paint);
  const link =
    reply.link === undefined ? [] : wrap(`${reply.link.label}: ${reply.link.address}`, room);
  const figures = [
    pairLines(reply.facts, room, (label) => paint('dim', label)),
    reply.charts.flatMap((chart) => chartLines(chart, room, paint)),
    reply.table ? [paint('bold', heading), ...rows] : [],
  ];
  const sections = [
    [
      ...(reply.taken === undefined
        ? []
        : wrap(reply.taken, room).map((line) => paint('dim', line))),
      ...wrap(reply.summary, room),
    ],
    link,
    ...(reply.detailsFirst ? [details, ...figures] : [...figures, details]),
    commands.length > 0
      ? [paint('bold', sayIn(options.locale)('channels.next')), ...pairLines(commands, room)]
      : [],
  ].filter((lines) => lines.length > 0);

  const edge = (text: string) => paint('dim', text);
  const title = printable(reply.title);
  const shownTitle = inColumns(title, Math.min(room - 1, widest([title])));
  return [
    `${edge('╭─')} ${paint(['bold', 'cyan'], shownTitle)} ${edge(`${'─'.repeat(width - 5 - widest([shownTitle]))}╮`)}`,
    ...sections
      .flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]))
      .map((line) => `${edge('│')} ${inColumns(line, room)} ${edge('│')}`),
    edge(`╰${'─'.repeat(width - 2)}╯`),
    '',
  ].join('\n');
}

/** What may be done about the first row of a list whose rows have buttons: for the others one types another id. */
function actionsOfFirstRow({ table }: Reply, locale: Locale): Action[] {
  const [row] = table?.rows ?? [];
  const [actions = []] = table?.rowActions ?? [];
  const named = (label: string) =>
    sayIn(locale)('channels.rowAction', { label, row: row?.[0] ?? '' });
  return actions.map(({ label, command }) => ({ label: named(label), command }));
}

/** The details, a line left free before each that is a heading. */
function detailLines({ details = [], headings = [] }: Reply, room: number, paint: Paint): string[] {
  return details.flatMap((detail, at) => {
    const lines = wrap(detail, room);
    if (!headings.includes(at)) return lines;
    return [...(at === 0 ? [] : ['']), ...lines.map((line) => paint('bold', line))];
  });
}

const wrap = (text: string, columns: number) =>
  wrapAnsi(printable(text), columns, { hard: true }).split('\n');

/** Labels and values in two columns; a long value continues on the next line. */
function pairLines(
  pairs: readonly { label: string; value: string }[],
  room: number,
  look: (label: string) => string = (label) => label,
): string[] {
  const gap = 2;
  const labels = pairs.map(({ label }) => printable(label));
  const columns = Math.min(Math.floor((room - gap) / 2), widest(labels));
  return pairs.flatMap(({ value }, at) =>
    wrap(value, room - columns - gap).map(
      (line, row) =>
        `${look(inColumns(row === 0 ? (labels[at] ?? '') : '', columns) + ' '.repeat(gap))}${line}`,
    ),
  );
}

function chartLines(chart: Chart, room: number, paint: Paint): string[] {
  const words = wrap(chart.alt, room).map((line) => paint('dim', line));
  const months = monthSeries(chart.spec);
  if (months === undefined) return words;
  const values = months.slice(-room).map(({ value }) => value);
  return [paint('cyan', sparkline(values)), ...words];
}

/** The text quoted as one word of a POSIX shell. */
function quoted(text: string): string {
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", `'\\''`)}'` : `"${text}"`;
}
