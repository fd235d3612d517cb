import { plainCharacters } from './characters.ts';
import { folded } from './fold.ts';
import { companyForm } from './legal-forms.ts';
import { readings } from './readings.ts';

/** Longer is not a name; nobody's is compared further. */
const longest = 200;
/** Degrees, which banks write before and behind a name and people leave out. */
const degrees = new Set([
  ...['ing', 'mgr', 'bc', 'judr', 'mudr', 'mvdr', 'phdr', 'rndr', 'paeddr', 'doc', 'dr', 'prof'],
  ...['phd', 'csc', 'drsc', 'mba', 'llm', 'dis', 'esq'],
]);
/** Degrees with full stops and spaces inside. */
const dottedDegrees = /(?<![\p{L}\d])(?:ph\. ?d|ll\. ?m|dr\. ?sc|c\. ?sc|di ?s)\./gu;
/** How people are spoken of, in the languages of their names. */
const address = new Set([
  ...['pan', 'pani', 'slecna', 'herr', 'frau', 'pane'],
  ...readings.flatMap(({ names }) => names?.titles ?? []),
]);
const addressBehind = readings.flatMap(({ titlesBehind }) => titlesBehind ?? []);
const joining = new Set(['and', 'und', 'et', 'the']);
const formsBehind = readings
  .flatMap(({ legalForms }) => Object.entries(legalForms ?? {}))
  .sort(([a], [b]) => b.length - a.length);

/**
 * A name in the words that it is compared by: in lower case, without accents, in simplified characters, without degrees.
 * `form` is its legal form, shortened, where it has one; `spelt` are the words with their accents.
 */
export type NameWords = { words: readonly string[]; spelt: readonly string[]; form?: string };

/** A name, as it was typed or as the bank has it, in words; nobody has a name without any. */
export function nameWords(name: string): NameWords {
  const text = plainCharacters(name.slice(0, longest).normalize('NFKC'))
    .toLowerCase()
    .replace(dottedDegrees, ' ');
  const { rest, form } = apart(text);
  const spelt = wordsIn(rest).filter((word) => !joining.has(word));
  const named = spelt.filter((word) => !degrees.has(folded(word)));
  const kept = named.length === 0 ? spelt : named;
  return { words: kept.map(folded), spelt: kept, ...(form === undefined ? {} : { form }) };
}

const wordsIn = (text: string): string[] =>
  text
    .replace(/['’‘ʼ`]/g, '')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');

/** A name without its legal form. */
function apart(text: string): { rest: string; form?: string } {
  for (const [ending, form] of formsBehind)
    if (text.length > ending.length && text.endsWith(ending))
      return { rest: text.slice(0, -ending.length), form };
  return companyForm(text);
}

/** A typed name without what only says how somebody is spoken of: “Mr Novák”, 张伟先生; undefined where it has nothing of that. */
export function withoutAddress(typed: string): string | undefined {
  const behind = addressBehind.find(
    (title) => typed.endsWith(title) && typed.length > title.length,
  );
  if (behind !== undefined) return typed.slice(0, -behind.length);
  const [first = '', ...rest] = typed.trim().split(/[\s.]+/);
  const isAddress = rest.length > 0 && address.has(folded(first));
  return isAddress ? rest.join(' ') : undefined;
}

/**
 * How a name of the bank's fits one that was typed. `same`: but for case, accents, order, spaces and the way characters are
 * written; `form`: the same where one of them has no legal form; `initials`: with initials for some of its words; `words`:
 * some of its words. Undefined where it only resembles it, or has another legal form.
 */
export type NameFit = 'same' | 'form' | 'initials' | 'words';

export function nameFit(typed: NameWords, name: NameWords): NameFit | undefined {
  if (typed.words.length === 0) return undefined;
  const isForm = typed.form === undefined || name.form === undefined || typed.form === name.form;
  if (!isForm) return undefined;
  if (isSame(typed.words, name.words)) return typed.form === name.form ? 'same' : 'form';
  if (!typed.words.some((word) => word.length > 1)) return undefined;
  const left = [...name.words];
  const take = (is: (word: string) => boolean) => {
    const at = left.findIndex(is);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  };
  const initials = typed.words.filter(isInitial);
  const whole = typed.words.filter((word) => !isInitial(word));
  if (!whole.every((word) => take((each) => each === word))) return undefined;
  if (!initials.every((initial) => take((each) => each.startsWith(initial)))) return undefined;
  return initials.length > 0 ? 'initials' : 'words';
}

const isSame = (typed: readonly string[], name: readonly string[]): boolean =>
  typed.join('') === name.join('') || typed.toSorted().join(' ') === name.toSorted().join(' ');

const isInitial = (word: string) => /^[a-z]$/.test(word);

/** Whether a name has every word with the accents with which it was typed. */
export const isSpelt = (typed: NameWords, name: NameWords): boolean =>
  typed.spelt.every((word) => name.spelt.includes(word)) ||
  typed.spelt.join('') === name.spelt.join('');
