import { describe, expect, it } from 'vitest';
import { bankCalendar, calendarConfig } from '../../src/settings/bank-calendar.ts';

const calendar = (config: object) => bankCalendar(calendarConfig.parse(config));

describe('the calendar of a bank', () => {
  it('knows Monday to Friday, and no holidays unless it is told of some', () => {
    const plain = bankCalendar(undefined);
    expect(plain.knowsHolidays).toBe(false);
    expect(plain.isWorkingDay('2026-12-25')).toBe(true);
    expect(plain.isWorkingDay('2026-12-26')).toBe(false);
  });

  it('knows the public holidays of a country, also those that move', () => {
    const czech = calendar({ country: 'CZ' });
    // Good Friday and Easter Monday, St Wenceslas, Christmas Eve.
    for (const day of ['2026-04-03', '2026-04-06', '2026-09-28', '2026-12-24'])
      expect([day, czech.isWorkingDay(day)]).toEqual([day, false]);
    expect(czech.isWorkingDay('2026-04-07')).toBe(true);
    expect(calendar({ country: 'US' }).isHoliday('2026-11-26')).toBe(true);
    // A holiday of several days, whole.
    const egyptian = calendar({ country: 'EG' });
    expect(['2026-03-20', '2026-03-21', '2026-03-22'].map(egyptian.isHoliday)).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('knows those of a region', () => {
    expect(calendar({ country: 'DE', region: 'BY' }).isHoliday('2026-01-06')).toBe(true);
    expect(calendar({ country: 'DE', region: 'BE' }).isHoliday('2026-01-06')).toBe(false);
  });

  it('takes half a day off for a working day', () => {
    expect(calendar({ country: 'CN' }).isWorkingDay('2026-05-04')).toBe(true);
  });

  it('lets the bank name days of its own', () => {
    const own = calendar({ country: 'CN', closed: ['2026-02-19'], open: ['2026-02-28'] });
    expect(own.isWorkingDay('2026-02-19')).toBe(false);
    expect(own.isWorkingDay('2026-02-28')).toBe(true);
    expect(own.isHoliday('2026-02-28')).toBe(false);
  });

  it.each<[object, string]>([
    [{ country: 'XX' }, 'expected a country of two capital letters'],
    [{ country: 'DE', region: 'ZZ' }, 'BY'],
    [{ region: 'BY' }, 'it has none'],
    [{ closed: ['2026-12-24'], open: ['2026-12-24'] }, '2026-12-24 is closed, too'],
    [{ closed: ['24 December'] }, 'Invalid ISO date'],
  ])('refuses %j', (config, why) => {
    const read = calendarConfig.safeParse(config);
    expect(read.error?.message).toContain(why);
  });
});
