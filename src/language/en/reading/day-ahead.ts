import { type DayAhead, dateAhead, weekdayAhead } from '../../day-ahead.ts';
import type { Finder } from '../../reading.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const month =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const monthNumber = (name: string) => months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
const firstLetters = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];
const before = '(?:\\b(?:on|by|until|till|til|for|before|due|from)(?: the)? )?';
const asked = (year: string | undefined) => (year === undefined ? undefined : Number(year));

/** How people say a day to come: “on Friday”, “in two weeks”, “by 4 December”. */
export const dayAhead: readonly Finder<DayAhead>[] = [
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
  { pattern: /\b(?:the )?day after tomorrow\b/i, read: () => '+2d' },
  { pattern: new RegExp(`${before}\\btomorrow\\b`, 'i'), read: () => '+1d' },
  { pattern: new RegExp(`${before}\\b(?:today|tonight)\\b`, 'i'), read: () => '+0d' },
  {
    pattern:
      /\b(?:in|for|after) (?:about )?(\d{1,3}|an?|a couple of|a few) (day|week|month|fortnight)s?\b/i,
    read([, said = '', unit = '']) {
      const count = /^\d/.test(said)
        ? Number(said)
        : /couple/i.test(said)
          ? 2
          : /few/i.test(said)
            ? 3
            : 1;
      return /^fortnight/i.test(unit)
        ? `+${2 * count}w`
        : `+${count}${unit.charAt(0).toLowerCase()}`;
    },
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
      `${before}(?:\\b(next week(?: on)?|next|this|coming|following) )?\\b(sunday|mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|saturday)\\b`,
      'i',
    ),
    read: ([, which, name = '']) =>
      weekdayAhead(firstLetters.indexOf(name.slice(0, 2).toLowerCase()), /next/i.test(which ?? '')),
  },
  {
    pattern: /\b(?:on|by|until|till) the (\d{1,2})(?:st|nd|rd|th)\b/i,
    read([, d]) {
      const day = Number(d);
      return day >= 1 && day <= 31 ? `---${String(day).padStart(2, '0')}` : undefined;
    },
  },
];
