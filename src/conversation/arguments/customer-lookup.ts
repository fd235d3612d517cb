import { normalise } from '../../language/fold.ts';
import {
  type CustomerMatch,
  findCustomersByExternalId,
} from '../../store/customers/find-customers.ts';
import type { CommandContext } from '../command-context.ts';
import { customerName, customerTitle } from '../wording/customer-words.ts';
import type { Finding } from './argument.ts';
import { customersById, customersByNumber } from './customer-ids.ts';
import { customersNamed, type NamedCustomers } from './customer-names.ts';
import { longerIds } from './longer-ids.ts';
import type { Problem, Unanswered } from './problem.ts';
import { shortened } from './shortened.ts';

const offered = 5;

/**
 * What of a question tells which customer it means: `besides` is what else it names, which is no part of this one; `restricted`
 * whether one whose data is restricted is an answer.
 */
export type Lookup = { besides?: readonly string[]; restricted?: 'refused' | 'found' | undefined };

type Asker = Pick<CommandContext, 'store' | 'scope' | 'locale' | 'sentence' | 'say' | 'format'>;

/**
 * Finds the one customer meant by an id of the bank or by a name, inside the asker's scope. A sentence may hold an id that
 * is longer than what was read out of it: where there is such a customer too, it is asked which is meant.
 */
export async function findCustomer(
  asker: Asker,
  typed: string,
  { besides = [], restricted = 'refused' }: Lookup = {},
): Promise<Finding<number>> {
  const finding = await meant(asker, typed);
  const longer = await customersOfLongerIds(asker, typed, besides);
  const taken = (only: CustomerMatch): Finding<number> =>
    only.restricted && restricted === 'refused' ? ofRestricted(only, asker) : { found: only.id };
  if ('only' in finding) {
    const others = longer.filter(({ id }) => id !== finding.only.id);
    return others.length === 0
      ? taken(finding.only)
      : several([...others, finding.only], typed, asker);
  }
  const [only] = longer;
  if (only === undefined) return finding;
  return longer.length === 1 ? taken(only) : several(longer, typed, asker);
}

/** What is held of them is kept and not worked with: nothing is told but that. */
function ofRestricted(only: CustomerMatch, { locale }: Asker): Unanswered {
  return {
    title: { code: 'titles.restricted', figures: {} },
    summary: { code: 'customer.restricted', figures: { name: customerName(only, locale) } },
    instead: ['atRisk', 'top'],
    seen: [only.id],
  };
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
 * same answer as one that does not exist. Taken is who has the id, or whose name is the same as it was typed, or in part;
 * whoever's name only resembles it is asked about.
 */
async function meant(asker: Asker, typed: string): Promise<{ only: CustomerMatch } | Unanswered> {
  const text = typed.replace(/\p{Cc}/gu, ' ').trim();
  const normalised = normalise(text);
  const chosen = (matches: readonly CustomerMatch[]) =>
    one(matches) ?? several(matches, typed, asker);
  const byId = await customersById(asker, text, normalised);
  if (byId.length > 0) return chosen(byId);
  const isNumber = /^[\d\s-]*$/.test(normalised);
  const named: NamedCustomers = isNumber
    ? { taken: [], alike: [] }
    : await customersNamed(asker, normalised);
  if (named.taken.length > 0) return chosen(named.taken);
  const shorter = /\d/.test(normalised) ? await customersOfShorterId(asker, normalised) : [];
  if (shorter.length > 0) return asked(shorter, typed, asker, 'id');
  return named.alike.length > 0 ? asked(named.alike, typed, asker, 'name') : none(typed);
}

/**
 * The one customer of the asker's scope who has an id, or else a name, as it is written; undefined where that is nobody or
 * not one alone.
 */
export async function customerAlone(
  asker: Pick<Asker, 'store' | 'scope'>,
  written: string,
): Promise<number | undefined> {
  const text = written.replace(/\p{Cc}/gu, ' ').trim();
  const normalised = normalise(text);
  const byId = await customersById(asker, text, normalised);
  const found =
    byId.length > 0 || /^[\d\s-]*$/.test(normalised)
      ? byId
      : (await customersNamed(asker, normalised)).taken;
  return one(found)?.only.id;
}

const one = ([only, ...more]: readonly CustomerMatch[]) =>
  only !== undefined && more.length === 0 ? { only } : undefined;

/** Whose id is the end of one that nobody has, where a slip of the keyboard may stand before it; or has its number. */
async function customersOfShorterId(asker: Asker, typed: string): Promise<CustomerMatch[]> {
  const { store, scope } = asker;
  const end = [typed.slice(typed.lastIndexOf(' ') + 1)];
  const shorter = await findCustomersByExternalId(store.db, scope, end, { exactly: true });
  return shorter.length > 0 ? shorter : customersByNumber(asker, typed);
}

/** Asks for one of some whom a text does not name as they are called. */
function asked(
  matches: readonly CustomerMatch[],
  typed: string,
  asker: Asker,
  what: 'id' | 'name',
): Unanswered {
  const [only, ...more] = matches;
  const figures = { typed: shortened(typed) };
  const isOne = only !== undefined && more.length === 0;
  const summary: Problem =
    what === 'id'
      ? { code: isOne ? 'customer.shorterId' : 'customer.shorterIds', figures }
      : isOne
        ? {
            code: 'customer.alikeOne',
            figures: { ...figures, customer: describedAlone(only, asker) },
          }
        : { code: 'customer.alike', figures };
  return { ...several(matches, typed, asker), summary };
}

/** A customer as a sentence names them: “Jana Nováková (Brno, since 2019)”. */
function describedAlone(match: CustomerMatch, { locale, say }: Asker): string {
  const name = customerName(match, locale);
  const { branch, joinedOn } = match;
  const since =
    joinedOn === null
      ? undefined
      : say('arguments.customer.since', { since: joinedOn.slice(0, 4) });
  if (branch === null)
    return since === undefined ? name : say('arguments.customer.known', { name, detail: since });
  return since === undefined
    ? say('arguments.customer.known', { name, detail: branch })
    : say('arguments.customer.knownSince', { name, branch, since });
}

function several(matches: readonly CustomerMatch[], typed: string, asker: Asker): Unanswered {
  const shown = matches.slice(0, offered);
  const labels = labelsOf(shown, asker);
  const figures = { count: shown.length, typed: shortened(typed) };
  return {
    title: { code: 'titles.which', figures: { kind: 'customer' } },
    summary:
      matches.length > offered
        ? { code: 'customer.manyFit', figures }
        : { code: 'customer.fit', figures },
    choices: shown.map(({ externalId }, at) => ({
      label: labels[at] ?? externalId,
      entity: externalId,
    })),
    seen: shown.map(({ id }) => id),
  };
}

/** What tells some customers apart: name and id, branch, and since when they are customers, to the day where the year is the same. */
function labelsOf(shown: readonly CustomerMatch[], { locale, say, format }: Asker): string[] {
  const years = shown.map(({ name, branch, joinedOn }) =>
    [name, branch, joinedOn?.slice(0, 4)].join('\n'),
  );
  return shown.map((match, at) => {
    const { branch, joinedOn } = match;
    const isAlone = years.indexOf(years[at] ?? '') === years.lastIndexOf(years[at] ?? '');
    const since =
      joinedOn === null
        ? []
        : [
            say('arguments.customer.since', {
              since: isAlone ? joinedOn.slice(0, 4) : format.day(joinedOn),
            }),
          ];
    return [customerTitle(match, locale), ...(branch === null ? [] : [branch]), ...since].join(
      ' · ',
    );
  });
}

function none(typed: string): Unanswered {
  return {
    title: { code: 'titles.none', figures: { kind: 'customer' } },
    summary: { code: 'customer.none', figures: { typed: shortened(typed) } },
    instead: ['top', 'help'],
  };
}
