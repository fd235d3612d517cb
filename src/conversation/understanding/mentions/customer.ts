import { readings } from '../../../language/readings.ts';
import { spellings } from '../../../language/spellings.ts';
import { mark } from '../marked-text.ts';
import { isInJoinedScript } from '../tokenise.ts';
import { knownRoots, rootOf } from '../vocabulary.ts';
import type { Mentions, Step } from './step.ts';

const said = readings.flatMap(({ mentions }) => mentions?.customer ?? []);

/** Letters, strokes and digits in one id, such as CZ/2019/44; digits and strokes alone may be a date. */
const withStrokes = /(?<![\p{L}\d/])([A-Za-z]{1,6}\/\d[\dA-Za-z/_-]*)/u;

/** Ids that are named as such, or that can be nothing else: "customer 1042", #1042, 1042's, C-1042. */
const plainIds: readonly RegExp[] = [
  ...said.flatMap(({ named }) => named),
  /(#\d[\w-]*)/,
  ...said.flatMap(({ shown }) => shown),
];

/** A whole number that nothing else explains; what hangs on it by a stroke or a hyphen is more of an id than it is. */
const bareNumber =
  /(?<![\p{Script=Latin}\d=/-]|\d[.,])(\d+)(?![\p{Script=Latin}\d%=]|[.,:/-][\dA-Za-z])/u;

/** Customers in quotation marks. */
export const customersQuoted = (mentions: Mentions): Mentions => markAll(mentions, /"([^"]+)"/);

/** Customers whom their ids can be nothing but. */
export const customersById: Step = (mentions) =>
  plainIds.reduce(markAll, markSpaced(markAll(mentions, withStrokes)));

/** Customers by whole numbers that nothing else explains; so it comes last. */
export const customersByNumber: Step = (mentions) => markAll(mentions, bareNumber);

/** Letters, a space and digits, such as AB 12: an id where the letters are not a word. */
const spacedId =
  /(?<![\p{L}\p{M}\d'-])([A-Z]{1,6}|[a-z]{1,3}) (\d[\dA-Za-z_-]*)(?![\p{Script=Latin}\d%]|[.,:/]\d)/gu;
const neverInIds = new Set(readings.flatMap(({ names }) => names?.never ?? []));

/** Marks ids with a space: the number alone would be somebody else. */
function markSpaced(mentions: Mentions): Mentions {
  const { text } = mentions.marked;
  // In a line that is all capitals, words are too.
  const capitalsTell = /\p{Ll}/u.test(text) || isInJoinedScript(text);
  const between = spellings('argument-words.between');
  const isWord = (letters: string) =>
    knownRoots.has(rootOf(letters)) ||
    neverInIds.has(letters.toLowerCase()) ||
    between.includes(letters.toLowerCase()) ||
    (!capitalsTell && letters.toUpperCase() === letters);
  const found = [...text.matchAll(spacedId)].filter(([, letters = '']) => !isWord(letters));
  return found.reduce(
    (rest, [id]) => markOne(rest, id, rest.marked.text.indexOf(id), id),
    mentions,
  );
}

/** Marks every id that a pattern finds. */
function markAll(mentions: Mentions, pattern: RegExp): Mentions {
  let rest = mentions;
  for (
    let match = pattern.exec(rest.marked.text);
    match !== null;
    match = pattern.exec(rest.marked.text)
  )
    rest = markOne(rest, match[0], match.index, match[1] ?? '');
  return rest;
}

/** Marks a customer. One is text, several are a list. */
function markOne({ entities, marked }: Mentions, said: string, at: number, id: string): Mentions {
  const kind = 'customer' in entities ? 'another-customer' : 'customer';
  return {
    entities: withCustomer(entities, id),
    marked: mark(marked, at, at + said.length, kind),
  };
}

/** What a sentence mentions, with one more customer. */
export function withCustomer(
  entities: Record<string, unknown>,
  id: string,
): Record<string, unknown> {
  const known = [entities.customer ?? []].flat();
  if (known.includes(id)) return entities;
  return { ...entities, customer: known.length === 0 ? id : [...known, id] };
}
