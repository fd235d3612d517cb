import type { Condition, Test } from '../../settings/playbooks/condition.ts';

/** What one fact is of one customer; null or nothing where it is not known. Of a set, the words in it. */
export type FactValue = number | boolean | string | readonly string[] | null | undefined;

/** What is known of a customer, by the names of facts. */
export type Facts = { readonly [fact: string]: FactValue };

/** A fact that bore a condition out, and what it was. */
export type Because = { fact: string; value: number | boolean | string | readonly string[] };

/** Whether a condition holds: null is unknown. `because` are the facts that decided, each once. */
export type Verdict = { holds: boolean | null; because: Because[] };

/**
 * Whether a condition holds of a customer, in three-valued logic (Kleene's): a comparison with an unknown fact is unknown, and
 * so is `not` of it; `all` is false where one part is, else unknown where one part is; `any` is true where one part is, else
 * unknown where one part is.
 */
export function evaluate(condition: Condition, facts: Facts): Verdict {
  if ('fact' in condition) {
    const value = facts[condition.fact];
    if (value === null || value === undefined) return { holds: null, because: [] };
    return {
      holds: passes(condition.test, value),
      because: [{ fact: condition.fact, value }],
    };
  }
  if ('not' in condition) {
    const { holds, because } = evaluate(condition.not, facts);
    return { holds: holds === null ? null : !holds, because };
  }
  const isAll = 'all' in condition;
  const because: Because[] = [];
  let unknown = false;
  for (const part of isAll ? condition.all : condition.any) {
    const verdict = evaluate(part, facts);
    // One part that fails settles `all`, one that holds settles `any`.
    if (verdict.holds === !isAll) return verdict;
    if (verdict.holds === null) unknown = true;
    else add(because, verdict.because);
  }
  return { holds: unknown ? null : isAll, because };
}

function add(to: Because[], more: readonly Because[]): void {
  for (const each of more) if (!to.some(({ fact }) => fact === each.fact)) to.push(each);
}

function passes(test: Test, value: NonNullable<FactValue>): boolean {
  switch (test.kind) {
    case 'flag':
      return value === test.value;
    case 'words': {
      const has = typeof value === 'object' ? value : [String(value)];
      return test.anyOf.some((word) => has.includes(word));
    }
    case 'number':
      return typeof value === 'number' && compares(value, test);
  }
}

function compares(
  value: number,
  { comparison, threshold }: Extract<Test, { kind: 'number' }>,
): boolean {
  switch (comparison) {
    case '>':
      return value > threshold;
    case '>=':
      return value >= threshold;
    case '<':
      return value < threshold;
    case '<=':
      return value <= threshold;
    case '=':
      return value === threshold;
  }
}
