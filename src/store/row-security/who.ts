import { sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { booksOf } from '../people/books-of.ts';
import type { Scope } from '../scope.ts';

/** Work that is nobody's question: what the bank's files bring, a run, what goes out by itself, an operator, retention, the server. */
export type Work = 'ingest' | 'run' | 'digests' | 'operator' | 'retention' | 'server';

/**
 * For whom a statement runs: a person of the bank (id of the store) with what they may see, `figures` of the whole bank that
 * name nobody, or a work of the server's own.
 */
export type Who = { person: number | null; scope: Scope } | { figures: true } | { work: Work };

/** The roles of a database, by what whoever takes one may see. */
export type Roles = Record<'book' | 'branch' | 'bank' | 'figures' | 'groups' | 'gate', string>;

/** The names of a database's roles: a cluster's databases share their roles, so that its number is in each. */
export function rolesOf(databaseOid: number): Roles {
  const gate = `bellwether_${databaseOid}`;
  const of = (reach: string) => `${gate}_${reach}`;
  return {
    gate,
    book: of('book'),
    branch: of('branch'),
    bank: of('bank'),
    figures: of('figures'),
    groups: of('groups'),
  };
}

/** What a transaction says of whom it runs for: what its role does not read is left out, and is nothing. An empty text says nobody. */
export type Settings = {
  role: string;
  person?: string;
  branch?: string;
  work?: string;
  /** whose books it sees */
  books?: string;
};

/** The settings of a transaction that runs for somebody: whoever reaches nobody takes the role of a book, without a person. */
export function settingsOf(who: Who, roles: Roles): Settings {
  if ('work' in who) return { role: 'none', work: who.work };
  if ('figures' in who) return { role: roles.figures };
  const { scope } = who;
  const person = who.person === null ? '' : String(who.person);
  switch (scope.kind) {
    case 'all':
      return { role: roles.bank, person };
    case 'branch':
      return { role: roles.branch, person, branch: String(scope.branchId) };
    case 'book':
    case 'team': {
      const manager = String(scope.managerId);
      return { role: roles.book, person: manager, books: manager };
    }
    case 'groups':
      return { role: roles.groups, person };
    case 'none':
      return { role: roles.book, person: '', books: '' };
  }
}

/** Whose books somebody sees, as the text of an array: worked out once a transaction, and not by each policy of each table. */
const booksSeen = (manager: string) =>
  new PgDialect().sqlToQuery(booksOf(sql.raw(`${manager}::text::int`))).sql;

/** A statement that a connection keeps under a name, so that it is read and planned once, with its parameters: all of them texts. */
export type Saying = { name: string; text: string; values: string[] };

const parts = ['person', 'branch', 'work', 'books'] as const;

/** Says settings as they are, but for those that `instead` has other SQL for, given their parameter. */
function saying(
  settings: Settings,
  how: string,
  instead: (part: string, parameter: string) => string | undefined = () => undefined,
  besides: readonly string[] = [],
): Saying {
  const known = parts.filter((part) => settings[part] !== undefined);
  const sets = known.map((part, at) => {
    const parameter = `$${at + 2}`;
    return `set_config('bellwether.${part}', ${instead(part, parameter) ?? parameter}, true)`;
  });
  return {
    name: ['bellwether', ...known, how].join('_'),
    text: `select ${["set_config('role', $1, true)", ...sets, ...besides].join(', ')}`,
    values: [settings.role, ...known.map((part) => settings[part] ?? '')],
  };
}

const workedOut = (part: string, parameter: string) =>
  part === 'books' ? `(${booksSeen(parameter)})::text` : undefined;

/**
 * The statement that says them, until its transaction ends; it gives a row that is nobody's. A question is not compiled (JIT):
 * policies make its plan look dear, and compiling takes many times what the question does.
 */
export function sayingOf(settings: Settings): Saying {
  const besides = settings.work === undefined ? ["set_config('jit', 'off', true)"] : [];
  return settings.books === undefined || settings.books === ''
    ? saying(settings, 'as_said', undefined, besides)
    : saying(settings, 'worked_out', workedOut, besides);
}

/** What may be said in place of a statement that says for whom, until a moment, in milliseconds as of `Date.now`. */
export type SaidAgain = { saying: Saying; until: number };

/**
 * The same for the embedded database, which compiles nothing, and which its one process alone changes: whose books somebody sees is
 * worked out by the first statement after something was changed, and said as it is by those after it, until a delegation ends.
 */
export function embeddedSayingOf(settings: Settings): {
  saying: Saying;
  /** what to say from then on, by the row that the statement gave */
  again: ((row: readonly (string | null)[]) => SaidAgain) | undefined;
} {
  const { books } = settings;
  if (books === undefined || books === '')
    return { saying: saying(settings, 'as_said'), again: undefined };
  const ends = `(select extract(epoch from min(d.ends_at)) * 1000 from delegations d where d.to_id = $3::text::int and d.ends_at > now())`;
  return {
    saying: saying(settings, 'worked_out', workedOut, [ends]),
    again([, , seen, end]) {
      if (seen === undefined || seen === null)
        throw new Error('The database did not say whose books somebody sees.');
      const until = end === undefined || end === null ? Number.POSITIVE_INFINITY : Number(end);
      return { saying: saying({ ...settings, books: seen }, 'as_said'), until };
    },
  };
}
