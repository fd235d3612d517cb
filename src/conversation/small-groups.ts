import type { Scope } from '../store/scope.ts';

/** Of fewer customers, means and sums are shown only to those who may see every one of them. */
const fewest = 10;

/**
 * Whether a figure of customers beyond those whom a scope reaches may be shown: of a few it would tell whoever knows one of
 * them of the others.
 * @param customers how many of them there are
 */
export function mayBeTold(scope: Scope, customers: number): boolean {
  return scope.kind === 'all' || customers >= fewest;
}
