import { z } from 'zod';
import { plainCharacters } from '../../language/characters.ts';
import type { MessageKey } from '../../language/message-arguments.ts';
import { isMessageKey } from '../../language/messages.ts';
import { readings } from '../../language/readings.ts';
import { spellings } from '../../language/spellings.ts';
import { correct } from '../understanding/typos.ts';
import { type Argument, argument, type Taken } from './argument.ts';
import type { Kind } from './kind.ts';
import type { Line } from './line.ts';

export const choiceKind: Kind = { name: 'choice' };

/**
 * One of a few words. How people write each in a slash form stands in the catalogs, under `argument-words` and the name of
 * the choice.
 * @param name of the choice in the catalogs, such as `metric`
 * @param options.by whether “by” stands before it, as in `top by clv`
 */
export function choice<const Value extends string>(
  name: string,
  values: readonly [Value, ...Value[]],
  options: { by?: true } = {},
): Argument<Value> {
  const words = wordsOf(name, values);
  const listed = { values };
  return argument<Value, Value>({
    kind: choiceKind,
    usage: `${options.by ? 'by ' : ''}${values.join('|')}`,
    description: known(`arguments.choice.${name}`),
    said: z.enum(values),
    take: (line) => takeChoice(line, words),
    expected: options.by
      ? { code: 'choice.expectedBy', figures: listed }
      : { code: 'choice.expected', figures: listed },
    write: (said) => `${options.by ? 'by ' : ''}${said}`,
    find: async (said) => ({ found: said }),
    // What is usual counts last: a sentence that says another too means that.
    chosen: (text, terms) =>
      [...values.slice(1), values[0]].find(
        (value) =>
          terms.includes(`~${value}`) ||
          readings.some(({ choices }) => choices?.[`${name}.${value}`]?.test(text)),
      ),
  });
}

/** How people write some values in a slash form: the texts of the catalogs under `argument-words` and a name. */
export function wordsOf<Value extends string>(
  name: string,
  values: readonly Value[],
): Words<Value> {
  return values.map((value) => ({ value, key: known(`argument-words.${name}.${value}`) }));
}

function known(key: string): MessageKey {
  if (!isMessageKey(key)) throw new Error(`The catalogs lack ${key}: a choice needs its words.`);
  return key;
}

export type Words<Value> = readonly { value: Value; key: MessageKey }[];

/** Finds the first of the words as a word of its own; slips of the keyboard are mended. */
export function takeChoice<Value>(line: Line, words: Words<Value>): Taken<Value> {
  const spelt = words
    .flatMap(({ value, key }) =>
      spellings(key).map((word) => ({ value, word: word.toLowerCase() })),
    )
    .sort((a, b) => b.word.length - a.word.length);
  const text = plainCharacters(line.text).toLowerCase();
  for (const { value, word } of spelt) {
    const at = standing(text, word);
    if (at >= 0) return { said: value, line: without(line, at, at + word.length) };
  }
  for (const { 0: typed, index } of text.matchAll(/[\p{L}\p{M}]+/gu)) {
    const meant = correct(
      typed,
      spelt.map(({ word }) => word),
    );
    const found = spelt.find(({ word }) => word === meant);
    if (found !== undefined)
      return { said: found.value, line: without(line, index, index + typed.length) };
  }
  return { line };
}

const han = /\p{Script=Han}/u;
const between = /[\s,、]/;

/** Where a word stands in a text by itself: characters that need no spaces may come before it. */
function standing(text: string, word: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + word.length] ?? ' ';
    if ((between.test(before) || han.test(before)) && between.test(after)) return at;
  }
  return -1;
}

/** A line without a word, and without the “by” that belongs to it. */
function without(line: Line, start: number, end: number): Line {
  const before = line.text.slice(0, start).trimEnd();
  const lower = before.toLowerCase();
  const by = spellings('argument-words.by')
    .filter(
      (word) =>
        lower.endsWith(word) && (han.test(word) || between.test(lower.at(-word.length - 1) ?? ' ')),
    )
    .sort((a, b) => b.length - a.length)[0];
  const rest = by === undefined ? before : before.slice(0, -by.length);
  return { ...line, text: `${rest} ${line.text.slice(end)}`.trim() };
}
