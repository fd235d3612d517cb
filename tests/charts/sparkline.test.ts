import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contributionChart } from '../../src/charts/contribution-chart.ts';
import { monthSeries } from '../../src/charts/month-series.ts';
import { reasonsChart } from '../../src/charts/reasons-chart.ts';
import { sparkline } from '../../src/charts/sparkline.ts';

describe('a sparkline', () => {
  test('goes from the lowest value to the highest', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe('▁▂▃▄▅▆▇█');
    expect(sparkline([-10, 0, 10])).toBe('▁▅█');
  });
  test('leaves a gap for what is missing, and stays in the middle where nothing changes', () => {
    expect(sparkline([1, null, 2, Number.NaN])).toBe('▁ █ ');
    expect(sparkline([5, 5, 5])).toBe('▄▄▄');
    expect(sparkline([null])).toBe(' ');
    expect(sparkline([])).toBe('');
  });
  test('has a character for each value', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.double({ min: -1e18, max: 1e18 }))), (values) => {
        expect([...sparkline(values)]).toHaveLength(values.length);
      }),
    );
  });
});

test('only a chart over months is a series', () => {
  const months = [
    { month: '2026-03-01', contribution: 3 },
    { month: '2026-01-01', contribution: 1 },
  ];
  expect(monthSeries(contributionChart({ months, currency: 'EUR', locale: 'en' }))).toEqual([
    { month: '2026-01-01', value: 1 },
    { month: '2026-02-01', value: null },
    { month: '2026-03-01', value: 3 },
  ]);
  const reasons = [{ label: 'Silence', contribution: 1 }];
  expect(monthSeries(reasonsChart({ reasons, locale: 'en' }))).toBeUndefined();
});
