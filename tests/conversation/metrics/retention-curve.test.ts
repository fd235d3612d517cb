import { expect, test } from 'vitest';
import { retentionCurve } from '../../../src/conversation/metrics/retention-curve.ts';

const shares = (curve: ReturnType<typeof retentionCurve>) =>
  curve.map(({ share }) => Number(share.toFixed(6)));

test('each year keeps the share that the last year kept of those as long at the bank', () => {
  const curve = retentionCurve(
    [
      { years: 1, atStart: 20, leavers: 2 },
      { years: 0, atStart: 10, leavers: 5 },
    ],
    10,
  );
  expect(curve.map(({ years }) => years)).toEqual([0, 1, 2]);
  expect(shares(curve)).toEqual([1, 0.5, 0.45]);
});

test('no rate is of fewer customers than may be told of', () => {
  const curve = retentionCurve(
    [
      { years: 0, atStart: 4, leavers: 0 },
      { years: 2, atStart: 6, leavers: 1 },
      { years: 3, atStart: 9, leavers: 9 },
    ],
    10,
  );
  // Three years are taken together; what is left after them is of too few.
  expect(shares(curve)).toEqual([1, 0.9, 0.81, 0.729]);
});

test('of nobody, or of too few, it says nothing', () => {
  expect(retentionCurve([], 10)).toEqual([{ years: 0, share: 1 }]);
  expect(retentionCurve([{ years: 0, atStart: 9, leavers: 1 }], 10)).toHaveLength(1);
});
