import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import { z } from 'zod';

const require = createRequire(import.meta.url);
/** The holidays of every country, 10 MB of them: loaded where a bank names its country. */
const library = (): typeof Holidays => require('date-holidays');

const countries = (): string[] => Object.keys(new (library())().getCountries());

/** The section `calendar` of the configuration: a country's public holidays, and days of the bank's own. */
export const calendarConfig = z
  .strictObject({
    country: z.string().optional(),
    region: z.string().optional(),
    closed: z.array(z.iso.date()).default([]),
    open: z.array(z.iso.date()).default([]),
  })
  .superRefine(({ country, region, closed, open }, context) => {
    if (country !== undefined && !countries().includes(country))
      context.addIssue({
        code: 'custom',
        path: ['country'],
        message: 'expected a country of two capital letters, such as "CZ"',
      });
    else if (region !== undefined && !regionsOf(country).includes(region))
      context.addIssue({
        code: 'custom',
        path: ['region'],
        message: `expected a region of the country: ${regionsOf(country).join(', ') || 'it has none'}`,
      });
    const both = closed.find((day) => open.includes(day));
    if (both !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['open'],
        message: `${both} is closed, too: name it once`,
      });
  });
export type CalendarConfig = z.infer<typeof calendarConfig>;

const regionsOf = (country: string | undefined): string[] =>
  country === undefined ? [] : Object.keys(new (library())().getStates(country) ?? {});

/** On which days a bank works. Days are ISO dates. */
export type BankCalendar = {
  /** whether it knows holidays at all: without, every Monday to Friday is a working day */
  knowsHolidays: boolean;
  isHoliday(day: string): boolean;
  isWorkingDay(day: string): boolean;
};

const made = new WeakMap<CalendarConfig, BankCalendar>();

/** The calendar of a bank: working days are Monday to Friday but public and bank holidays, and what the bank says. */
export function bankCalendar(config: CalendarConfig | undefined): BankCalendar {
  if (config === undefined) return everyWeek;
  const known = made.get(config);
  if (known !== undefined) return known;
  const calendar = calendarOf(config);
  made.set(config, calendar);
  return calendar;
}

const isMondayToFriday = (day: string): boolean => {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday > 0 && weekday < 6;
};

const everyWeek: BankCalendar = {
  knowsHolidays: false,
  isHoliday: () => false,
  isWorkingDay: isMondayToFriday,
};

function calendarOf({ country, region, closed, open }: CalendarConfig): BankCalendar {
  const [isClosed, isOpen] = [new Set(closed), new Set(open)];
  const years = new Map<number, Set<string>>();
  const publicIn = (year: number): Set<string> => {
    const known = years.get(year);
    if (known !== undefined) return known;
    const days = country === undefined ? [] : publicHolidays(country, region, year);
    const inYear = new Set(days);
    years.set(year, inYear);
    return inYear;
  };
  const isHoliday = (day: string) =>
    isClosed.has(day) || (!isOpen.has(day) && publicIn(Number(day.slice(0, 4))).has(day));
  return {
    knowsHolidays: true,
    isHoliday,
    isWorkingDay: (day) => isOpen.has(day) || (isMondayToFriday(day) && !isHoliday(day)),
  };
}

/** The shortest day there is where clocks change, in milliseconds. */
const wholeDay = 22 * 60 * 60 * 1000;

/** Every day of a country's public and bank holidays that fall into a year, those of several days whole. */
function publicHolidays(country: string, region: string | undefined, year: number): string[] {
  const Country = library();
  const holidays = region === undefined ? new Country(country) : new Country(country, region);
  return (
    holidays
      .getHolidays(year)
      .filter(({ type }) => type === 'public' || type === 'bank')
      // Half a day off is a working day.
      .filter(({ start, end }) => end.getTime() - start.getTime() >= wholeDay)
      .flatMap(({ date, start, end }) => {
        const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
        const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000));
        return Array.from({ length: days }, (_, i) =>
          new Date(first + i * 86_400_000).toISOString().slice(0, 10),
        );
      })
  );
}
