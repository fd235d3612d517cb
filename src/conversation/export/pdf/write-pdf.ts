import { loadImage } from 'canvas';
import { drawPng } from '../../../charts/draw-png.ts';
import type { Locale } from '../../../language/locale.ts';
import { sayIn } from '../../../language/messages.ts';
import type { Reply, Table } from '../../reply.ts';
import { blankPaper, type Cell, contentWidth, type Paper, type Style } from './paper.ts';

const title: Style = { size: 19, bold: true };
const heading: Style = { size: 11, bold: true };
const text: Style = { size: 10.5 };
const subtle: Style = { size: 9.5, subtle: true };
const cellStyle: Style = { size: 8.5 };
const headStyle: Style = { size: 8.5, bold: true };
const gap = 10;
/** The height of a heading with the first rows below it. */
const withHeading = 90;

/**
 * Prints an answer as a PDF: its sentences, figures, charts and table, on as many pages of A4 as it takes. Texts are in the
 * fonts of the charts, which have Latin with all its accents, Chinese, Arabic and Thai, and can be searched and copied.
 * @param foot what stands at the foot of each page before its number
 */
export async function writePdf(reply: Reply, locale: Locale, foot: string): Promise<Uint8Array> {
  const say = sayIn(locale);
  const paper = blankPaper();
  paper.paragraph(reply.title, title, 6);
  paper.paragraph(reply.summary, text, 10);
  if (reply.detailsFirst) details(paper, reply);
  facts(paper, reply.facts);
  for (const { spec } of reply.charts)
    paper.picture(await loadImage(Buffer.from(await drawPng(spec, 'light'))));
  if (reply.table !== undefined && reply.table.rows.length > 0) tableOn(paper, reply.table);
  if (!reply.detailsFirst) details(paper, reply);
  return paper.finish(reply.title, (page, pages) => say('export.page', { foot, page, pages }));
}

function details(paper: Paper, { details: sentences = [], headings = [] }: Reply): void {
  paper.space(6);
  for (const [at, sentence] of sentences.entries())
    paper.paragraph(sentence, headings.includes(at) ? heading : subtle, 3);
  paper.space(6);
}

function facts(paper: Paper, all: Reply['facts']): void {
  const label: Style = { size: 10, subtle: true };
  const widest = Math.max(0, ...all.map((fact) => paper.measure(fact.label, label)));
  const x = Math.min(widest + 14, contentWidth * 0.45);
  for (const fact of all) {
    const width = contentWidth - x;
    paper.row(
      [
        { lines: paper.lines(fact.label, label, x - 14), x: 0, width: x - 14, align: 'start' },
        { lines: paper.lines(fact.value, text, width), x, width, align: 'start' },
      ],
      { size: 10 },
    );
  }
  paper.space(10);
}

function tableOn(paper: Paper, { columns, rows, first = 1, rowActions }: Table): void {
  const numbered = rowActions !== undefined || first > 1;
  const heads = [...(numbered ? ['#'] : []), ...columns.map(({ label }) => label)];
  const aligns = [...(numbered ? ['end' as const] : []), ...columns.map(({ align }) => align)];
  const texts = rows.map((row, at) => [
    ...(numbered ? [String(first + at)] : []),
    ...columns.map((_, column) => row[column] ?? ''),
  ]);
  const widths = widthsOf(paper, [heads, ...texts]);
  const cellsOf = (row: readonly string[], style: Style): Cell[] => {
    let x = 0;
    return row.map((cell, column) => {
      const width = widths[column] ?? 0;
      const align = aligns[column] ?? 'start';
      const set = { lines: paper.lines(cell, style, width), x, width, align };
      x += width + gap;
      return set;
    });
  };
  const head = () => paper.row(cellsOf(heads, headStyle), headStyle, { rule: true });
  paper.space(8);
  // A heading does not stand alone at the foot of a page.
  paper.keep(withHeading);
  head();
  paper.heading(head);
  for (const row of texts) paper.row(cellsOf(row, cellStyle), cellStyle, { rule: true });
  paper.heading(undefined);
  paper.space(10);
}

/** How wide columns are: as wide as their widest text where all have room, and otherwise each a fair part of the page. */
function widthsOf(paper: Paper, rows: readonly (readonly string[])[]): number[] {
  const wanted = (rows[0] ?? []).map((_, column) =>
    Math.max(
      ...rows.map((row, at) => paper.measure(row[column] ?? '', at === 0 ? headStyle : cellStyle)),
    ),
  );
  const room = contentWidth - gap * (wanted.length - 1);
  const widths = wanted.map(() => 0);
  // Narrow columns get what they want; the others share what is left.
  let open = wanted.map((_, column) => column);
  let left = room;
  for (;;) {
    const share = left / Math.max(1, open.length);
    const content = open.filter((column) => (wanted[column] ?? 0) <= share);
    if (content.length === 0) {
      for (const column of open) widths[column] = share;
      return widths;
    }
    for (const column of content) {
      widths[column] = wanted[column] ?? 0;
      left -= wanted[column] ?? 0;
    }
    open = open.filter((column) => !content.includes(column));
    if (open.length === 0) return spread(widths, left);
  }
}

/** Spreads what room is left over a table's columns, so that it is as wide as the page. */
const spread = (widths: readonly number[], left: number): number[] =>
  widths.map((width) => width + left / widths.length);
