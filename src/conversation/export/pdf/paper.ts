import { Canvas, type Image, PDFDocument, type SKRSContext2D } from 'canvas';
import { fontFamilies, registerFonts } from '../../../charts/fonts.ts';
import { inOurLetters } from '../../../charts/letters.ts';
import { wrap } from './wrap.ts';

/** Sizes are in points: a seventy-second of an inch. A4. */
const page = { width: 595.28, height: 841.89 } as const;
const margin = { x: 48, top: 52, bottom: 56 } as const;
export const contentWidth = page.width - 2 * margin.x;
/** How wide a chart is set, so that its letters are those of a text, and how high one is at most. */
const pictureWidth = 300;
const mostHigh = 400;
const bottom = page.height - margin.bottom;

const ink = { text: '#1b1f24', subtle: '#5b6470', rule: '#d5dae0' } as const;

/** How a text is set. */
export type Style = { size: number; bold?: true; subtle?: true };

const fontOf = ({ size, bold }: Style) => `${bold ? 600 : 400} ${size}px ${fontFamilies}`;
const lineHeight = ({ size }: Style) => size * 1.42;

/** The package types pages without what they can do besides. */
const drawsPictures = (context: object): context is SKRSContext2D => 'drawImage' in context;

type Draw = (context: SKRSContext2D) => void;

/** Pages on which things are set from top to bottom. */
export type Paper = {
  /** The width of a text on one line. */
  measure(text: string, style: Style): number;
  /** The lines of a text within a width. */
  lines(text: string, style: Style, width: number): string[];
  /** Sets a paragraph over the whole width. */
  paragraph(text: string, style: Style, after?: number): void;
  /** Leaves some room, though none at the top of a page. */
  space(height: number): void;
  /** Sets a picture, on one page. */
  picture(image: Image): void;
  /**
   * Sets cells side by side, on one page.
   * @param cells the lines of each, and where it stands from the left margin
   * @param options.rule a line below
   */
  row(cells: readonly Cell[], style: Style, options?: { rule?: boolean }): void;
  /** What is set at the top of each further page from now on; undefined: nothing. */
  heading(set: (() => void) | undefined): void;
  /** Goes on with a new page unless so much more fits on this one. */
  keep(height: number): void;
  /** The document, with a line at the foot of each page. */
  finish(title: string, foot: (at: number, of: number) => string): Uint8Array;
};

/** A cell of a row: its lines, its left edge and width, and on which side it is aligned. */
export type Cell = { lines: readonly string[]; x: number; width: number; align: 'start' | 'end' };

/** Blank paper. Texts are in letters that the fonts have, as those of charts are. */
export function blankPaper(): Paper {
  registerFonts();
  const ruler = new Canvas(1, 1).getContext('2d');
  const pages: Draw[][] = [[]];
  let y: number = margin.top;
  let heading: (() => void) | undefined;

  const draw = (set: Draw) => pages.at(-1)?.push(set);
  const measure = (text: string, style: Style) => {
    ruler.font = fontOf(style);
    return ruler.measureText(text).width;
  };
  const lines = (text: string, style: Style, width: number) =>
    wrap(inOurLetters(text), width, (line) => measure(line, style));
  const fits = (height: number) => y + height <= bottom;
  function turn() {
    pages.push([]);
    y = margin.top;
    heading?.();
  }
  const line = (text: string, style: Style, x: number, at: number) =>
    draw((context) => {
      context.font = fontOf(style);
      context.fillStyle = style.subtle ? ink.subtle : ink.text;
      context.fillText(text, x, at + style.size);
    });
  const rule = (at: number) =>
    draw((context) => {
      context.strokeStyle = ink.rule;
      context.lineWidth = 0.6;
      context.beginPath();
      context.moveTo(margin.x, at);
      context.lineTo(page.width - margin.x, at);
      context.stroke();
    });

  return {
    measure,
    lines,
    keep(height) {
      if (!fits(height)) turn();
    },
    space(height) {
      if (y > margin.top) y += height;
    },
    heading(set) {
      heading = set;
    },
    paragraph(text, style, after = 4) {
      for (const each of lines(text, style, contentWidth)) {
        if (!fits(lineHeight(style))) turn();
        line(each, style, margin.x, y);
        y += lineHeight(style);
      }
      y += after;
    },
    picture(image) {
      const scale = Math.min(pictureWidth / image.width, mostHigh / image.height);
      const [width, height] = [image.width * scale, image.height * scale];
      if (!fits(height)) turn();
      const at = y;
      draw((context) => context.drawImage(image, margin.x, at, width, height));
      y += height + 10;
    },
    row(cells, style, { rule: ruled = false } = {}) {
      const most = Math.max(...cells.map((cell) => cell.lines.length));
      const height = most * lineHeight(style) + 4;
      if (!fits(height)) turn();
      for (const { lines: texts, x, width, align } of cells)
        for (const [at, text] of texts.entries()) {
          const left = align === 'end' ? x + width - measure(text, style) : x;
          line(text, style, margin.x + left, y + 2 + at * lineHeight(style));
        }
      y += height;
      if (ruled) rule(y);
    },
    finish(title, foot) {
      const document = new PDFDocument({ title, producer: 'Bellwether', creator: 'Bellwether' });
      const style: Style = { size: 8, subtle: true };
      for (const [at, drawn] of pages.entries()) {
        const context = document.beginPage(page.width, page.height);
        if (!drawsPictures(context)) throw new Error('A page of a PDF takes no pictures.');
        for (const each of drawn) each(context);
        context.font = fontOf(style);
        context.fillStyle = ink.subtle;
        context.fillText(inOurLetters(foot(at + 1, pages.length)), margin.x, page.height - 30);
        document.endPage();
      }
      return new Uint8Array(document.close());
    },
  };
}
