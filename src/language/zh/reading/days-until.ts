import type { Finder } from '../../reading.ts';
import { readNumeral } from './numerals.ts';

const lastDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const upTo = '(?:(?:到|在|等到|截至|截止到?|至|直到|于) ?)';
const behind = '(?:之?前|以前|的时候|时)?';
const year = '(明年|下一?年|今年|本年)?(?:的)?';
const month = '(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月';

/** The first or the last day of a month, `MM-DD`. */
function dayOf(at: number, end: boolean): string | undefined {
  const last = lastDays[at - 1];
  return last === undefined ? undefined : `${String(at).padStart(2, '0')}-${end ? last : '01'}`;
}

/** The same, of the calendar year after this one where it is the next. */
function inYear(said: string | undefined, day: string | undefined): string | undefined {
  return day === undefined || said === undefined || !/[明下]/.test(said) ? day : `next-${day}`;
}

const finder = (
  pattern: string,
  read: (groups: readonly (string | undefined)[]) => string | undefined,
): Finder<string> => ({
  pattern: new RegExp(pattern, 'iu'),
  read: ([, ...groups]) => read(groups),
});

/** How people say a day of the year to come, up to which they look: 圣诞节前, 到年底, 明年上半年. */
export const daysUntil: readonly Finder<string>[] = [
  finder(`${upTo}?圣诞节?${behind}`, () => '12-25'),
  finder(`${upTo}?元旦${behind}`, () => '01-01'),
  finder(`${upTo}?国庆节?${behind}`, () => '10-01'),
  finder(`${upTo}?(明年|今年|本年)年?[底末尾]${behind}`, ([said]) => inYear(said, '12-31')),
  finder(`(?<![去前上]年?)${upTo}?(?:年[底末尾]|岁末)${behind}`, () => '12-31'),
  finder(`${upTo}?今年(?:之?内|以内)?(?=会|还|要|就)`, () => '12-31'),
  finder(`${upTo}?${year}上半年${behind}`, ([said]) =>
    said === undefined ? undefined : inYear(said, '06-30'),
  ),
  finder(`(?:${upTo}|(?=明年|下一?年|今年|本年))${year}下半年${behind}`, ([said]) =>
    inYear(said, '12-31'),
  ),
  finder(
    `(?<![去前上]年?|[个前后几两过近这每\\d])${upTo}?${year}第?([一二三四1-4])季度(?:末|底)?${behind}(?!报|[以之]来|\\d)`,
    ([said, quarter]) => inYear(said, dayOf((readNumeral(quarter ?? '') ?? 0) * 3, true)),
  ),
  finder(
    `(?<![\\d年个零〇一二两三四五六七八九十百去])${upTo}?${year}${month}(底|末)${behind}`,
    ([said, at = '', end]) => inYear(said, dayOf(readNumeral(at) ?? 0, end !== undefined)),
  ),
  finder(
    `(?<![\\d年个零〇一二两三四五六七八九十百去])(?:${upTo}${year}${month}份?初?(?! ?\\d|以来|至今|起|[一二三四五六七八九十]+[日号])${behind}|${year}${month}份?初?(?=之?前|以前|还|的时候|时)${behind})`,
    ([said, at, otherwise, other]) =>
      inYear(said ?? otherwise, dayOf(readNumeral(at ?? other ?? '') ?? 0, false)),
  ),
];
