import { folded } from '../../language/fold.ts';
import type { Names } from '../../language/names.ts';
import { simplified } from './traditional-characters.ts';

/**
 * The names a sentence may mention. Names of segments by locale, and of further segmentations;
 * further names of a branch as `aliases`.
 */
export type BankNames = {
  branches: readonly { name: string; aliases: readonly string[] }[];
  segments: readonly Names[];
  cuts?: readonly Names[];
  managers: readonly string[];
};

/** A name as it may be typed, and the name it stands for. */
type Spelling = { typed: string; name: string };

/** Every spelling of the branches, the longest first. */
export function branchSpellings({ branches }: BankNames): Spelling[] {
  return longestFirst(
    branches.flatMap(({ name, aliases }) =>
      [name, ...aliases].flatMap((typed) => {
        const bare = typed.replace(/\s*(branch|office|分行|支行)$/i, '');
        return [typed, ...(bare === '' ? [] : [bare])].map((each) => ({ typed: each, name }));
      }),
    ),
  );
}

/** Every spelling of the segments, the longest first; each stands for the name in its own language. */
export function segmentSpellings({ segments }: BankNames): Spelling[] {
  return longestFirst(
    segments.flatMap((names) => Object.values(names).map((name) => ({ typed: name, name }))),
  );
}

function longestFirst(spellings: Spelling[]): Spelling[] {
  return spellings
    .filter(({ typed }) => typed.trim() !== '')
    .sort((a, b) => b.typed.length - a.typed.length);
}

/** The spelling that a typed name stands for, whatever its case, accents and commas; undefined where none does. */
export function nameFor(spellings: readonly Spelling[], typed: string): string | undefined {
  const key = comparable(typed);
  return spellings.find((each) => comparable(each.typed) === key)?.name;
}

function comparable(text: string): string {
  return simplified(folded(text))
    .replace(/[,、，.]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * Where a spelling stands in a text as words of its own; Chinese needs no spaces around. Commas in it may be missing, and
 * the last word of an English one may be in the singular.
 */
export function findSpelling(
  spellings: readonly Spelling[],
  text: string,
): { name: string; start: number; end: number } | undefined {
  const haystack = foldedInPlace(text);
  for (const { typed, name } of spellings) {
    const words = foldedInPlace(typed)
      .split(/[\s,、，]+/)
      .filter((word) => word !== '');
    const pattern = words.map(RegExp.escape).join('[\\s,、，]+');
    const singular = /[a-z]{3}s$/.test(pattern) ? `${pattern}?` : pattern;
    for (const match of haystack.matchAll(new RegExp(singular, 'gu'))) {
      const end = match.index + match[0].length;
      if (standsAlone(haystack, match.index, end)) return { name, start: match.index, end };
    }
  }
  return undefined;
}

/** Lower case without accents, sign for sign, so that places in it are places in the text. */
function foldedInPlace(text: string): string {
  const plainer = simplified(text);
  return Array.from({ length: plainer.length }, (_, i) => {
    const sign = plainer[i] ?? '';
    const plain = sign.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    return plain.length === 1 ? plain : sign;
  }).join('');
}

const latin = /[\p{Script=Latin}\d]/u;

function standsAlone(text: string, start: number, end: number): boolean {
  const joins = (a: string | undefined, b: string | undefined) =>
    a !== undefined && b !== undefined && latin.test(a) && latin.test(b);
  return !joins(text[start - 1], text[start]) && !joins(text[end - 1], text[end]);
}
