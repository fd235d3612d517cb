import type { Scope } from '../store/scope.ts';

/** Of fewer customers, means and sums are shown only to those who may see every one of them. */
export const fewest = 10;

/**
 * Whether a figure of a group may be shown to whoever sees a scope: they take their own customers away from it, so that it
 * tells what those beyond the scope add up to. Of none of them it tells nothing, of many it tells of no one.
 * @param others the group's customers whom the scope does not reach, whatever filters a question has
 */
export function mayBeTold(scope: Scope, others: number): boolean {
  return scope.kind === 'all' || others === 0 || others >= fewest;
}
