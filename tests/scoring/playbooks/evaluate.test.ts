import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/scoring/playbooks/evaluate.ts';
import type { Condition, Test } from '../../../src/settings/playbooks/condition.ts';

const leaf = (fact: string, test: Test): Condition => ({ fact, test, at: [] });
const flag = (fact: string): Condition => leaf(fact, { kind: 'flag', value: true });
const number = (comparison: '>' | '>=' | '<' | '<=' | '=', threshold: number): Condition =>
  leaf('n', { kind: 'number', comparison, threshold });
const words = (...anyOf: string[]): Condition => leaf('w', { kind: 'words', anyOf });

/** Any condition over the flags a, b and c. */
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('a', 'b', 'c').map(flag),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    tie('condition').map((not) => ({ not })),
  ),
}));
const known = fc.record({ a: fc.boolean(), b: fc.boolean(), c: fc.boolean() });
const unsure = fc.record({
  a: fc.option(fc.boolean()),
  b: fc.option(fc.boolean()),
  c: fc.option(fc.boolean()),
});

describe('a condition', () => {
  it.each([
    ['>', [false, false, true]],
    ['>=', [false, true, true]],
    ['<', [true, false, false]],
    ['<=', [true, true, false]],
    ['=', [false, true, false]],
  ] as const)('compares a number by %s', (comparison, wanted) => {
    expect([1, 2, 3].map((n) => evaluate(number(comparison, 2), { n }).holds)).toEqual(wanted);
  });

  it('finds one of some words in a choice or a set', () => {
    expect(evaluate(words('x', 'y'), { w: 'y' }).holds).toBe(true);
    expect(evaluate(words('x', 'y'), { w: ['z', 'x'] }).holds).toBe(true);
    expect(evaluate(words('x'), { w: [] }).holds).toBe(false);
    expect(evaluate(words('x'), { w: 'xx' }).holds).toBe(false);
  });

  it.each([null, undefined])('is unknown over a fact that is %s, and so is not of it', (w) => {
    expect(evaluate(words('x'), { w }).holds).toBe(null);
    expect(evaluate({ not: words('x') }, { w }).holds).toBe(null);
    expect(evaluate({ any: [{ not: flag('a') }, words('x')] }, { a: true, w }).holds).toBe(null);
    expect(evaluate({ any: [flag('a'), words('x')] }, { a: true, w }).holds).toBe(true);
    expect(evaluate({ all: [{ not: flag('a') }, words('x')] }, { a: true, w }).holds).toBe(false);
  });

  it('says which facts decided', () => {
    const facts = { a: true, b: false, n: 5 };
    const both: Condition = { all: [flag('a'), { not: flag('b') }, number('>', 3)] };
    expect(evaluate(both, facts).because).toEqual([
      { fact: 'a', value: true },
      { fact: 'b', value: false },
      { fact: 'n', value: 5 },
    ]);
    const either: Condition = { any: [flag('b'), number('>', 3)] };
    expect(evaluate(either, facts).because).toEqual([{ fact: 'n', value: 5 }]);
  });

  it('is never settled otherwise by learning more (Kleene)', () => {
    fc.assert(
      fc.property(condition, unsure, known, (when, before, more) => {
        const { holds } = evaluate(when, before);
        if (holds === null) return;
        const after = {
          a: before.a ?? more.a,
          b: before.b ?? more.b,
          c: before.c ?? more.c,
        };
        expect(evaluate(when, after).holds).toBe(holds);
      }),
    );
  });

  it('obeys De Morgan, whatever is unknown', () => {
    fc.assert(
      fc.property(condition, condition, unsure, (one, other, facts) => {
        const not = (of: Condition): Condition => ({ not: of });
        const left = evaluate(not({ all: [one, other] }), facts).holds;
        expect(evaluate({ any: [not(one), not(other)] }, facts).holds).toBe(left);
      }),
    );
  });
});
