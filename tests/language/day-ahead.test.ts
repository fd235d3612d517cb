import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMeant, isDayAhead } from '../../src/language/day-ahead.ts';
import { earliest } from '../../src/language/earliest.ts';
import { readings } from '../../src/language/readings.ts';

const finders = readings.flatMap(({ dayAhead }) => dayAhead ?? []);
/** A Tuesday. */
const today = '2026-06-30';
const meant = (text: string) => {
  const said = earliest(finders, text)?.value;
  return said === undefined ? undefined : dayMeant(said, today);
};

describe('a day to come', () => {
  it.each([
    ['today', '2026-06-30'],
    ['call them tomorrow', '2026-07-01'],
    ['the day after tomorrow', '2026-07-02'],
    ['on Friday', '2026-07-03'],
    ['until fri', '2026-07-03'],
    ['Tuesday', '2026-07-07'],
    ['next Tuesday', '2026-07-07'],
    ['next Monday', '2026-07-06'],
    ['next week', '2026-07-06'],
    ['next week on Thursday', '2026-07-09'],
    ['in 3 days', '2026-07-03'],
    ['in two weeks', undefined],
    ['in 2 weeks', '2026-07-14'],
    ['in a month', '2026-07-30'],
    ['by the end of the week', '2026-07-03'],
    ['4 December', '2026-12-04'],
    ['on the 4th of December 2027', '2027-12-04'],
    ['Dec 4th', '2026-12-04'],
    ['2026-12-04', '2026-12-04'],
    ['4.12.2026', '2026-12-04'],
    ['4.12.', '2026-12-04'],
    ['on the 15th', '2026-07-15'],
    ['3 March', '2027-03-03'],
    ['31 June', undefined],
    ['明天', '2026-07-01'],
    ['后天', '2026-07-02'],
    ['大后天', '2026-07-03'],
    ['周五', '2026-07-03'],
    ['下周三', '2026-07-08'],
    ['下周', '2026-07-06'],
    ['三天后', '2026-07-03'],
    ['两周后', '2026-07-14'],
    ['一个月后', '2026-07-30'],
    ['12月4日', '2026-12-04'],
    ['十二月四号', '2026-12-04'],
    ['15号', '2026-07-15'],
    ['2027年1月2日', '2027-01-02'],
    ['nothing of the kind', undefined],
  ])('%s', (text, day) => {
    expect(meant(text)).toBe(day);
  });

  it('of a month that is shorter is its last', () => {
    expect(dayMeant('+1m', '2026-01-31')).toBe('2026-02-28');
    expect(dayMeant('--02-29', '2026-03-01')).toBe('2028-02-29');
    expect(dayMeant('---31', '2026-06-30')).toBe('2026-07-31');
    expect(dayMeant('eom', '2026-05-04')).toBe('2026-05-29');
    expect(dayMeant('eoq', '2026-05-04')).toBe('2026-06-30');
    expect(dayMeant('eoq', '2026-12-31')).toBe('2026-12-31');
  });

  it('is never past unless its date says so', () => {
    const days = fc.date({
      min: new Date('2024-01-01'),
      max: new Date('2032-12-31'),
      noInvalidDate: true,
    });
    const said = fc.constantFrom(
      ...['+0d', '+9w', '+11m', 'fri', 'sun', 'next-mon', 'next-sun', 'eow', '--02-29', '---31'],
    );
    fc.assert(
      fc.property(days, said, (date, ahead) => {
        const now = date.toISOString().slice(0, 10);
        const day = dayMeant(ahead, now);
        expect(isDayAhead(ahead)).toBe(true);
        expect(day !== undefined && day >= now && isDayAhead(day)).toBe(true);
      }),
    );
  });
});

describe('a day gone by', () => {
  const behind = readings.flatMap(({ dayBehind }) => dayBehind ?? []);
  it.each([
    ['today', '2026-06-30'],
    ['yesterday', '2026-06-29'],
    ['the day before yesterday', '2026-06-28'],
    ['last Friday', '2026-06-26'],
    ['on Tuesday', '2026-06-23'],
    ['on Friday last week', '2026-06-26'],
    ['3 weeks ago', '2026-06-09'],
    ['a month ago', '2026-05-30'],
    ['on 4 December', '2025-12-04'],
    ['on the 15th', '2026-06-15'],
    ['on 31 March', '2026-03-31'],
    ['on Thrusday', '2026-06-25'],
    ['tomorrow', '2026-07-01'],
    ['前天', '2026-06-28'],
    ['上周五', '2026-06-26'],
    ['上周一', '2026-06-22'],
    ['周一', '2026-06-29'],
    ['三天前', '2026-06-27'],
    ['11月20日', '2025-11-20'],
  ])('%s', (text, day) => {
    const said = earliest(behind, text)?.value;
    expect(said === undefined ? undefined : dayMeant(said, today, 'behind')).toBe(day);
  });
});
