import { plainCharacters } from '../../language/characters.ts';
import { nameKey } from '../../language/name-key.ts';
import { kinds } from '../arguments/kinds.ts';
import { corrected } from './corrected-tokens.ts';
import { findCustomerName } from './customer-names.ts';
import { withCustomer } from './mentions/customer.ts';
import type { Mentions } from './mentions/step.ts';
import { termsOf } from './terms.ts';
import { tokenise } from './tokenise.ts';
import { isOrdinary, rootOf } from './vocabulary.ts';

/** What is said of customers alone. */
const saidOfCustomers = kinds.flatMap(({ ofCustomers, entity }) =>
  ofCustomers && entity !== undefined ? [entity] : [],
);
/** What only customers have to do with, so that an uncertain name beside it is one of theirs. */
const conceptsOfCustomers = new Set(
  kinds.flatMap(({ concepts = [] }) => concepts.map((concept) => `~${concept}`)),
);

/** What is no name: roots of the words that are known, and pairs of characters that stand in ordinary sentences. */
export type NameVocabulary = { words: ReadonlySet<string>; pairs: ReadonlySet<string> };

/** The customers that mentions have. */
export const customersIn = ({ entities }: Mentions): unknown[] => [entities.customer ?? []].flat();

/**
 * Finds names of customers among the words of a sentence, until there are so many customers.
 * @param typed the sentence, normalised
 * @param managers names of managers of the bank: who is one is whose customers are meant
 * @param ofSomebody whether the sentence is known to be about a customer, so that what may be a name is one
 */
export function withCustomerNames(
  typed: string,
  mentions: Mentions,
  vocabulary: NameVocabulary,
  most: number,
  {
    managers = [],
    ofSomebody = false,
  }: { managers?: readonly string[]; ofSomebody?: boolean } = {},
): Mentions {
  const found = mentions.marked;
  const tokens = corrected(tokenise(found), vocabulary.words);
  const kind = customersIn(mentions).length === 0 ? 'customer' : 'another-customer';
  if (customersIn(mentions).length >= most) return mentions;
  const known = [
    (word: string) => vocabulary.words.has(rootOf(word)) || isOrdinary(word),
    (pair: string) => vocabulary.pairs.has(pair),
  ] as const;
  const name = findCustomerName(found, tokens, kind, ...known, ofSomebody);
  if (name === undefined) return mentions;
  const terms = termsOf(corrected(tokenise(name.marked), vocabulary.words), name.marked);
  const isName =
    name.sure ||
    ofSomebody ||
    saidOfCustomers.some((entity) => entity in mentions.entities) ||
    saysWho(terms, name.likely);
  if (!isName) return mentions;
  const said = asTyped(name.name, typed);
  const key = nameKey(said, 'person');
  const manager = managers.find((each) => nameKey(each, 'person') === key);
  const further =
    manager === undefined
      ? { entities: withCustomer(mentions.entities, said), marked: name.marked }
      : {
          entities: { manager, ...mentions.entities },
          marked: findCustomerName(found, tokens, 'manager', ...known)?.marked ?? name.marked,
        };
  return withCustomerNames(typed, further, vocabulary, most, { managers });
}

/** A name found in readable text, as it was typed: with its characters. */
function asTyped(name: string, typed: string): string {
  const at = plainCharacters(typed).indexOf(name);
  return at < 0 ? name : typed.slice(at, at + name.length);
}

/** Whether a sentence with an uncertain name in it is about a customer, or says nothing else at all. */
function saysWho(terms: readonly string[], likely: boolean): boolean {
  return terms.some((term) => conceptsOfCustomers.has(term)) || (likely && terms.length === 1);
}
