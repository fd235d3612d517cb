import { spellings } from '../../language/spellings.ts';
import { correct } from '../understanding/typos.ts';
import type { AnyArgument, Keyed } from './argument.ts';
import type { Key, Kind } from './kind.ts';
import { kinds } from './kinds.ts';
import { type Line, trimmed, unquoted, valueIn, written } from './line.ts';
import type { Problem } from './problem.ts';
import { shortened } from './shortened.ts';

/** The arguments of a command, by the names of their entities. */
export type Arguments = Readonly<Record<string, AnyArgument>>;

/**
 * What a slash form says, as entities, and which of them are free text without a key or quotation marks; or what is wrong
 * with it.
 */
export type SlashReading =
  | { entities: Record<string, unknown>; free: readonly string[] }
  | { problem: Problem };

/** Reads what follows the first word of a slash form. */
export function readArguments(
  word: string,
  known: Arguments,
  rest: Line,
  timezone: string,
): SlashReading {
  const entities: Record<string, unknown> = {};
  const free: string[] = [];
  let line = rest;
  const named = Object.entries(known);
  const take = (some: readonly Kind[]): Problem | undefined => {
    for (const kind of some) {
      for (const [name, argument] of named) {
        if (argument.kind !== kind || argument.take === undefined || name in entities) continue;
        const taken = argument.take(line, timezone);
        if ('problem' in taken) return taken.problem;
        if (taken.said !== undefined) {
          entities[name] = taken.said;
          if (taken.plain !== true) free.push(name);
        }
        line = taken.line;
      }
    }
    return undefined;
  };
  const before = take(kinds.filter(({ ownKeys }) => ownKeys));
  if (before !== undefined) return { problem: before };
  const keyed = readKeyed(known, line);
  if ('problem' in keyed) return keyed;
  Object.assign(entities, keyed.entities);
  line = keyed.line;
  const problem = take(kinds.filter(({ ownKeys }) => !ownKeys));
  if (problem !== undefined) return { problem };
  const stray = written(line.text, line);
  if (stray !== '') return { problem: strayIn(stray, word, known, entities) };
  for (const [name, { required, needed }] of named)
    if (required && !(name in entities) && needed !== undefined) return { problem: needed };
  const twice = saidTwice(known, entities);
  if (twice !== undefined) return { problem: twice };
  const inOrder = Object.keys(known).filter((name) => name in entities);
  return { entities: Object.fromEntries(inOrder.map((name) => [name, entities[name]])), free };
}

/** Two arguments of which each says in its own way what the other does. */
function saidTwice(known: Arguments, entities: Record<string, unknown>): Problem | undefined {
  const kindsSaid = Object.keys(entities).flatMap((name) => known[name]?.kind ?? []);
  for (const { key, insteadOf } of kindsSaid) {
    const other = kindsSaid.find(({ name }) => name === insteadOf);
    if (key !== undefined && other?.key !== undefined)
      return { code: 'oneOfTwo', figures: { one: other.key.name, other: key.name } };
  }
  return undefined;
}

const keyAndSign = /(?<=^|[\s,;、])(\p{L}{1,40}) ?[=:]/gu;

/**
 * Takes `branch=…` and the like off a slash form. A value goes on to the next key or the end, or stands in quotation marks;
 * commas may stand between, and a colon for the sign of equality behind a key there is.
 */
function readKeyed(
  known: Arguments,
  line: Line,
): { entities: Record<string, unknown>; line: Line } | { problem: Problem } {
  const keyed = Object.entries(known).flatMap(
    ([
      name,
      {
        kind: { key },
        keyed: by,
        take,
      },
    ]) =>
      by === undefined || key === undefined
        ? []
        : [{ name, key, by, keys: spellings(key.words), alone: take !== undefined }],
  );
  if (keyed.length === 0) return { entities: {}, line };
  const keyOf = (word: string) => keyed.find(({ keys }) => keys.includes(word.toLowerCase()));
  const found = [...line.text.matchAll(keyAndSign)].filter(
    ({ 0: said, 1: word = '' }) => said.endsWith('=') || keyOf(word) !== undefined,
  );
  const entities: Record<string, unknown> = {};
  const left: string[] = [];
  for (const [i, { 0: said, 1: word = '', index }] of found.entries()) {
    const key = keyOf(word);
    if (key === undefined) return { problem: noSuchKey(word, keyed) };
    const end = found[i + 1]?.index ?? line.text.length;
    const all = trimmed(line.text.slice(index + said.length, end));
    const typed = key.by.oneWord
      ? (all.split(' ', 1)[0] ?? '')
      : all.slice(0, key.by.end?.(all) ?? all.length);
    left.push(all.slice(typed.length));
    const { value: text } = valueIn(typed, line);
    if (text === '') return { problem: emptyKey(key) };
    const value = key.by.value(text);
    if ('problem' in value) return value;
    entities[key.name] = value.said;
  }
  const before = trimmed(line.text.slice(0, found[0]?.index));
  const bare = unquoted(before)
    .split(/\s+/)
    .map(keyOf)
    .find((key) => key !== undefined && !key.alone);
  return bare === undefined
    ? { entities, line: { ...line, text: trimmed([before, ...left].join(' ')) } }
    : { problem: emptyKey(bare) };
}

function noSuchKey(word: string, known: readonly { key: Key; keys: readonly string[] }[]): Problem {
  const key = shortened(word);
  const near = correct(
    word.toLowerCase(),
    known.flatMap(({ keys }) => keys),
  );
  if (near !== undefined) return { code: 'nearKey', figures: { key, near } };
  const keys = known.map(({ key: { name } }) => name);
  return { code: 'noSuchKey', figures: { key, count: keys.length, keys } };
}

const emptyKey = ({ key, by }: { key: Key; by: Keyed<unknown> }): Problem => ({
  code: 'emptyKey',
  figures: { key: key.name, example: [by.example] },
});

/** Tells what a command takes, where it was given something else. */
function strayIn(
  typed: string,
  word: string,
  known: Arguments,
  entities: Record<string, unknown>,
): Problem {
  const stray = shortened(typed);
  const all = Object.entries(known).filter(([, { usage }]) => usage !== '');
  if (all.length === 0) return { code: 'strayAlone', figures: { stray, word } };
  // Filters are told of once.
  const takes = [...new Map(all.map(([, { expected }]) => [expected.code, expected])).values()];
  const behindName = all.some(([name, { kind }]) => kind.name === 'customer' && name in entities);
  return { code: behindName ? 'strayName' : 'stray', figures: { stray, word, takes } };
}

/** How a command goes, such as `top [N] [by clv|cvs|contribution] [branch=NAME]`. */
export function usageOf(word: string, known: Arguments): string {
  return Object.values(known).reduce((before, { usage, within }) => {
    if (usage === '') return before;
    return within === undefined
      ? `${before} ${usage}`
      : before.replace(new RegExp(`\\b${RegExp.escape(within)}(?=[\\]|])`), `${within} ${usage}`);
  }, word);
}

/**
 * The slash form that asks a command with some entities; those it does not take are left out, and of two that say the same
 * the one that does not count.
 * @returns undefined where it needs one that is not there, or was given one that no slash form can say
 */
export function slashForm(
  word: string,
  known: Arguments,
  entities: Readonly<Record<string, unknown>>,
): string | undefined {
  const parts = [word];
  const kindsSaid = Object.keys(entities).flatMap((name) =>
    entities[name] === undefined ? [] : (known[name]?.kind.name ?? []),
  );
  for (const [name, { required, write, kind }] of Object.entries(known)) {
    if (kind.insteadOf !== undefined && kindsSaid.includes(kind.insteadOf)) continue;
    const said = entities[name] === undefined ? undefined : write(entities[name]);
    if (said !== undefined) parts.push(said);
    else if (required || entities[name] !== undefined) return undefined;
  }
  return parts.join(' ');
}
