import { spellings } from '../../language/spellings.ts';
import type { DigestKind, ReportKind } from '../../store/kinds.ts';
import { type Argument, optional } from './argument.ts';
import { choice } from './choice.ts';
import { type Line, written } from './line.ts';

/** What a digest may be asked to be about; a report, by its period. */
const told = [
  'at-risk',
  'events',
  'movers',
  'book',
  'segments',
  'threshold',
  'weekly-report',
  'monthly-report',
  'quarterly-report',
  'report',
] as const;
export type DigestOf = (typeof told)[number];

/** What a digest is about; customers at risk where nothing is said. Words that say no more than that are passed over. */
export function digestOf(): Argument<DigestOf | undefined> {
  const chosen = choice('digestOf', told);
  return optional({
    ...chosen,
    take(line, timezone) {
      const taken = chosen.take?.(line, timezone) ?? { line };
      return 'problem' in taken ? taken : { ...taken, line: withoutIdle(taken.line) };
    },
  });
}

/** The kind of a digest, and the period of a report where it is said. */
export function kindOf(of: DigestOf): { kind: DigestKind; period?: ReportKind } {
  switch (of) {
    case 'weekly-report':
      return { kind: 'report', period: 'weekly' };
    case 'monthly-report':
      return { kind: 'report', period: 'monthly' };
    case 'quarterly-report':
      return { kind: 'report', period: 'quarterly' };
    default:
      return { kind: of };
  }
}

/** What {@link digestOf} has for a kind. */
export const digestOfKind = (kind: DigestKind, period: ReportKind | undefined): DigestOf =>
  kind === 'report' ? `${period ?? 'weekly'}-report` : kind;

/** A line without words that say nothing beside what a digest is about, such as “send me the … customers”. */
function withoutIdle(line: Line): Line {
  const known = new Set(spellings('argument-words.atRiskDigest'));
  const together = [...known].filter((word) => word.includes(' '));
  const text = together.reduce(
    (rest, words) => rest.replaceAll(words, ' '),
    written(line.text, line),
  );
  const left = text
    .split(/[\s"']+/)
    .filter((said) => /[\p{L}\p{N}]/u.test(said))
    .filter((said) => {
      const word = said.replace(/[.,;:!?，。；：！？]+$/u, '');
      return !known.has(word.toLowerCase()) && !isMadeOf(word, known);
    });
  return { text: left.join(' ').trim(), quoted: [] };
}

/** Whether a text without spaces is made of nothing but some words. */
function isMadeOf(text: string, words: ReadonlySet<string>): boolean {
  if (!/^\p{Script=Han}+$/u.test(text)) return false;
  const ends = new Set([0]);
  for (let at = 0; at < text.length; at++) {
    if (!ends.has(at)) continue;
    for (const word of words) if (text.startsWith(word, at)) ends.add(at + word.length);
  }
  return ends.has(text.length);
}
