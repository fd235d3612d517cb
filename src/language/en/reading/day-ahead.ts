import {
  type DayAhead,
  dateAhead,
  dayOfMonth,
  weekdayAhead,
  weekdayBehind,
} from '../../day-ahead.ts';
import { editDistance } from '../../edit-distance.ts';
import type { Finder } from '../../reading.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const month =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const monthNumber = (name: string) => months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
const firstLetters = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];
const before = '(?:\\b(?:on|by|until|till|til|for|before|due|from)(?: the)? )?';
const asked = (year: string | undefined) => (year === undefined ? undefined : Number(year));

/** A date, behind words such as “on”. */
const dates = (before: string): Finder<DayAhead>[] => [
  {
    pattern: new RegExp(`${before}\\b(\\d{4})-(\\d\\d)-(\\d\\d)\\b`, 'i'),
    read: ([, year, m, d]) => dateAhead(Number(d), Number(m), Number(year)),
  },
  {
    pattern: new RegExp(`${before}\\b(\\d{1,2})\\.(\\d{1,2})\\.(?:(\\d{4})\\b)?`, 'i'),
    read: ([, d, m, year]) => dateAhead(Number(d), Number(m), asked(year)),
  },
  {
    pattern: new RegExp(
      `${before}\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${month}\\b(?:,? (\\d{4})\\b)?`,
      'i',
    ),
    read: ([, d, name = '', year]) => dateAhead(Number(d), monthNumber(name), asked(year)),
  },
  {
    pattern: new RegExp(
      `${before}\\b${month} (\\d{1,2})(?:st|nd|rd|th)?\\b(?:,? (\\d{4})\\b)?`,
      'i',
    ),
    read: ([, name = '', d, year]) => dateAhead(Number(d), monthNumber(name), asked(year)),
  },
];

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const weekday =
  '(sunday|mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|saturday)';
const dayOfWeek = (name: string) => firstLetters.indexOf(name.slice(0, 2).toLowerCase());

/** The names of weekdays with one slip in them, but for their first and last letter, which tell them from people. */
const slips = weekdays.flatMap((name) =>
  [...name].flatMap((letter, i) => {
    const [head, tail] = [name.slice(0, i), name.slice(i + 1)];
    const swapped = i + 1 < name.length ? `${head}${name[i + 1]}${letter}${name.slice(i + 2)}` : '';
    const inside = i > 0 && i + 1 < name.length;
    return [
      ...(swapped === '' ? [] : [swapped]),
      ...(inside ? [`${head}${tail}`, `${head}[a-z]${tail}`, `${head}[a-z]${letter}${tail}`] : []),
    ];
  }),
);
const misspelt = {
  pattern: new RegExp(
    `(?<=\\b(?:on|by|until|till|last|this|next|coming|before|follow[- ]up|again|back) )(${slips.join('|')})\\b`,
    'i',
  ),
  read([, typed = '']: RegExpExecArray) {
    const errors = weekdays.map((name) => editDistance(typed.toLowerCase(), name));
    const nearest = errors.indexOf(Math.min(...errors));
    return nearest < 0 ? undefined : weekdayAhead(nearest, false);
  },
};

function howMany(said: string): number {
  if (/^\d/.test(said)) return Number(said);
  return /couple/i.test(said) ? 2 : /few/i.test(said) ? 3 : 1;
}

const away = (sign: '+' | '-', said: string, unit: string): DayAhead =>
  /^fortnight/i.test(unit)
    ? `${sign}${2 * howMany(said)}w`
    : `${sign}${howMany(said)}${unit.charAt(0).toLowerCase()}`;

/** How people say a day to come: “on Friday”, “in two weeks”, “by 4 December”. */
export const dayAhead: readonly Finder<DayAhead>[] = [
  ...dates(before),
  { pattern: /\b(?:the )?day after tomorrow\b/i, read: () => '+2d' },
  { pattern: new RegExp(`${before}\\btomorrow\\b`, 'i'), read: () => '+1d' },
  { pattern: new RegExp(`${before}\\b(?:today|tonight)\\b`, 'i'), read: () => '+0d' },
  {
    pattern:
      /\b(?:in|for|after) (?:about )?(\d{1,3}|an?|a couple of|a few) (day|week|month|fortnight)s?\b/i,
    read: ([, said = '', unit = '']) => away('+', said, unit),
  },
  {
    pattern: new RegExp(`${before}\\b(?:the )?end of (?:the|this) week\\b`, 'i'),
    read: () => 'eow',
  },
  {
    pattern: new RegExp(
      `${before}\\b(?:the )?end of (?:the|this) month\\b|\\bmonth[- ]end\\b`,
      'i',
    ),
    read: () => 'eom',
  },
  {
    pattern: new RegExp(
      `${before}\\bnext week\\b(?! (?:on )?(?:${'mon|tue|wed|thu|fri|sat|sun'}))`,
      'i',
    ),
    read: () => 'next-mon',
  },
  { pattern: new RegExp(`${before}\\bnext month\\b`, 'i'), read: () => '+1m' },
  {
    pattern: new RegExp(
      `${before}(?:\\b(next week(?: on)?|next|this|coming|following) )?\\b${weekday}\\b`,
      'i',
    ),
    read: ([, which, name = '']) => weekdayAhead(dayOfWeek(name), /next/i.test(which ?? '')),
  },
  misspelt,
  {
    pattern: /\b(?:on|by|until|till) the (\d{1,2})(?:st|nd|rd|th)\b/i,
    read: ([, d]) => dayOfMonth(Number(d)),
  },
];

/** How people say a day gone by: “yesterday”, “last Friday”, “three days ago”, “on 20 November”. */
export const dayBehind: readonly Finder<DayAhead>[] = [
  ...dates('(?:\\bon(?: the)? )?'),
  { pattern: /\b(?:the )?day before yesterday\b/i, read: () => '-2d' },
  {
    pattern: /\b(?:yesterday(?: (?:morning|afternoon|evening))?|last night)\b/i,
    read: () => '-1d',
  },
  {
    pattern: /\b(?:(?:earlier )?today|tonight|this (?:morning|afternoon|evening)|just now)\b/i,
    read: () => '+0d',
  },
  {
    pattern:
      /\b(\d{1,3}|an?|a couple of|a few) (day|week|month|fortnight)s? (?:ago|back|before)\b/i,
    read: ([, said = '', unit = '']) => away('-', said, unit),
  },
  {
    pattern: new RegExp(
      `(?:\\bon )?(?:\\b(last week(?: on)?|last|this|past) )?\\b${weekday}\\b( (?:of )?last week\\b)?`,
      'i',
    ),
    read: ([, which = '', name = '', after = '']) =>
      weekdayBehind(dayOfWeek(name), /week/i.test(which + after)),
  },
  misspelt,
  { pattern: /\blast week\b(?! (?:on )?(?:mon|tue|wed|thu|fri|sat|sun))/i, read: () => '-1w' },
  { pattern: /\blast month\b/i, read: () => '-1m' },
  {
    pattern: /\bon the (\d{1,2})(?:st|nd|rd|th)\b/i,
    read: ([, d]) => dayOfMonth(Number(d)),
  },
  // Nobody met somebody then: it is read so that it can be refused.
  { pattern: /\btomorrow\b/i, read: () => '+1d' },
  {
    pattern: new RegExp(`\\b(?:on )?next(?: week(?: on)?)?(?: ${weekday})?\\b`, 'i'),
    read: ([said, name]) =>
      name === undefined && !/week/i.test(said)
        ? undefined
        : weekdayAhead(name === undefined ? 1 : dayOfWeek(name), true),
  },
];
