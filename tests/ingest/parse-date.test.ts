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
    ['yyyy-MM', 1900, '2024-02', '2024-02-01'],
    ['d-MMM-yy', 1930, '5-Mar-24', '2024-03-05'],
    ['MMMM d, yyyy', 1900, 'SEPTEMBER 30, 2024', '2024-09-30'],
    ['EEE, d MMM yyyy', 1900, 'Tue, 5 Sept. 2024', '2024-09-05'],
    ['excel', 1900, '45356', '2024-03-05'],
    ['excel', 1900, '59', '1900-02-28'],
    ['excel', 1900, '61', '1900-03-01'],
    ['excel1904', 1900, '43894', '2024-03-05'],
  ])('reads %s (years from %i) %s as %s', (format, firstYear, text, day) => {
    expect(compileDateFormat(format, firstYear)(text)?.day).toBe(day);
  });

  it.each([
    ['de', 'd. MMMM yyyy', '5. März 2024'],
    ['de', 'd. MMM yyyy', '5. Mär. 2024'],
    ['cs', 'd. MMMM yyyy', '5. března 2024'],
    ['fr', 'd MMMM yyyy', '5 mars 2024'],
    ['es', 'd MMM yyyy', '5 mar 2024'],
    ['zh', 'yyyy年MMMMd日', '2024年三月5日'],
    ['ru', 'd MMMM yyyy', '5 марта 2024'],
  ])('reads the names of months in %s', (language, format, text) => {
    expect(compileDateFormat(format, 1900, language)(text)?.day).toBe('2024-03-05');
  });

  it.each([
    ['M/d/yyyy H:mm', 'en', '3/5/2024 8:26', '08:26:00'],
    ['M/d/yyyy h:mm a', 'en', '3/5/2024 12:05 AM', '00:05:00'],
    ['M/d/yyyy h:mm:ss a', 'en', '3/5/2024 1:05:09\u202fp.m.', '13:05:09'],
    ['yyyy/M/d a h:mm', 'zh', '2024/3/5 下午 1:05', '13:05:00'],
    ['excel', 'en', '45356.560416666667', '13:27:00'],
  ])('reads the time of %s', (format, language, text, time) => {
    expect(compileDateFormat(format, 1900, language)(text)).toEqual({
      day: '2024-03-05',
      time,
      offset: '',
    });
  });

  it.each([
    ['M/d/yyyy h:mm a', '3/5/2024 13:05 PM'],
    ['M/d/yyyy h:mm a', '3/5/2024 0:05 AM'],
    ['M/d/yyyy H:mm', '3/5/2024 24:00'],
    ['d MMM yyyy', '5 Mrz 2024'],
    ['excel', '60'],
    ['excel', '0'],
    ['excel', '9999999'],
  ])('%s does not read %s, either', (format, text) => {
    expect(compileDateFormat(format, 1900)(text)).toBeNull();
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

  it.each(['yyyy', 'MM-dd', 'yyyy-QQQ-dd', 'yyyy-MM-dd hh', 'yyyy-MM-dd H a'])(
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
