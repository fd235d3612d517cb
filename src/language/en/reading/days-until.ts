import type { Finder } from '../../reading.ts';

const monthNames = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const lastDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const month =
  '(january|february|march|april|may|june|july|august|september|october|november|december)';
const upTo = '\\b(?:(?:at|by|before|until|till|around|come|through|up to) )+(?:the )?';
const toEnd = '(?:\\b(?:at|by|before|until|till|around|come|through|to|for) )*(?:\\bthe )?';
const within = '\\b(?:(?:at|by|before|until|till|come|through|to|for|in|during|over) )+(?:the )?';
const ofYear = '(?: of (the|this|next) year)?';
const notOfYear = '(?!,? (?:19|20)\\d\\d)';
const day = '(3[01]|[12]?\\d)(?:st|nd|rd|th)?';
const ordinals = ['first', 'second', 'third', 'fourth'];

/** The first or the last day of a month, `MM-DD`. */
function dayOf(at: number, end: boolean): string | undefined {
  const last = lastDays[at - 1];
  return last === undefined ? undefined : `${String(at).padStart(2, '0')}-${end ? last : '01'}`;
}

/** A day of a month, `MM-DD`; 29 February is one. */
function onDay(month: number, day: number): string | undefined {
  const last = month === 2 ? 29 : (lastDays[month - 1] ?? 0);
  return day < 1 || day > last
    ? undefined
    : `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

const numberOf = (name = '') => monthNames.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/** The last day of a part of a year, of the calendar year after this one where it is the next. */
function endOfPart(months: number, year: string | undefined): string | undefined {
  const day = dayOf(months, true);
  return day === undefined || year?.toLowerCase() !== 'next' ? day : `next-${day}`;
}

const finder = (
  pattern: string,
  read: (groups: readonly (string | undefined)[]) => string | undefined,
): Finder<string> => ({
  pattern: new RegExp(pattern, 'i'),
  read: ([, ...groups]) => read(groups),
});

/** How people say a day of the year to come, up to which they look: by Christmas, by the end of June, in Q3. */
export const daysUntil: readonly Finder<string>[] = [
  finder(`${upTo}(?:christmas|xmas)\\b`, () => '12-25'),
  finder(`${upTo}new year(?:'s?)?(?: day)?\\b`, () => '01-01'),
  finder(
    `(?<!\\b(?:since|last) )${toEnd}\\b(?:end of (?:(?:the|this) )?(next )?year|(next )?year(?:'s)?[- ]end)\\b${notOfYear}`,
    ([of, alone]) => endOfPart(12, (of ?? alone)?.trim()),
  ),
  finder(`${toEnd}\\b(?:end of ${month}|${month}(?:'s)?[- ]end)\\b${notOfYear}`, ([of, alone]) =>
    dayOf(numberOf(of ?? alone), true),
  ),
  finder(
    `${upTo}(?:${month} ${day}|${day}(?: of)? ${month})\\b${notOfYear}`,
    ([name, of, on, other]) => onDay(numberOf(name ?? other), Number(of ?? on)),
  ),
  finder(`${upTo}${month}\\b${notOfYear}`, ([name]) => dayOf(numberOf(name), false)),
  finder(`\\bin ${month}\\b${notOfYear}`, ([name]) => dayOf(numberOf(name), true)),
  finder(
    `(?<!\\b(?:last|past|since|from|vs|than) |[-–/])(?:${within})?(?:\\bend of )?\\bq([1-4])\\b(?! ?[-–/] ?q?\\d)${ofYear}${notOfYear}`,
    ([quarter, year]) => endOfPart(Number(quarter) * 3, year),
  ),
  finder(
    `${within}(?:end of (?:the )?)?(first|second|third|fourth) quarter\\b${ofYear}${notOfYear}`,
    ([nth = '', year]) => endOfPart((ordinals.indexOf(nth.toLowerCase()) + 1) * 3, year),
  ),
  finder(
    `(?:${within}|(?=\\b(?:first|second) half of (?:the|this|next) year))(?:end of (?:the )?)?(first|second) half\\b${ofYear}${notOfYear}(?! of (?!the year|this year|next year))`,
    ([nth = '', year]) => endOfPart((ordinals.indexOf(nth.toLowerCase()) + 1) * 6, year),
  ),
];
