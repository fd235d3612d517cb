import { describe, expect, it } from 'vitest';
import { dayOf, dayText, monthsUntil } from '../../src/demo/calendar.ts';

describe('the months of the demo', () => {
  it('are 24 that have ended, then what has passed of this one', () => {
    const months = monthsUntil(dayOf('2024-03-10'));
    expect(months).toHaveLength(25);
    expect(months.map(({ first }) => dayText(first)).at(0)).toBe('2022-03-01');
    const [february, march] = months.slice(-2);
    expect(february).toMatchObject({ ofYear: 2, share: 1, complete: true });
    expect(dayText(february?.last ?? 0)).toBe('2024-02-29');
    expect(march).toMatchObject({ ofYear: 3, share: 10 / 31, complete: false });
    expect(dayText(march?.last ?? 0)).toBe('2024-03-10');
  });

  it('leave a month that ends today to end', () => {
    expect(monthsUntil(dayOf('2025-01-31')).at(-1)).toMatchObject({ share: 1, complete: false });
  });

  it.each(['yesterday', '2025-13-01', '22.11.2025', ''])('refuse %j as a day', (text) => {
    expect(() => dayOf(text)).toThrow(/YYYY-MM-DD/);
  });
});
