import { describe, expect, it } from 'vitest';
import { afterWorkingHours } from '../../src/jobs/team/working-time.ts';
import { bankCalendar } from '../../src/settings/bank-calendar.ts';

const calendar = bankCalendar({ country: 'CZ', closed: ['2026-11-18'], open: [] });
const during = { from: '09:00', to: '17:00' };
const after = (start: string, hours: number) =>
  afterWorkingHours(new Date(start), hours, {
    calendar,
    timezone: 'Europe/Prague',
    during,
  })?.toISOString();

describe('after so many working hours', () => {
  it.each([
    ['before work', '2026-11-03T07:30:00Z', 8, '2026-11-03T16:00:00.000Z'],
    ['at work', '2026-11-03T10:30:00Z', 2, '2026-11-03T12:30:00.000Z'],
    ['into the next day', '2026-11-03T15:00:00Z', 2, '2026-11-04T09:00:00.000Z'],
    ['after work', '2026-11-03T20:00:00Z', 0.5, '2026-11-04T08:30:00.000Z'],
    ['over a weekend', '2026-11-06T15:00:00Z', 2, '2026-11-09T09:00:00.000Z'],
    // The 17th is a holiday, and on the 18th the bank is closed.
    ['over holidays', '2026-11-16T15:30:00Z', 1, '2026-11-19T08:30:00.000Z'],
    // On 29 March 2026 clocks go forward.
    ['over a change of clocks', '2026-03-27T15:00:00Z', 2, '2026-03-30T08:00:00.000Z'],
  ])('from %s', (_, start, hours, end) => {
    expect(after(start, hours)).toBe(end);
  });

  it('is never where the bank does not work', () => {
    const closed = { knowsHolidays: true, isHoliday: () => true, isWorkingDay: () => false };
    const bank = { calendar: closed, timezone: 'Europe/Prague', during };
    expect(afterWorkingHours(new Date('2026-11-03T07:30:00Z'), 8, bank)).toBeUndefined();
  });
});
