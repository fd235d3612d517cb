import { type SQL, sql } from 'drizzle-orm';
import { analystsSeeGroups } from './people/analysts-see.ts';
import { booksOf } from './people/books-of.ts';
import { customers } from './schema.ts';

/** Which customers a question may reach. Every question about customers takes one. */
export type Scope =
  | { kind: 'all' }
  | { kind: 'branch'; branchId: number }
  | { kind: 'book'; managerId: number }
  /** the books of those whom somebody leads, and their own */
  | { kind: 'team'; managerId: number }
  /** the whole bank, of whom nobody is named: statements run as a role that reads no name and no id of the bank's */
  | { kind: 'groups' }
  | { kind: 'none' };

/** Whether a scope is of books: of one's own with those that come with it, or of a team's. */
export const isOfBooks = (scope: Scope): scope is Extract<Scope, { managerId: number }> =>
  scope.kind === 'book' || scope.kind === 'team';

/**
 * The condition on `customers` that holds a statement to a scope: whose data is restricted is in none, whoever asks. By name alone
 * they are found, to be told that ({@link inReach}).
 */
export function inScope(scope: Scope): SQL {
  return sql`(${inReach(scope)} and ${customers.restrictedAt} is null)`;
}

/**
 * The condition on `customers` that holds a statement to whom somebody may see, with the books in which a manager stands in for another, and those of a
 * lead's team;
 * those whose data is restricted among them. */
export function inReach(scope: Scope): SQL {
  switch (scope.kind) {
    case 'all':
    case 'groups':
      return sql`true`;
    case 'branch':
      return sql`${customers.branchId} = ${scope.branchId}`;
    case 'book':
    case 'team':
      return sql`${customers.managerId} = any(${booksOf(sql`${scope.managerId}::int`)})`;
    case 'none':
      return sql`false`;
  }
}

const ofBooks = sql`${customers.managerId} = any(${booksOf(sql`m.id`)})`;

/** Whether a person `m` of `managers` may see a row of `customers`, as {@link inScope} does for their role. */
export const withinReach: SQL = sql`(m.active and case m.role
  when 'analyst' then not ${analystsSeeGroups}
  when 'supervisor' then m.branch_id = ${customers.branchId}
  when 'manager' then ${ofBooks}
  when 'lead' then ${ofBooks}
  else false end) is true`;
