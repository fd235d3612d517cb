import type { Reply } from '../reply.ts';

/** Lines of a digest below a heading of their own, and the customers (ids of the store) whom they show. */
export type Section = { heading: string; lines: string[]; seen: number[] };

/** The sentences of a digest, then its sections; a section without lines is left out. */
export function inSections(
  sentences: readonly string[],
  sections: readonly Section[],
): { parts: Required<Pick<Reply, 'details' | 'headings'>>; seen: number[] } {
  const details = [...sentences];
  const headings: number[] = [];
  for (const { heading, lines } of sections) {
    if (lines.length === 0) continue;
    headings.push(details.length);
    details.push(heading, ...lines);
  }
  return {
    parts: { details, headings },
    seen: sections.flatMap(({ lines, seen }) => (lines.length === 0 ? [] : seen)),
  };
}

/** The first of some, each in a line, and how many more there are. */
export function firstLines<T extends { id: number }>(
  all: readonly T[],
  most: number,
  { line, more }: { line(each: T): string; more(count: number): string },
): Pick<Section, 'lines' | 'seen'> {
  const shown = all.slice(0, most);
  const rest = all.length - shown.length;
  return {
    lines: [...shown.map(line), ...(rest > 0 ? [more(rest)] : [])],
    seen: shown.map(({ id }) => id),
  };
}
