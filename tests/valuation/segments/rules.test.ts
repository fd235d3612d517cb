import { expect, test } from 'vitest';
import { labelByRules, type Rule } from '../../../src/valuation/segments/rules.ts';

const columns = [
  { name: 'spend', values: Float64Array.of(5000, 100, 9000, 50, Number.NaN) },
  { name: 'transactions', values: Float64Array.of(3, 12, 40, 10, 11) },
];
const rules: Rule[] = [
  {
    id: 'big-spender',
    name: { en: 'big spender', zh: '高消费' },
    conditions: [{ feature: 'spend', comparison: '>', threshold: 4000 }],
  },
  {
    id: 'loyal',
    name: { en: 'loyal', zh: '忠诚' },
    conditions: [
      { feature: 'transactions', comparison: '>', threshold: 10 },
      { feature: 'spend', comparison: '>=', threshold: 0 },
    ],
  },
];

test('the first rule that holds decides, and those who meet none are the rest', () => {
  expect([...labelByRules(columns, rules, 5)]).toEqual([0, 1, 0, 2, 2]);
});

test.each([
  ['>', [0, 0, 1]],
  ['>=', [0, 1, 1]],
  ['<', [1, 0, 0]],
  ['<=', [1, 1, 0]],
  ['=', [0, 1, 0]],
] as const)('%s compares as it says', (comparison, holds) => {
  const rule: Rule = {
    id: 'r',
    name: { en: 'r', zh: 'r' },
    conditions: [{ feature: 'n', comparison, threshold: 2 }],
  };
  const labels = labelByRules([{ name: 'n', values: Float64Array.of(1, 2, 3) }], [rule], 3);
  expect([...labels].map((label) => 1 - label)).toEqual(holds);
});

test('a condition on an unknown feature is refused, with the known ones listed', () => {
  const rule: Rule = {
    id: 'r',
    name: { en: 'r', zh: 'r' },
    conditions: [{ feature: 'age', comparison: '>', threshold: 2 }],
  };
  expect(() => labelByRules(columns, [rule], 5)).toThrow(/age. Use one of: spend, transactions/);
});
