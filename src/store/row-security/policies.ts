import { getTableColumns, getTableName, isTable, sql } from 'drizzle-orm';
import { PgDialect, type PgTable } from 'drizzle-orm/pg-core';
import { booksOf } from '../people/books-of.ts';
import * as schema from '../schema.ts';
import type { Roles } from './who.ts';

type Change = 'insert' | 'update' | 'delete';

/** The tables whose rows are about customers: the customers themselves, and every one that has a customer's id. */
export const customerTables: readonly PgTable[] = Object.values(schema)
  .filter((each) => isTable(each))
  .filter((table) => table === schema.customers || 'customerId' in getTableColumns(table))
  .toSorted((a, b) => (getTableName(a) < getTableName(b) ? -1 : 1));

/** Whose rows name customers otherwise and are one person's: which of them a question may read. */
const ownRows = new Map<PgTable, string>([
  [schema.actions, 'manager_id = {person}'],
  [
    schema.deliveries,
    'exists (select from digests d where d.id = digest_id and d.owner_id = {person})',
  ],
]);

/** Totals by branch: who sees a branch reads its own, who sees the bank all of them, who sees a book those by book, where there are any. */
const byBranch = new Map<PgTable, { books: boolean }>([
  [schema.runTotals, { books: true }],
  [schema.runMonths, { books: true }],
  [schema.runFlows, { books: false }],
  [schema.runHolders, { books: false }],
  [schema.runStakes, { books: false }],
  [schema.runThemes, { books: false }],
]);

/** Whose rows name customers otherwise, and no question reads: the server alone keeps them. */
const kept: readonly PgTable[] = [
  schema.accessLog,
  schema.answersBefore,
  schema.chartLinks,
  schema.inbox,
  schema.ingestRejects,
];

/** Every table under row-level security. */
export const securedTables: readonly PgTable[] = [
  ...customerTables,
  ...ownRows.keys(),
  ...byBranch.keys(),
  ...kept,
];

/** What no question is given, though nobody is named in it. */
const closed: readonly PgTable[] = [
  ...kept,
  schema.accessSeals,
  schema.accessUnsealed,
  schema.answersGiven,
  schema.apiTokens,
  schema.forgotten,
  schema.handledEvents,
  schema.identities,
  schema.outletHolds,
  schema.secrets,
  schema.signIns,
  schema.signInTickets,
  schema.slackRefusedForms,
  schema.teamsConversations,
  schema.votes,
];

/**
 * Of tables whose rows are about customers, what is read for figures of groups: the columns, or all of them. None has a customer's
 * name, their id at the bank, an address or a text that somebody wrote.
 */
const ofGroups = new Map<PgTable, readonly string[] | 'all'>([
  [
    schema.customers,
    [
      'id',
      'branch_id',
      'manager_id',
      'joined_on',
      'closed_on',
      'tags',
      'do_not_contact',
      'do_not_profile',
      'contact_refused_at',
      'profiling_refused_at',
      'restricted_at',
    ],
  ],
  [schema.customerValues, 'all'],
  [schema.contributions, 'all'],
  [schema.holdings, ['customer_id', 'product', 'opened_on', 'closed_on']],
  [schema.interactions, ['customer_id', 'occurred_at', 'kind']],
  [schema.followUps, ['customer_id', 'kind', 'due_on', 'done_at']],
  [
    schema.surveys,
    ['customer_id', 'external_id', 'answered_on', 'score', 'scale_min', 'scale_max', 'question'],
  ],
  [
    schema.opinions,
    ['customer_id', 'source', 'external_id', 'said_on', 'score', 'label', 'topics'],
  ],
  [schema.riskOverrides, ['customer_id', 'id', 'at', 'as_of', 'probability', 'until']],
]);

/** What questions only add to, and never read. */
const appended: readonly PgTable[] = [schema.accessLog];

/** What questions change, as when somebody logs a call; all else they only read. */
const changed = new Map<PgTable, readonly Change[]>([
  [schema.actions, ['insert', 'update', 'delete']],
  [schema.campaigns, ['insert', 'update', 'delete']],
  [schema.campaignMembers, ['insert', 'delete']],
  [schema.digests, ['insert', 'update']],
  [schema.digestCrossings, ['insert', 'update', 'delete']],
  [schema.followUps, ['insert', 'update', 'delete']],
  [schema.followedChanges, ['insert']],
  [schema.follows, ['insert', 'update', 'delete']],
  [schema.interactions, ['insert', 'update', 'delete']],
  [schema.offers, ['insert', 'update', 'delete']],
  [schema.opportunities, ['insert', 'update', 'delete']],
  [schema.riskOverrides, ['insert', 'update', 'delete']],
]);

/** A setting of the transaction as a number: read once a statement, since it stands in a query of its own. */
const setting = (name: string) =>
  `(select nullif(current_setting('bellwether.${name}', true), '')::int)`;

/**
 * The books of a person as a function of the database. A replica of the version before says who asks and not whose books they see;
 * policies that worked that out themselves would make every plan of every question dear.
 */
const booksFunction = `create or replace function bellwether_books_of(person int) returns int[] language plpgsql stable
  as 'begin return ${new PgDialect().sqlToQuery(booksOf(sql.raw('$1'))).sql.replaceAll("'", "''")}; end'`;

/** Whose books a transaction sees: as it says or, where it does not, those of the person for whom it runs. */
const books = `(select coalesce(nullif(current_setting('bellwether.books', true), '')::int[],
  bellwether_books_of(nullif(current_setting('bellwether.person', true), '')::int)))`;

/** A right that a role has to a table, or to one column of it. */
export type Grant = { role: string; table: string; right: 'select' | Change; column?: string };

/** What the roles of questions may do: those of people read and change, that of figures only reads, that of groups only what names nobody. */
export function grantsTo(roles: Roles): Grant[] {
  const people = [roles.book, roles.branch, roles.bank];
  const added = appended.flatMap((table) =>
    people.map((role): Grant => ({ role, table: getTableName(table), right: 'insert' })),
  );
  const others = Object.values(schema)
    .filter((each) => isTable(each))
    .filter((table) => !closed.includes(table))
    .flatMap((table) => {
      const name = getTableName(table);
      const own = ownRows.has(table) ? people : [...people, roles.figures];
      return [
        ...own.map((role): Grant => ({ role, table: name, right: 'select' })),
        ...people.flatMap((role) =>
          (changed.get(table) ?? []).map((right): Grant => ({ role, table: name, right })),
        ),
        // Nothing of a customer is changed; who holds one for the rest of a transaction needs a right to some change, and no
        // id can be given.
        ...(table === schema.customers
          ? people.map((role): Grant => ({ role, table: name, right: 'update', column: 'id' }))
          : []),
      ];
    });
  const groups = Object.values(schema)
    .filter((each) => isTable(each))
    .filter((table) => !closed.includes(table) && !ownRows.has(table))
    .flatMap((table): Grant[] => {
      const grant: Grant = { role: roles.groups, table: getTableName(table), right: 'select' };
      const columns = customerTables.includes(table) ? (ofGroups.get(table) ?? []) : 'all';
      return columns === 'all' ? [grant] : columns.map((column) => ({ ...grant, column }));
    });
  return [...added, ...others, ...groups];
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/**
 * The policies of a table, as statements that replace those it had. Whoever sees the whole bank, and figures of it, is held
 * to nothing, so that every index serves them; a book and a branch are looked up by an index of customers.
 * @param owner the database's own role, that of the server: it sees rows for a work, and none without
 */
export function policiesOf(table: PgTable, roles: Roles, owner: string): string[] {
  const name = getTableName(table);
  const policy = (called: string, to: readonly string[], condition: string, command = 'all') => [
    `drop policy if exists ${called} on ${quoted(name)}`,
    `create policy ${called} on ${quoted(name)} for ${command} to ${to.map(quoted).join(', ')} using (${condition})`,
  ];
  const work = policy(
    'work',
    [owner],
    `(select current_setting('bellwether.work', true)) in ('ingest', 'run', 'digests', 'operator', 'retention', 'server')`,
  );
  const people = [roles.book, roles.branch, roles.bank];
  const own = ownRows.get(table);
  if (own !== undefined)
    return [...work, ...policy('own', people, own.replace('{person}', setting('person')))];
  if (appended.includes(table))
    return [
      ...work,
      `drop policy if exists append on ${quoted(name)}`,
      `create policy append on ${quoted(name)} for insert to ${people.map(quoted).join(', ')} with check (true)`,
    ];
  if (kept.includes(table)) return work;
  const inBook = `manager_id = any (${books}::int[])`;
  const inBranch = policy('branch', [roles.branch], `branch_id = ${setting('branch')}`);
  const totals = byBranch.get(table);
  const reach =
    table === schema.customers
      ? [booksFunction, ...policy('book', [roles.book], inBook), ...inBranch]
      : totals !== undefined
        ? [
            booksFunction,
            ...policy(
              'book',
              [roles.book],
              totals.books ? `by = 'manager' and ${inBook}` : 'false',
            ),
            ...inBranch,
          ]
        : policy(
            'reach',
            [roles.book, roles.branch],
            `exists (select from customers c where c.id = customer_id)`,
          );
  return [
    ...work,
    ...reach,
    ...policy('bank', [roles.bank], 'true'),
    ...policy(
      'figures',
      ofGroups.has(table) || byBranch.has(table) ? [roles.figures, roles.groups] : [roles.figures],
      'true',
      'select',
    ),
  ];
}
