import { calendarDay } from './parse-date.ts';

/**
 * Reads a Czech birth number (rodné číslo): yyMMdd with 50 added to the month of a woman, and whatever follows.
 * @param firstYear the first of the hundred years that the two digits can mean
 * @returns null where it is none, or names a day that no calendar has
 */
export function parseBirthNumber(
  text: string,
  firstYear: number,
): { birthDate: string; sex: 'female' | 'male' } | null {
  const digits = /^(\d{2})(\d{2})(\d{2})(\/?\d{3,4})?$/.exec(text);
  if (digits === null) return null;
  const month = Number(digits[2]);
  const year = firstYear + ((Number(digits[1]) - (firstYear % 100) + 100) % 100);
  const birthDate = calendarDay(year, month > 50 ? month - 50 : month, Number(digits[3]));
  return birthDate === null ? null : { birthDate, sex: month > 50 ? 'female' : 'male' };
}
