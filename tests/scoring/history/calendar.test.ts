import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  calendarOf,
  dayAfter,
  dayNumber,
  isDay,
  lastPeriodBy,
  monthsBefore,
} from '../../../src/scoring/history/calendar.ts';

describe('months before a day', () => {
  it.each([
    ['2024-06-30', 1, '2024-05-31'],
    ['2024-06-30', 4, '2024-02-29'],
    ['2024-05-30', 3, '2024-02-29'],
    ['2024-05-15', 12, '2023-05-15'],
    ['2024-02-29', 12, '2023-02-28'],
    ['2024-01-31', 13, '2022-12-31'],
  ])('%s less %i is %s', (day, months, expected) => {
    expect(monthsBefore(day, months)).toBe(expected);
  });
});

describe('a day', () => {
  it('exists and is written YYYY-MM-DD, or is none', () => {
    expect(isDay('2024-02-29')).toBe(true);
    for (const wrong of ['2023-02-29', '2024-13-01', '2024-1-1', '24-01-01', 'today', '']) {
      expect(isDay(wrong)).toBe(false);
    }
  });
});

describe('a calendar', () => {
  it('has the months that are over, and cuts at months and anchors alike', () => {
    const calendar = calendarOf('2024-03-15', '2024-01-20', { anchors: 2, months: 24 });
    expect(calendar.months).toEqual([
      { start: '2024-01-01', end: '2024-01-31' },
      { start: '2024-02-01', end: '2024-02-29' },
    ]);
    expect(calendar.anchors).toEqual(['2024-03-15', '2024-02-15', '2024-01-15']);
    expect(calendar.periodStarts).toEqual([
      '2024-01-01',
      '2024-01-16',
      '2024-02-01',
      '2024-02-16',
      '2024-03-01',
    ]);
    expect(lastPeriodBy(calendar, '2024-02-15')).toBe(3);
    expect(lastPeriodBy(calendar, '2023-12-15')).toBe(0);
  });

  it('puts every day into one period, which no month and no anchor cuts in two', () => {
    const day = fc.date({
      min: new Date('2015-01-01'),
      max: new Date('2030-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 0, max: 900 }),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 0, max: 70 }),
        (end, length, anchors, age) => {
          const asOf = end.toISOString().slice(0, 10);
          const start = new Date(end.getTime() - length * 86_400_000).toISOString().slice(0, 10);
          const balancesOn = new Date(end.getTime() - age * 86_400_000).toISOString().slice(0, 10);
          const calendar = calendarOf(asOf, start, { anchors, months: 24, balancesOn });
          const ends = new Set([
            ...calendar.anchors,
            ...calendar.balanceAnchors,
            ...calendar.months.map((month) => month.end),
          ]);
          for (const at of ends) {
            if (at < start) continue;
            const period = lastPeriodBy(calendar, at);
            expect(period).toBeGreaterThan(0);
            if (at < asOf) expect(calendar.periodStarts[period]).toBe(dayAfter(at));
          }
          expect(calendar.periodStarts[0]! <= start).toBe(true);
          expect(dayNumber(asOf) - dayNumber(start)).toBe(length);
        },
      ),
      { numRuns: 60 },
    );
  });
});
