import { describe, expect, it } from 'vitest';
import { comparedRuns, periodOf } from '../../../src/conversation/commands/report/period.ts';
import {
  groupsForAll,
  stepsForAll,
  withoutFew,
} from '../../../src/conversation/commands/report/told.ts';
import { addingUp } from '../../../src/conversation/commands/report/words.ts';

describe('the period of a report', () => {
  it.each([
    ['weekly', '2026-11-28', '2026-11-22', '2026-11-28'],
    ['weekly', '2026-03-03', '2026-02-25', '2026-03-03'],
    ['monthly', '2026-11-28', '2026-10-01', '2026-10-31'],
    ['monthly', '2026-11-30', '2026-11-01', '2026-11-30'],
    ['monthly', '2026-01-15', '2025-12-01', '2025-12-31'],
    ['monthly', '2024-03-10', '2024-02-01', '2024-02-29'],
    ['quarterly', '2026-11-28', '2026-07-01', '2026-09-30'],
    ['quarterly', '2026-12-31', '2026-10-01', '2026-12-31'],
    ['quarterly', '2026-02-10', '2025-10-01', '2025-12-31'],
  ] as const)('%s as of %s is from %s to %s', (kind, asOf, from, to) => {
    expect(periodOf(kind, asOf)).toEqual({ from, to });
  });
});

describe('the runs that a report compares', () => {
  const week = { from: '2026-11-22', to: '2026-11-28' };
  const october = { from: '2026-10-01', to: '2026-10-31' };
  it.each([
    [
      week,
      ['2026-11-14', '2026-11-21', '2026-11-25', '2026-11-28'],
      '2026-11-21',
      '2026-11-28',
      true,
    ],
    [week, ['2026-11-19', '2026-11-28'], '2026-11-19', '2026-11-28', false],
    [week, ['2026-11-25', '2026-11-28'], '2026-11-25', '2026-11-28', false],
    [week, ['2026-11-28'], undefined, '2026-11-28', false],
    [october, ['2026-09-30', '2026-10-31', '2026-11-28'], '2026-09-30', '2026-10-31', true],
    [october, ['2026-09-30', '2026-11-28'], '2026-09-30', '2026-11-28', false],
    [october, ['2026-10-31', '2026-11-28'], '2026-10-31', '2026-11-28', false],
    [october, ['2026-10-12', '2026-10-30', '2026-11-28'], '2026-10-12', '2026-10-30', false],
  ] as const)('of %o among %o', (period, days, before, now, exact) => {
    const found = comparedRuns(
      days.map((asOf) => ({ asOf })),
      period,
    );
    expect([found.before?.asOf, found.now.asOf, found.exact]).toEqual([before, now, exact]);
  });
});

describe('what is put together because it is of few', () => {
  const step = (kind: 'new' | 'left' | 'grew', customers: number, amount: number) => ({
    kind,
    customers,
    amount,
  });
  it('takes the smallest of the others along where it is still of few', () => {
    expect(
      stepsForAll([step('new', 4, 100), step('left', 40, -300), step('grew', 90, 20)]),
    ).toEqual([step('grew', 90, 20), { kind: 'others', customers: 44, amount: -200 }]);
    expect(stepsForAll([step('new', 10, 100)])).toEqual([step('new', 10, 100)]);
    expect(groupsForAll([])).toEqual([]);
  });
  it('is nobody where there are few in all', () => {
    const together = (few: readonly number[]) => few.reduce((sum, each) => sum + each, 0);
    expect(withoutFew([3, 4], (each) => each, together)).toEqual([7]);
  });
});

describe('the parts of a difference as they are written', () => {
  it('add up to it', () => {
    const steps = [0.4, 0.4, 0.4, 1000.4].map((amount) => ({
      kind: 'grew' as const,
      customers: 1,
      amount,
    }));
    const written = addingUp(steps, { from: 5000.2, to: 6001.8 });
    expect(written.map(({ amount }) => amount)).toEqual([0, 0, 0, 1002]);
    expect(addingUp(steps, { from: 1, to: 99 })).toEqual(steps);
  });
});
