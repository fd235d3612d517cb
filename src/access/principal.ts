import type { Locale } from '../language/locale.ts';
import { type ChannelName, type Role, seesCustomers } from '../store/kinds.ts';
import type { Who } from '../store/row-security/who.ts';
import type { Scope } from '../store/scope.ts';

/** Where a question came from: a channel, a program that calls the REST API, or a language model by its tools. */
export type QuestionSource = ChannelName | 'api' | 'mcp';

/** Who is asking: a person of the bank, or somebody nobody has linked to one. */
export type Principal = Linked | Unlinked;

/** A person of the bank, with what they may see and how they read it. */
export type Linked = {
  kind: 'linked';
  managerId: number;
  name: string;
  email: string | null;
  role: Role;
  branchId: number | null;
  locale: Locale | null;
  timezone: string | null;
  /** whether they see figures of groups of customers, and no customer */
  groupsOnly?: boolean;
};

/** Somebody nobody has linked; `identity`: how their platform calls them, where it does. */
export type Unlinked = { kind: 'unlinked'; identity?: string };

/** The person's id in the store; null for somebody nobody has linked. */
export const managerIdOf = (principal: Principal): number | null =>
  principal.kind === 'linked' ? principal.managerId : null;

/** For whom the store is asked: the person, with what they may see. */
export const askedBy = (principal: Principal): Who => ({
  person: managerIdOf(principal),
  scope: scopeOf(principal),
});

/** Whether somebody sees customers, or figures of single ones. */
export const isShownCustomers = (principal: Principal): principal is Linked =>
  principal.kind === 'linked' && seesCustomers(principal.role) && principal.groupsOnly !== true;

/** For whom the store is asked by a command of figures: of whoever sees groups alone, for these and nobody in them. */
export function figuresAskedBy(principal: Linked): { person: number; scope: Scope } {
  const scope: Scope = principal.groupsOnly === true ? { kind: 'groups' } : scopeOf(principal);
  return { person: principal.managerId, scope };
}

/** A manager sees their own book, a lead those of their team, a supervisor their branch, an analyst all unless they see groups
 * alone, anybody else nothing. */
export function scopeOf(principal: Principal): Scope {
  if (principal.kind === 'unlinked') return { kind: 'none' };
  switch (principal.role) {
    case 'analyst':
      return principal.groupsOnly === true ? { kind: 'none' } : { kind: 'all' };
    case 'supervisor':
      return principal.branchId === null
        ? { kind: 'none' }
        : { kind: 'branch', branchId: principal.branchId };
    case 'manager':
      return { kind: 'book', managerId: principal.managerId };
    case 'lead':
      return { kind: 'team', managerId: principal.managerId };
    case 'auditor':
    case 'operator':
      return { kind: 'none' };
  }
}
