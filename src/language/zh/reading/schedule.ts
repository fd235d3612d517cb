import { clock, everyDay, monthly, weekly, workingDays } from '../../cron-fields.ts';
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

export const schedule: ScheduleReading = {
  days: {
    workingDays: {
      pattern:
        /每个?工作日|工作日(?:每天)?|(?:每?周|每?星期|每?礼拜)一(?:到|至|~|-)(?:周|星期|礼拜)?五/,
      read: () => workingDays,
    },
    weekdays: {
      pattern:
        /(?:每逢|每个|每)?(?:周|星期|礼拜)([日天一二三四五六](?:[、,，和及跟]?(?:周|星期|礼拜)?[日天一二三四五六](?! ?[点时:]|十))*)/,
      read: ([, names = '']) =>
        weekly([...names.replace(/[^日天一二三四五六]/g, '')].map(dayNumber)),
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
  repeated: /每日|每周(?![日天一二三四五六])/,
};
