import { expect, test } from 'vitest';
import { countMovement } from '../../../src/valuation/segments/movement.ts';

test('movement counts customers who stayed, moved, came and left, the largest first', () => {
  const before = ['s1', 's1', 's1', 's2', null, 's2', null];
  const now = ['s1', 's1', 's2', 's2', 's1', null, null];
  expect(countMovement(before, now)).toEqual([
    { from: 's1', to: 's1', customers: 2 },
    { from: null, to: 's1', customers: 1 },
    { from: 's1', to: 's2', customers: 1 },
    { from: 's2', to: null, customers: 1 },
    { from: 's2', to: 's2', customers: 1 },
  ]);
});

test('movement needs the previous and the current segment of each customer', () => {
  expect(() => countMovement(['s1'], [])).toThrow(/1 and 0/);
});
