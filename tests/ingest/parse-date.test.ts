import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, calendarDay, compileDateFormat } from '../../src/ingest/parse-date.ts';

describe('compileDateFormat', () => {
  it.each([
    ['yyMMdd', 1900, '930131', '1993-01-31'],
    ['yyMMdd HH:mm:ss', 1900, '981229 00:00:00', '1998-12-29'],
    ['yyyy-MM-dd', 1900, '2024-02-29', '2024-02-29'],
    ['dd/MM/yyyy', 1900, '05/03/2024', '2024-03-05'],
    ['d.M.yyyy', 1900, '5.3.2024', '2024-03-05'],
    ['yyyy年M月d日', 1900, '2024年3月5日', '2024-03-05'],
    ['dd.MM.yy', 1930, '01.01.30', '1930-01-01'],
    ['dd.MM.yy', 1930, '01.01.29', '2029-01-01'],
  ])('reads %s (years from %i) %s as %s', (format, firstYear, text, day) => {
    expect(compileDateFormat(format, firstYear)(text)?.day).toBe(day);
  });

  it('keeps the time and the offset', () => {
    expect(
      compileDateFormat('yyyy-MM-ddTHH:mm:ss.SSSXXX', 1900)('2024-03-05T09:30:00.250+08:00'),
    ).toEqual({ day: '2024-03-05', time: '09:30:00.250', offset: '+08:00' });
  });

  it.each([
    ['yyyy-MM-dd', '2023-02-29'],
    ['yyyy-MM-dd', '2024-13-01'],
    ['yyyy-MM-dd', '2024-04-31'],
    ['yyyy-MM-dd', '2024-00-10'],
    ['yyyy-MM-dd', '0000-01-01'],
    ['yyyy-MM-dd', '2024-1-1'],
    ['yyyy-MM-dd', '2024-01-01 '],
    ['yyyy.MM.dd', '2024-01-01'],
    ['yyyy-MM-dd HH:mm', '2024-01-01 24:00'],
  ])('%s does not read %s', (format, text) => {
    expect(compileDateFormat(format, 1900)(text)).toBeNull();
  });

  it.each(['yyyy-MM', 'MM-dd', 'yyyy-MMM-dd', 'yyyy-MM-dd hh'])(
    'refuses the format %s',
    (format) => {
      expect(() => compileDateFormat(format, 1900)).toThrow(`date format "${format}"`);
    },
  );

  it('reads back every day that there is', () => {
    const read = compileDateFormat('dd/MM/yyyy', 1900);
    const days = fc.date({
      min: new Date('0001-01-01'),
      max: new Date('9999-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(days, (date) => {
        const day = date.toISOString().slice(0, 10);
        const [year, month, dayOfMonth] = day.split('-');
        expect(read(`${dayOfMonth}/${month}/${year}`)?.day).toBe(day);
      }),
    );
  });
});

describe('calendarDay', () => {
  it('knows the leap years of the Gregorian calendar', () => {
    const leap = [1600, 1900, 1996, 2000, 2023, 2100].filter((year) => calendarDay(year, 2, 29));
    expect(leap).toEqual([1600, 1996, 2000]);
  });
});

describe('addMonths', () => {
  it.each([
    ['1993-07-05', 12, '1994-07-05'],
    ['1993-12-11', 36, '1996-12-11'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2023-01-31', 1, '2023-02-28'],
    ['2023-10-31', 4, '2024-02-29'],
    ['2024-05-05', 0, '2024-05-05'],
  ])('%s and %i months is %s', (day, months, later) => {
    expect(addMonths(day, months)).toBe(later);
  });
});
