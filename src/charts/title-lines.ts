import { createCanvas } from 'canvas';
import { fontFamilies, registerFonts } from './fonts.ts';
import { chartPadding, chartWidth, textSize } from './frame.ts';
import { titleSize } from './themes.ts';

const words = new Intl.Segmenter(undefined, { granularity: 'word' });

/** A text as lines that are no wider than a chart, broken between words; a word wider than a chart is broken within. */
function linesOf(text: string, font: string): string[] {
  const pen = createCanvas(1, 1).getContext('2d');
  pen.font = font;
  const fits = (line: string) =>
    pen.measureText(line.trimEnd()).width <= chartWidth - 2 * chartPadding;
  const lines: string[] = [];
  let line = '';
  for (const word of unbroken(text)) {
    if (line !== '' && !fits(line + word)) {
      lines.push(line.trimEnd());
      line = '';
    }
    for (const part of fits(word) ? [word] : word) {
      if (fits(line + part)) line += part;
      else {
        lines.push(line);
        line = part;
      }
    }
  }
  return [...lines, line.trimEnd()];
}

/** The words of a text, each with the spaces and the punctuation that stay with it. */
function unbroken(text: string): string[] {
  const parts: string[] = [];
  let open = false;
  for (const { segment, isWordLike = false } of words.segment(text)) {
    const before = parts.at(-1);
    const joins = before !== undefined && !/\s$/.test(before) && (open || !isWordLike);
    if (before !== undefined && (joins || /^\s+$/.test(segment)))
      parts[parts.length - 1] = before + segment;
    else parts.push(segment);
    open = /[\p{Ps}\p{Pi}\p{Sc}\p{Pd}.,'’/+−]$/u.test(segment);
  }
  return parts;
}

const isText = (
  title: unknown,
): title is { text: string | string[]; subtitle?: string | string[] } =>
  typeof title === 'object' && title !== null && 'text' in title;

/** A specification whose title, and what stands below it, are broken into lines that a chart has room for. */
export function withTitleLines<Spec extends object>(spec: Spec): Spec {
  registerFonts();
  return ownTitleLines(
    'vconcat' in spec && Array.isArray(spec.vconcat)
      ? { ...spec, vconcat: spec.vconcat.map((panel: object) => withTitleLines(panel)) }
      : spec,
  );
}

function ownTitleLines<Spec extends object>(spec: Spec): Spec {
  const title: unknown = 'title' in spec ? spec.title : undefined;
  const lines = (text: string | string[], font: string) =>
    [text].flat().flatMap((line) => linesOf(line, font));
  const bold = `600 ${titleSize}px ${fontFamilies}`;
  if (typeof title === 'string') return { ...spec, title: lines(title, bold) };
  if (!isText(title)) return spec;
  const { text, subtitle } = title;
  return {
    ...spec,
    title: {
      ...title,
      text: lines(text, bold),
      ...(subtitle === undefined
        ? {}
        : { subtitle: lines(subtitle, `${textSize}px ${fontFamilies}`) }),
    },
  };
}
