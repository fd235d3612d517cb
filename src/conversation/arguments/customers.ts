import { z } from 'zod';
import { spellings } from '../../language/spellings.ts';
import { isNameAlone } from '../understanding/customer-names.ts';
import { customerNamePart } from '../understanding/tokenise.ts';
import { type Argument, argument, type Taken } from './argument.ts';
import { customerInSlashForm, idOrName, withoutEnd } from './customer.ts';
import { findCustomer } from './customer-lookup.ts';
import type { Kind } from './kind.ts';
import { type Line, quotationIn, written } from './line.ts';
import type { Problem, Unanswered } from './problem.ts';

/** Several customers: a sentence mentions them as it does one. */
export const customersKind: Kind = { name: 'customers', entity: 'customer', countsAgainst: true };

/** How many customers a question is about. */
type Limits = { least: number; most: number };

/** Several customers, by ids of the bank or by names; a command gets their ids in the store, each once. */
export function customers(number: Limits): Argument<number[]> {
  const said = z.array(idOrName).min(number.least).max(number.most);
  return argument<string[], number[]>({
    kind: customersKind,
    usage: 'ID-OR-NAME ID-OR-NAME…',
    description: 'arguments.customers.description',
    said,
    take: (line) => takeCustomers(line, number),
    expected: { code: 'customers.expected', figures: number },
    needed: { code: 'customers.number', figures: number },
    write: (list) => list.map(customerInSlashForm).join(' '),
    async find(list, context) {
      const found = new Set<number>();
      for (const [i, each] of list.entries()) {
        const finding = await findCustomer(context, each, { besides: list });
        if (!('found' in finding)) return withOthers(finding, list, i);
        found.add(finding.found);
      }
      return found.size < number.least
        ? tooFew({ code: 'customers.same', figures: number })
        : { found: [...found] };
    },
    absent: async () => tooFew({ code: 'customers.number', figures: number }),
    refused: () => tooFew({ code: 'customers.number', figures: number }),
    isPlain: (list) => list.every(isPlainly),
  });
}

const tooFew = (summary: Problem): Unanswered => ({
  title: { code: 'titles.which', figures: { kind: 'customers' } },
  summary,
  example: ['1042', '1055'],
  instead: ['atRisk', 'top'],
});

/** Each choice for one of the customers goes with the others as they were said. */
function withOthers(one: Unanswered, list: readonly string[], at: number): Unanswered {
  const { choices, ...rest } = one;
  if (choices === undefined) return rest;
  return {
    ...rest,
    choices: choices.map(({ label, entity }) => ({ label, entity: list.with(at, String(entity)) })),
  };
}

/** An id, or a name that can be nothing else; anything else may be what a sentence is made of. */
function isPlainly(said: string): boolean {
  return (/^\p{Lu}|\d/u.test(said) && customerNamePart(said)) || isNameAlone(said);
}

/**
 * Reads the customers of a slash form: `1042 1055`, `1042 vs 1055`, `Zhang Wei and Li Na`, `"AB 12", 1055`. Ids may stand side by
 * side; between names stand commas or words such as “and”.
 */
function takeCustomers(line: Line, number: Limits): Taken<string[]> {
  const { pieces, apart } = piecesOf(withoutEnd(line.text));
  const said: string[] = [];
  for (const words of pieces) {
    const ids = words.filter(
      (word) => hasDigit.test(word) || quotationIn(word, line) !== undefined,
    );
    const oneName = ids.length === 0 || (ids.length === 1 && hasDigit.test(words.at(-1) ?? ''));
    if (words.length === 1 || oneName) said.push(textOf(words.join(' '), line));
    else if (ids.length === words.length && !apart) said.push(...ids.map((id) => textOf(id, line)));
    else return { problem: { code: 'customers.commas', figures: {} } };
  }
  const isPlain = (words: readonly string[]) =>
    words.every((word) => quotationIn(word, line) !== undefined) || isPlainly(words.join(' '));
  const list = [...new Set(said.filter((each) => each !== ''))];
  if (list.length === 0) return { line: { ...line, text: '' } };
  return list.length < number.least || list.length > number.most
    ? { problem: { code: 'customers.number', figures: number } }
    : {
        said: list,
        plain: pieces.every(isPlain),
        line: { ...line, text: '' },
      };
}

const hasDigit = /\d/;
const textOf = (text: string, line: Line) => quotationIn(text, line) ?? written(text, line);

/** What stands between commas and words such as “and”, in words; `apart` where there are any such. */
function piecesOf(text: string): { pieces: string[][]; apart: boolean } {
  const between = new Set(spellings('argument-words.between'));
  const separated = text.replace(/[,;、]/g, ' , ').replace(/[\uF000-\uF8FF]/g, ' $& ');
  const words = separated.split(/\s+/).flatMap((word) => splitBetween(word, between));
  const pieces: string[][] = [[]];
  for (const word of words) {
    if (word === ',' || between.has(word.toLowerCase())) pieces.push([]);
    else if (word !== '') pieces.at(-1)?.push(word);
  }
  return { pieces: pieces.filter((piece) => piece.length > 0), apart: pieces.length > 1 };
}

const han = /^\p{Script=Han}$/u;

/** Splits a run without spaces at words such as “and”, but not within a name: on either side stand two characters at least. */
function splitBetween(run: string, between: ReadonlySet<string>): string[] {
  const words = [...between].filter((word) => han.test(word.charAt(0)));
  for (let at = 1; at < run.length - 1; at++) {
    const word = words
      .filter((each) => run.startsWith(each, at))
      .sort((a, b) => b.length - a.length)[0];
    if (word === undefined) continue;
    const [left, right] = [run.slice(0, at), run.slice(at + word.length)];
    if (isWhole(left) && isWhole(right)) return [left, word, ...splitBetween(right, between)];
  }
  return [run];
}

const isWhole = (name: string) => name.length > 1 || (name !== '' && !han.test(name));
