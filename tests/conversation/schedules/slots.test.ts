import { describe, expect, it } from 'vitest';
import { newestSlot, nextSlots } from '../../../src/conversation/schedules/slots.ts';
import { bankCalendar, calendarConfig } from '../../../src/settings/bank-calendar.ts';
import type { ScheduleRule } from '../../../src/store/digests/schedule-rule.ts';

const czech = bankCalendar(
  calendarConfig.parse({ country: 'CZ', closed: ['2026-12-31'], open: ['2026-12-12'] }),
);
const none = bankCalendar(undefined);
const november = new Date('2026-11-30T12:00:00Z');

/** The next days and times in Prague, as ISO in UTC. */
const next = (cron: string, rule: ScheduleRule, calendar = czech, count = 4) =>
  nextSlots({ cron, timezone: 'Europe/Prague', rule }, calendar, november, count).map((slot) =>
    slot.toISOString().slice(0, 16),
  );

describe('the next slots of a schedule', () => {
  it('come every other week from the week that is counted from, over the new year and a change of clocks', () => {
    const slots = nextSlots(
      {
        cron: '0 9 * * 1,4',
        timezone: 'Europe/Prague',
        rule: { weeks: { every: 2, from: '2026-12-10' } },
      },
      none,
      november,
      20,
    ).map((slot) => slot.toISOString().slice(0, 16));
    expect(slots.slice(0, 6)).toEqual([
      '2026-12-07T08:00',
      '2026-12-10T08:00',
      '2026-12-21T08:00',
      '2026-12-24T08:00',
      '2027-01-04T08:00',
      '2027-01-07T08:00',
    ]);
    expect(slots.slice(16)).toEqual([
      '2027-03-29T07:00',
      '2027-04-01T07:00',
      '2027-04-12T07:00',
      '2027-04-15T07:00',
    ]);
  });

  it('leave out the holidays of the country and of the bank, and take the days on which it works', () => {
    const days = next('0 8 * * 1-5', { only: 'workingDays' }, czech, 40).map((at) =>
      at.slice(0, 10),
    );
    expect(days).toContain('2026-12-12');
    expect(days.slice(days.indexOf('2026-12-23'), days.indexOf('2027-01-05'))).toEqual([
      '2026-12-23',
      '2026-12-28',
      '2026-12-29',
      '2026-12-30',
      '2027-01-04',
    ]);
    const saturdays = next('0 8 * * 6', { only: 'notHolidays' });
    expect(saturdays.map((at) => at.slice(0, 10))).toEqual([
      '2026-12-05',
      '2026-12-12',
      '2026-12-19',
      '2027-01-02',
    ]);
  });

  it('are one working day of the month, from its beginning and from its end', () => {
    const days = (rule: ScheduleRule, calendar = czech) =>
      next('0 8 * * *', rule, calendar, 3).map((at) => at.slice(0, 10));
    expect(days({ workingDay: -1 })).toEqual(['2026-12-30', '2027-01-29', '2027-02-26']);
    expect(days({ workingDay: -1 }, none)).toEqual(['2026-12-31', '2027-01-29', '2027-02-26']);
    expect(days({ workingDay: 1 })).toEqual(['2026-12-01', '2027-01-04', '2027-02-01']);
    expect(days({ workingDay: -2 })).toEqual(['2026-12-29', '2027-01-28', '2027-02-25']);
  });

  it('are several a day', () => {
    expect(next('0 8 * * 1-5', { times: ['08:00', '17:30'] })).toEqual([
      '2026-11-30T16:30',
      '2026-12-01T07:00',
      '2026-12-01T16:30',
      '2026-12-02T07:00',
    ]);
  });

  it('are fewer where there are no more within two years', () => {
    expect(next('0 8 28 2 *', {})).toEqual(['2027-02-28T07:00', '2028-02-28T07:00']);
  });

  it('are the newest slots once they have come', () => {
    const schedule = {
      cron: '0 9 * * 1',
      timezone: 'Europe/Prague',
      rule: { weeks: { every: 2, from: '2026-12-07' } },
    };
    const due = (at: string) =>
      newestSlot(schedule, none, new Date(`${at}T08:00Z`), new Date(`${at}T10:00Z`))?.toISOString();
    expect(due('2026-12-07')).toBe('2026-12-07T08:00:00.000Z');
    expect(due('2026-12-14')).toBeUndefined();
    expect(due('2026-12-21')).toBe('2026-12-21T08:00:00.000Z');
    // Not before the first week either.
    expect(due('2026-11-23')).toBeUndefined();
  });
});
