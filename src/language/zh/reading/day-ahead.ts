import {
  type DayAhead,
  dateAhead,
  dayOfMonth,
  weekdayAhead,
  weekdayBehind,
} from '../../day-ahead.ts';
import type { Finder } from '../../reading.ts';
import { numerals, readNumeral } from './numerals.ts';

const number = `([${numerals}]{1,3}|\\d{1,3})`;
const before = '(?:到|在|于|至|等到|直到)?';
const dayOfWeek = (name: string) => ('日天'.includes(name) ? 0 : '一二三四五六'.indexOf(name) + 1);

function away(
  sign: '+' | '-',
  said: string | undefined,
  unit: 'd' | 'w' | 'm',
): DayAhead | undefined {
  const count = readNumeral(said ?? '');
  return count === undefined || count > 999 ? undefined : `${sign}${count}${unit}`;
}

const dates: Finder<DayAhead>[] = [
  {
    pattern: new RegExp(`${before}(\\d{4}) ?年 ?${number} ?月 ?${number} ?[日号]?`, 'u'),
    read: ([, year, m, d]) =>
      dateAhead(readNumeral(d ?? '') ?? 0, readNumeral(m ?? '') ?? 0, Number(year)),
  },
  {
    pattern: new RegExp(`${before}${number} ?月 ?${number} ?[日号]?`, 'u'),
    read: ([, m, d]) => dateAhead(readNumeral(d ?? '') ?? 0, readNumeral(m ?? '') ?? 0),
  },
];
const dayInMonth: Finder<DayAhead> = {
  pattern: new RegExp(`${before}(?<![\\d月])(\\d{1,2}) ?[日号](?!客户|的|顾客)`, 'u'),
  read: ([, d]) => dayOfMonth(Number(d)),
};

/** How people say a day to come: 周五, 下周三, 三天后, 12月4日. */
export const dayAhead: readonly Finder<DayAhead>[] = [
  ...dates,
  { pattern: /大后天/u, read: () => '+3d' },
  { pattern: /后天/u, read: () => '+2d' },
  { pattern: /明[天日早晚]/u, read: () => '+1d' },
  { pattern: /今[天日晚]/u, read: () => '+0d' },
  { pattern: new RegExp(`${number} ?天(?:之|以)?后`, 'u'), read: ([, n]) => away('+', n, 'd') },
  {
    pattern: new RegExp(`${number} ?(?:周|个?星期|个?礼拜)(?:之|以)?后`, 'u'),
    read: ([, n]) => away('+', n, 'w'),
  },
  { pattern: new RegExp(`${number} ?个?月(?:之|以)?后`, 'u'), read: ([, n]) => away('+', n, 'm') },
  {
    pattern: new RegExp(`${before}下个?(?:周|星期|礼拜)([一二三四五六日天])`, 'u'),
    read: ([, name = '']) => weekdayAhead(dayOfWeek(name), true),
  },
  { pattern: new RegExp(`${before}下个?(?:周|星期|礼拜)`, 'u'), read: () => 'next-mon' },
  { pattern: new RegExp(`${before}下个?月(?!\\d)`, 'u'), read: () => '+1m' },
  { pattern: /(?:本|这)?周末前?|(?:本|这)周(?:之|以)?内/u, read: () => 'eow' },
  { pattern: /(?:本月|这个月|月)底/u, read: () => 'eom' },
  {
    pattern: new RegExp(`${before}(?:本|这|这个)?(?:周|星期|礼拜)([一二三四五六日天])`, 'u'),
    read: ([, name = '']) => weekdayAhead(dayOfWeek(name), false),
  },
  dayInMonth,
];

/** How people say a day gone by: 昨天, 上周五, 三天前, 11月20日. */
export const dayBehind: readonly Finder<DayAhead>[] = [
  ...dates,
  { pattern: /大前天/u, read: () => '-3d' },
  { pattern: /前[天日]/u, read: () => '-2d' },
  { pattern: /昨[天日晚]/u, read: () => '-1d' },
  { pattern: /今[天日早晚]|刚才/u, read: () => '+0d' },
  { pattern: new RegExp(`${number} ?天(?:之|以)?前`, 'u'), read: ([, n]) => away('-', n, 'd') },
  {
    pattern: new RegExp(`${number} ?(?:周|个?星期|个?礼拜)(?:之|以)?前`, 'u'),
    read: ([, n]) => away('-', n, 'w'),
  },
  { pattern: new RegExp(`${number} ?个?月(?:之|以)?前`, 'u'), read: ([, n]) => away('-', n, 'm') },
  {
    pattern: /(上个?)?(?:本|这|这个)?(?:周|星期|礼拜)([一二三四五六日天])/u,
    read: ([, last, name = '']) => weekdayBehind(dayOfWeek(name), last !== undefined),
  },
  { pattern: /上个?(?:周|星期|礼拜)(?![一二三四五六日天])/u, read: () => '-1w' },
  { pattern: /上个?月(?!\d)/u, read: () => '-1m' },
  dayInMonth,
  // Nobody met somebody then: it is read so that it can be refused.
  { pattern: /明[天日早晚]/u, read: () => '+1d' },
  { pattern: /(?<!大)后天/u, read: () => '+2d' },
  {
    pattern: /下个?(?:周|星期|礼拜)([一二三四五六日天])?/u,
    read: ([, name = '一']) => weekdayAhead(dayOfWeek(name), true),
  },
];
