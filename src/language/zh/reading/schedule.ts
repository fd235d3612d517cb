import { clock, everyDay, monthly, weekly, weekSpan, workingDays } from '../../cron-fields.ts';
import type { ScheduleReading } from '../../reading.ts';
import { readNumeral } from './numerals.ts';

const days = '日一二三四五六';
const dayNumber = (character: string) => (character === '天' ? 0 : days.indexOf(character));

/** Minutes past the hour; undefined for what is not a number. */
function minuteOf(fraction: string | undefined, typed: string | undefined): number | undefined {
  if (fraction === '半') return 30;
  if (fraction === '一刻') return 15;
  if (fraction === '三刻') return 45;
  return typed === undefined ? 0 : readNumeral(typed);
}

/** A number in digits or characters. */
const number = '(?:[零〇一二两三四五六七八九十百几]{1,4}|\\d{1,4})';
const [daysSign, timeSign] = ['\uF8F0', '\uF8F1'];

/** Days as a list names them, spans such as 周一到周四 among them. */
function daysIn(list: string): number[] {
  const days: number[] = [];
  let isSpan = false;
  for (const character of list) {
    if (/[到至~-]/.test(character)) isSpan = true;
    if (!/[日天一二三四五六]/.test(character)) continue;
    const before = days.at(-1);
    const day = dayNumber(character);
    days.push(...(isSpan && before !== undefined ? weekSpan(before, day) : [day]));
    isSpan = false;
  }
  return days;
}

export const schedule: ScheduleReading = {
  days: {
    workingDays: {
      pattern:
        /每个?工作日|工作日(?:每天)?|(?:每?周|每?星期|每?礼拜)一(?:到|至|~|-)(?:周|星期|礼拜)?五/,
      read: () => workingDays,
    },
    weekdays: {
      pattern:
        /(?:每逢|每个|每)?(?<!每[两二三四五六七八九十几\d]{1,2}个?)(?:周|星期|礼拜)([日天一二三四五六](?! ?[次回遍])(?:(?:[、,，和及跟]|[到至~-])?(?:每?(?:周|星期|礼拜))?[日天一二三四五六](?! ?[点时:]|十))*)/,
      read: ([, names = '']) => weekly(daysIn(names)),
    },
    weekends: { pattern: /(?:每个?)?周末/, read: () => weekly([0, 6]) },
    dayOfMonth: {
      pattern: /每个?月(?:的)?(?:(?:第)?([零〇一二两三四五六七八九十百千\d]{1,3})(?:号|日)|初)?/,
      read: ([, day]) => monthly(day === undefined ? 1 : readNumeral(day)),
    },
    weekly: { pattern: /每(?:个)?(?:周|星期|礼拜)/, read: () => weekly([1]) },
    daily: { pattern: /每天|每日|天天|逐日/, read: () => everyDay },
    partOfDay: { pattern: /每(?=早|晚)/, read: () => everyDay },
  },
  times: [
    {
      pattern:
        /(凌晨|清晨|早晨|早上|上午|早|中午|下午|傍晚|晚上|晚)?的?([零〇一二两三四五六七八九十百千\d]{1,3})(?:点钟?|时|:)(?:(半|一刻|三刻|整)|([零〇一二两三四五六七八九十百千\d]{1,3})分?)?/,
      read([, part, typedHour = '', fraction, typedMinute]) {
        const hour = readNumeral(typedHour);
        const minute = minuteOf(fraction, typedMinute);
        if (hour === undefined || minute === undefined) return undefined;
        const late = part !== undefined && /下午|傍晚|晚/.test(part) && hour < 12;
        return clock(late ? hour + 12 : hour, minute);
      },
    },
  ],
  partsOfDay: {
    morning: /早上|上午|早晨|清晨|每?早/,
    noon: /中午/,
    afternoon: /下午/,
    evening: /晚上|傍晚|每?晚/,
  },
  plainlyRecurring: /工作日|每逢|每个?(?:周|星期|礼拜)[日天一二三四五六]/,
  repeated: {
    workingDays: /每日|每天/,
    weekdays: /每周(?![日天一二三四五六])/,
    weekends: /每周(?![日天一二三四五六])/,
    dayOfMonth: /每月/,
  },
  aside: new RegExp(`(?:未来|今后)的?${number}? ?个?(?:天|周|星期|半年|月|季度|年)(?:内|里|之内)?`),
  unkept: [
    /除[了去开]?|以外|之外|不发|不要|不含|不包括|不用|跳过|顺延|别发|如果|只在|要是|假日|假期|节日|法定|过节/,
    new RegExp(
      `(?:隔|单周|双周|单|双|下|本|这|这个|下个|上|上个|第${number}个?|最后一?个?|倒数.{0,4}|上旬.?|中旬.?|下旬.?|初一?|底|末|或|到|至|(?<![以之今])[前后]|约|大概)的? ?[${daysSign}${timeSign}]`,
    ),
    new RegExp(
      `[${daysSign}${timeSign}] ?(?:[到至或~-]|之间|以前|之前|以后|之后|前|后|左右|起|开始|为止)`,
    ),
    new RegExp(
      `每隔?(?:${number}|半|几)? ?个?(?:天|日|周|星期|礼拜|月|季度?|年|小时|钟头|分钟|秒)|隔[天日周月]|[单双]周|[单双]日`,
    ),
    new RegExp(
      `第${number}(?:个|天|周|日)|最后一?(?:个|天|周|日)|倒数|[年月季]度?[底末初]|[底末]|[上中下]旬`,
    ),
    new RegExp(`${number} ?(?:次|回|遍)|多次`),
    new RegExp(
      `(?:周|星期|礼拜)[日天一二三四五六]|工作日|周末|${number} ?[点时:]|${number} ?[号日](?!简报|摘要)|${number} ?月(?!内)|初[一二三四五六七八九十]`,
    ),
    /(?:今|明|后|昨)[天早晚]|[上下本这]个?(?:周|星期|礼拜|月|季度|年)|中午|午夜|凌晨|午饭|早饭|晚饭|日出|日落|农历|春节|圣诞|元旦|国庆|[春夏秋冬][天季]|偶尔|有时|从不|时候|期间|连续|接下来|为止|直到|起(?![来码])|(?:从|自).{0,8}开始/,
    /\p{Script=Han}{1,4}时间/u,
  ],
  neverKept: new RegExp(
    `农历|阴历|每隔?(?:${number}|半|几)? ?个?(?:小时|钟头|分钟|秒|季度|年)|每(?:${number}|半) ?个?(?:天|日|周|星期|礼拜|月|年)|隔[天日周月]|[每一][天周月日]${number} ?次|(?:${number}|半) ?个?(?:小时|分钟)(?:后|以后|之后)|的时候|完(?:了)?(?:以后|之后)|一旦`,
  ),
};
