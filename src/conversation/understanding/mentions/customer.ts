import { readings } from '../../../language/readings.ts';
import { spellings } from '../../../language/spellings.ts';
import { mark } from '../marked-text.ts';
import { tokenise } from '../tokenise.ts';
import { correct } from '../typos.ts';
import { knownRoots, rootOf } from '../vocabulary.ts';
import type { Mentions, Step } from './step.ts';

const said = readings.flatMap(({ mentions }) => mentions?.customer ?? []);

/** Letters, a low line or a full stop and digits in one id, such as x_1 or C.12; “no.12” is 12. */
const withSigns =
  /(?<![\p{Script=Latin}\d_])([A-Za-z]{1,20}_\d[\dA-Za-z_-]*|(?!(?:no|nr|num|cust|acct|id|client|customer)\.)[A-Za-z]{1,6}\.\d[\dA-Za-z_-]*|(?!(?:mid|top|q|h|fy|mp)-)[A-Za-z]{1,3}-\d[\dA-Za-z_-]*)/iu;

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
  /(?<![\p{Script=Latin}\d=/_&+.-]|\d[.,])(\d+)(?![\p{Script=Latin}\d%=_]|[.,:/+&-][\dA-Za-z]| ?[万亿元])/u;

/** Customers in quotation marks. */
export const customersQuoted = (mentions: Mentions): Mentions => markAll(mentions, /"([^"]+)"/);

/** Customers whom their ids can be nothing but. */
export const customersById: Step = (mentions) =>
  plainIds.reduce(markAll, markSpaced(markAll(markAll(mentions, withStrokes), withSigns)));

/** Customers by whole numbers that nothing else explains; so it comes last. */
export const customersByNumber: Step = (mentions) => markAll(mentions, bareNumber);

/** A word, a space and digits, such as AB 12 or O'Neil 7: an id where the word is none that sentences are made of. */
const spacedId =
  /(?<![\p{Script=Latin}\p{M}\d'.&_-])(\p{Lu}[\p{Script=Latin}\p{M}'.&_-]{0,39}|[a-z]{1,3}) (\d[\dA-Za-z_/-]*)(?![\p{Script=Latin}\d%]|[.,:]\d)/gu;
/** The same where the word is in a script without spaces, such as 张三 72. */
const joinedId = /(\p{Script=Han}+) (\d[\dA-Za-z_-]*)(?![\p{Script=Latin}\d%]|[.,:/]\d)/gu;
const neverInIds = new Set(readings.flatMap(({ names }) => names?.never ?? []));

/** Marks ids with a space: the number alone would be somebody else. */
function markSpaced(mentions: Mentions): Mentions {
  const { text } = mentions.marked;
  const between = spellings('argument-words.between');
  const isWord = (word: string) => {
    const root = rootOf(word.replace(/'s?$/, ''));
    return (
      knownRoots.has(root) ||
      neverInIds.has(word.toLowerCase()) ||
      between.includes(word.toLowerCase()) ||
      correct(root, knownRoots) !== undefined
    );
  };
  const spaced = [...text.matchAll(spacedId)].flatMap(([id, word = '']) =>
    isWord(word) ? [] : [id],
  );
  const joined = [...text.matchAll(joinedId)].flatMap(([, run = '', number = '']) => {
    const name = unknownEnd(run);
    return name.length > 1 ? [`${name} ${number}`] : [];
  });
  return [...spaced, ...joined].reduce(
    (rest, id) => markOne(rest, id, rest.marked.text.indexOf(id), id),
    mentions,
  );
}

/** What a run of characters ends in that no vocabulary has. */
function unknownEnd(run: string): string {
  const tokens = tokenise({ text: run, marks: [] });
  const known = tokens.findLastIndex((token) => token.known);
  return tokens
    .slice(known + 1)
    .map(({ said }) => said)
    .join('');
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
