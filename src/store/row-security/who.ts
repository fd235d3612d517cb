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

/** What a transaction says of whom it runs for; an empty text says nobody. */
export type Settings = {
  role: string;
  person: string;
  branch: string;
  work: string;
  /** whose books it sees; an empty text: it sees none, or is held otherwise */
  books: string;
};

/** The settings of a transaction that runs for somebody: whoever reaches nobody takes the role of a book, without a person. */
export function settingsOf(who: Who, roles: Roles): Settings {
  const nobody = { person: '', branch: '', work: '', books: '' };
  if ('work' in who) return { ...nobody, role: 'none', work: who.work };
  if ('figures' in who) return { ...nobody, role: roles.figures };
  const { scope } = who;
  const person = who.person === null ? '' : String(who.person);
  switch (scope.kind) {
    case 'all':
      return { ...nobody, role: roles.bank, person };
    case 'branch':
      return { ...nobody, role: roles.branch, person, branch: String(scope.branchId) };
    case 'book':
    case 'team':
      return {
        ...nobody,
        role: roles.book,
        person: String(scope.managerId),
        books: String(scope.managerId),
      };
    case 'groups':
      return { ...nobody, role: roles.groups, person };
    case 'none':
      return { ...nobody, role: roles.book };
  }
}

/** Whose books somebody sees, as the text of an array: worked out once a transaction, and not by each policy of each table. */
const booksSeen = new PgDialect().sqlToQuery(booksOf(sql.raw('$5::text::int'))).sql;

const sayWho = `set_config('role', $1, true), set_config('bellwether.person', $2, true),
  set_config('bellwether.branch', $3, true), set_config('bellwether.work', $4, true),
  set_config('jit', case $4 when '' then 'off' else current_setting('jit') end, true)`;

/** A statement that a connection keeps under a name, so that it is read and planned once, with its parameters: all of them texts. */
type Saying = { name: string; text: string; values: string[] };

/** The statements that say for whom a transaction runs, by name: who sees books, and everybody else. */
const sayings = {
  bellwether_of_books: `select ${sayWho}, set_config('bellwether.books', (${booksSeen})::text, true)`,
  bellwether_of_others: `select ${sayWho}, set_config('bellwether.books', '', true)`,
};

/**
 * The statement that says them, until its transaction ends. A question is not compiled (JIT): policies make its plan look dear,
 * and compiling takes many times what the question does.
 */
export function sayingOf({ role, person, branch, work, books }: Settings): Saying {
  const values = [role, person, branch, work];
  const of = (name: keyof typeof sayings, more: string[] = []) => ({
    name,
    text: sayings[name],
    values: [...values, ...more],
  });
  return books === '' ? of('bellwether_of_others') : of('bellwether_of_books', [books]);
}
