import { plainCharacters } from '../../language/characters.ts';
import { folded, normalise } from '../../language/fold.ts';
import { nameKey } from '../../language/name-key.ts';
import { spellings } from '../../language/spellings.ts';
import {
  type CustomerMatch,
  findCustomersByExternalId,
  findCustomersByName,
  findCustomersByPlainName,
} from '../../store/customers/find-customers.ts';
import type { CommandContext } from '../command-context.ts';
import { customerTitle } from '../wording/customer-words.ts';
import type { Finding } from './argument.ts';
import { longerIds } from './longer-ids.ts';
import type { Unanswered } from './problem.ts';
import { shortened } from './shortened.ts';

const offered = 5;
/** Names read from the store to find the one. */
const considered = 30;
/** From here one similar name is taken for the one that was meant. */
const surely = 0.6;

type Asker = Pick<CommandContext, 'store' | 'scope' | 'locale' | 'sentence'>;

/**
 * Finds the one customer meant by an id of the bank or by a name, inside the asker's scope. A sentence may hold an id that
 * is longer than what was read out of it: where there is such a customer too, it is asked which is meant.
 * @param besides what else the question names, which is no part of this one
 */
export async function findCustomer(
  asker: Asker,
  typed: string,
  besides: readonly string[] = [],
): Promise<Finding<number>> {
  const finding = await meant(asker, typed);
  const longer = await customersOfLongerIds(asker, typed, besides);
  if ('only' in finding) {
    const others = longer.filter(({ id }) => id !== finding.only.id);
    return others.length === 0
      ? { found: finding.only.id }
      : several([...others, finding.only], typed, asker.locale);
  }
  const [only] = longer;
  if (only === undefined) return finding;
  return longer.length === 1 ? { found: only.id } : several(longer, typed, asker.locale);
}

async function customersOfLongerIds(
  { store, scope, sentence }: Asker,
  typed: string,
  besides: readonly string[],
): Promise<CustomerMatch[]> {
  const forms = sentence === undefined ? [] : longerIds(sentence, typed);
  if (forms.length === 0) return [];
  const found = await findCustomersByExternalId(store.db, scope, forms, { exactly: true });
  return found.filter(({ externalId }) => !besides.includes(externalId));
}

/**
 * Finds the one customer meant by an id of the bank or by a name, inside the asker's scope. A customer outside it gets the
 * same answer as one that does not exist. An id counts as it was typed first; then whatever its case, its width and what
 * stands before it, as “#”. A name in traditional characters is also looked for in simplified ones.
 */
async function meant(asker: Asker, typed: string): Promise<{ only: CustomerMatch } | Unanswered> {
  const { store, scope, locale } = asker;
  const text = typed.replace(/\p{Cc}/gu, ' ').trim();
  const name = normalise(text);
  for (const exactly of [true, false]) {
    const forms = exactly ? [text] : otherFormsOf(name);
    const byId = await findCustomersByExternalId(store.db, scope, forms, { exactly });
    const [only] = byId;
    if (only !== undefined && byId.length === 1) return { only };
    if (only !== undefined) return several(byId, typed, locale);
  }
  const hasDigit = /\d/.test(name);
  if (/^[\d\s-]*$/.test(name)) return none(typed);
  const matches = await findCustomersByName(store.db, scope, name, considered);
  const key = nameKey(name, 'person');
  const exact = matches.filter((match) => nameKey(match.name ?? '', 'person') === key);
  const part = matches.filter((match) => folded(match.name ?? '').includes(folded(name)));
  const holding =
    exact.length + part.length > 0
      ? part
      : await findCustomersByPlainName(store.db, scope, folded(name), considered);
  for (const fitting of [exact, holding]) {
    const [only] = fitting;
    if (only !== undefined && fitting.length === 1) return { only };
    if (fitting.length > 1) return several(fitting, typed, locale);
  }
  const inSimplifiedCharacters = plainCharacters(name);
  if (inSimplifiedCharacters !== name) return meant(asker, inSimplifiedCharacters);
  const shorter = hasDigit
    ? await findCustomersByExternalId(store.db, scope, [lastWord(name)], { exactly: true })
    : [];
  if (shorter.length > 0) {
    return {
      ...several(shorter, typed, locale),
      summary: { code: 'customer.shorterId', figures: { typed: shortened(typed) } },
    };
  }
  const [nearest] = matches;
  if (nearest === undefined) return none(typed);
  // A text with a digit is an id: nobody else's is near enough.
  if (matches.length === 1 && nearest.similarity >= surely && !hasDigit) return { only: nearest };
  return {
    ...several(matches, typed, locale),
    summary: { code: 'customer.alike', figures: { typed: shortened(typed) } },
  };
}

/** The end of what may be a slip of the keyboard before an id. */
const lastWord = (text: string): string => text.slice(text.lastIndexOf(' ') + 1);

/** How an id may stand in the bank's books that was typed so: with “#” or “customer” before it, or without. */
function otherFormsOf(name: string): string[] {
  const before = ['#', ...spellings('argument-words.customer')];
  const lower = name.toLowerCase();
  const bare = before.flatMap((word) =>
    lower.startsWith(word.toLowerCase()) ? [name.slice(word.length).trim()] : [],
  );
  const [id = name] = bare.filter((form) => form !== '');
  return [...new Set([name, id, ...before.flatMap((word) => [`${word}${id}`, `${word} ${id}`])])];
}

function several(
  matches: readonly CustomerMatch[],
  typed: string,
  locale: CommandContext['locale'],
): Unanswered {
  const shown = matches.slice(0, offered);
  const figures = { count: shown.length, typed: shortened(typed) };
  return {
    title: { code: 'titles.which', figures: { kind: 'customer' } },
    summary:
      matches.length > offered
        ? { code: 'customer.manyFit', figures }
        : { code: 'customer.fit', figures },
    choices: shown.map((match) => ({
      label: [customerTitle(match, locale), ...(match.branch === null ? [] : [match.branch])].join(
        ' · ',
      ),
      entity: match.externalId,
    })),
    seen: shown.map(({ id }) => id),
  };
}

function none(typed: string): Unanswered {
  return {
    title: { code: 'titles.none', figures: { kind: 'customer' } },
    summary: { code: 'customer.none', figures: { typed: shortened(typed) } },
    instead: ['top', 'help'],
  };
}
