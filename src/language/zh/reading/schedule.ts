import {
  bankWorkingDays,
  clock,
  datesOfMonth,
  edgeOf,
  everyDay,
  type LeftOut,
  monthly,
  type Period,
  type Time,
  weekdayOfMonth,
  weekly,
  weekSpan,
  workingDayOf,
  workingDays,
} from '../../cron-fields.ts';
import type { ScheduleReading } from '../../reading.ts';
import { readNumeral } from './numerals.ts';
import zones from './zone-names.json' with { type: 'json' };

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
const [daysSign, timeSign, partSign] = ['\uF8F0', '\uF8F1', '\uF8F2'];

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

const zoneCalled: ReadonlyMap<string, string> = new Map(Object.entries(zones));

const week = '(?:周|星期|礼拜)';
const dayName = '[日天一二三四五六](?! ?[点时:]|十)';
const daysOff = '周末|双休日|(?:法定|公共|国家|银行)?(?:节假日|假日|假期|节日|公假)';
const freeDays = `(?:${week}${dayName}|${daysOff})(?:[、,，和及跟]?(?:${week}?${dayName}|${daysOff})){0,8}`;
const anyDaysOff = new RegExp(daysOff, 'g');
/** Days of a list that are named. */
const namedDay = new RegExp(`${week}?${dayName}`, 'g');
const periodOf = (said: string | undefined): Period['of'] =>
  said?.startsWith('季') === true ? 'quarter' : 'month';
const timeOfDay =
  '(?:凌晨|清晨|早晨|早上|上午|早|中午|下午|傍晚|晚上|晚)?(?:[零〇一二两三四五六七八九十]{1,3}|\\d{1,2})(?:点钟?|时|:)(?:半|一刻|三刻|整|(?:[零〇一二两三四五六七八九十]{1,3}|\\d{1,2})分?)?';

const aTimeOfDay = new RegExp(timeOfDay, 'g');

const leftOutIn = (list: string): LeftOut => ({
  days: [
    ...(list.replace(anyDaysOff, '').match(namedDay) ?? []).flatMap(daysIn),
    ...(/周末|双休/.test(list) ? [0, 6] : []),
  ],
  holidays: /假|节日/.test(list),
});

/** A time of the day: its part, its hour and what is past it. */
const time =
  /(凌晨|清晨|早晨|早上|上午|早|中午|下午|傍晚|晚上|晚)?的?([零〇一二两三四五六七八九十百千\d]{1,3})(?:点钟?|时|:)(?:(半|一刻|三刻|整)|([零〇一二两三四五六七八九十百千\d]{1,3})分?)?/;

function timeIn([, part, typedHour = '', fraction, typedMinute]: readonly (string | undefined)[]):
  | Time
  | undefined {
  const hour = readNumeral(typedHour);
  const minute = minuteOf(fraction, typedMinute);
  if (hour === undefined || minute === undefined) return undefined;
  const late = part !== undefined && /下午|傍晚|晚/.test(part) && hour < 12;
  return clock(late ? hour + 12 : hour, minute);
}

function timesIn(list: string): Time[] | undefined {
  const times = (list.match(aTimeOfDay) ?? []).map((said) => {
    const match = time.exec(said);
    return match === null ? undefined : timeIn(match);
  });
  return times.every((each) => each !== undefined) ? times : undefined;
}

export const schedule: ScheduleReading = {
  days: {
    workingDayOfMonth: {
      pattern:
        /(?:在|于)?每?个?(月|季度?)末?度?的?(?:第([一二三四五1-5])|最后(?:一|1)?|倒数第([一二三四五1-5]))个?(?:工作日|营业日)/,
      read: ([, of, first, last]) =>
        workingDayOf(
          first === undefined ? -(readNumeral(last ?? '1') ?? 1) : (readNumeral(first) ?? 1),
          periodOf(of),
        ),
    },
    weekdayOfMonth: {
      pattern:
        /(?:在|于)?每个?月的?(?:第([一二三四1-4])个?|最后(?:一|1)?个?)(?:周|星期|礼拜)([日天一二三四五六])/,
      read: ([, place, day = '']) =>
        weekdayOfMonth(
          dayNumber(day),
          place === undefined ? 'last' : (readNumeral(place) ?? 'last'),
        ),
    },
    edgeOfMonth: {
      pattern:
        /(?:在|于)?(?:每个?(月|季度?)的?(?:最后(?:一|1)天|(?:月|季)?[底末])|(月|季)度?[底末](?!的)|每个?(季)度?的?(?:第一天|首日|初|1号|一号))/,
      read: ([, each, alone, quarter]) =>
        edgeOf({
          of: periodOf(each ?? alone ?? quarter),
          at: quarter === undefined ? 'end' : 'start',
        }),
    },
    datesOfMonth: {
      pattern:
        /每个?月的?(?:[零〇一二三四五六七八九十\d]{1,3}[号日]?[、,，和及跟]){1,4}[零〇一二三四五六七八九十\d]{1,3}[号日]/,
      read([said]) {
        const numbers = (
          said.slice(said.indexOf('月') + 1).match(/[零〇一二三四五六七八九十\d]+/g) ?? []
        ).map(readNumeral);
        return numbers.every((each) => each !== undefined) ? datesOfMonth(numbers) : undefined;
      },
    },
    workingDays: {
      pattern:
        /每个?(?:工作[日天]|营业日|平日)|(?:工作[日天]|营业日|平日)(?:每天)?|(?:每?周|每?星期|每?礼拜)一(?:到|至|~|-)(?:周|星期|礼拜)?五/,
      read: ([said]) => (/作[日天]|业日|平日/.test(said) ? bankWorkingDays : workingDays),
    },
    weekdays: {
      pattern:
        /(?:每逢|每个|每|逢)?(?<!每[两二三四五六七八九十几\d]{1,2}个?)(?:周|星期|礼拜)([日天一二三四五六](?! ?[次回遍])(?:(?:[、,，和及跟]|[到至~-])?(?:每?(?:周|星期|礼拜))?[日天一二三四五六](?! ?[点时:]|十))*)|(?:每逢|逢|(?<![\p{L}\d])每?)(一三五|二四六|一四|二四|二五|三五)(?=的?(?:早|晚|上午|下午|中午|傍晚|凌晨|\d|[零一二两三四五六七八九十]{1,3}[点时]))/u,
      read: ([, names, bare = '']) => weekly(daysIn(names ?? bare)),
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
  afterRun:
    /(?:每次|每回|每晚|每轮)?(?:跑批|估值|计算|评分|跑数|运行)(?:完成|结束|发布|跑完|出来|更新)(?:之?后|以后|后就|时|就|立即)?|(?:数据|结果|数字)(?:一)?(?:出来|更新|发布)(?:之?后|以后|就|了就|时)/u,
  ofReport:
    /(?:每?周|每?月|每?季度?)(?=度?(?:的)?(?:报告|报表|汇报))|(?<=[发送看要])(?:周|月|季)(?=报)/u,
  leftOut: [
    {
      // 去掉周末, 周一不用发
      pattern: new RegExp(
        `(?:去掉|拿掉|剔走|剔除|删掉|删去|删除|砍掉|免掉|取消掉?|停掉|去除|减去|除去)(${freeDays})(?:那[次份天封])?|把?(${freeDays})(?:那[次份天封])?(?:的)?(?:简报|摘要|推送|名单)?(?:以后|今后|往后|就|都|也)*(?:去掉|拿掉|拿走|剔走|剔除|删掉|删去|删除|砍掉|免了|免掉|取消掉?|停掉|不用(?:再)?(?:给我)?[发送推]|不必(?:再)?[发送推]|不要(?:再)?(?:给我)?[发送推]|别(?:再)?(?:给我)?[发送推]|(?:就)?不(?:再)?[发送推]|唔使[发送]|唔要)(?:简报|摘要|推送|名单)?(?:了)?|(?:唔要|不要|不含|去掉)(${freeDays})`,
        'u',
      ),
      read: (match) => leftOutIn(match.slice(1).find((each) => each !== undefined) ?? ''),
    },
    {
      pattern: new RegExp(
        `除[了去开]?(?:每个?)?(${freeDays})(?:以外|之外|外)?(?:的?其他)?(?:[,，、 ]{0,2}(?=每|天天))?|[,，、 ]{0,2}(?:但是?|不过)?(?:遇到?|逢|遇上)?(${freeDays})(?:都|就|则)?(?:除外|不发|不要|不用|别发|不送|不推|不包括|休息)(?:送|了|给我)?|[,，、 ]{0,2}(?:但是?|不过)?(?:不含|不包括|不算|跳过|避开|排除)(${freeDays})`,
      ),
      read: ([, except, behind, before]) => leftOutIn(except ?? behind ?? before ?? ''),
    },
  ],
  added: [
    {
      pattern: new RegExp(
        `(?:再?加上?|增加|添加|添上?|加埋)(?:一[个份次])?(?:每个?)?((?:${week}${dayName}|周末)(?:[、,，和及跟]?(?:${week})?${dayName}){0,5})|((?:${week}${dayName}|周末)(?:[、,，和及跟]?(?:${week})?${dayName}){0,5})也(?:要|得|都|给我)?(?:[发送推来])?`,
        'u',
      ),
      read: ([, days, behind]) => [...leftOutIn(days ?? behind ?? '').days],
    },
  ],
  before: new RegExp(
    `[,，、 ]{0,2}(?:不要|不是|而不是|别|而非)${timeOfDay}|${timeOfDay}(?:太|有点|有些|过于?)(?:早|晚|迟)(?:了|啦)?[,，、 ]{0,2}|每[天日周月](?:的|那份)(?=简报|摘要|名单|推送)|别(?:天天|每天|每日)发[,，、 ]{0,2}`,
    'gu',
  ),
  timesOfDay: [
    {
      pattern: new RegExp(`(${timeOfDay}(?:[和、,，及跟与]${timeOfDay}){1,5})(?!半|[一三]刻|\\d)`),
      read: ([, list = '']) => timesIn(list),
    },
  ],
  timesADay: [
    {
      pattern: /(?:每天|每日|一天)(?:发)?([两二三四2-4])[次回遍]/,
      read: ([, count = '']) => readNumeral(count),
    },
  ],
  everyWeeks: [
    { pattern: new RegExp(`每?隔(?:一?个?${week})?的? ?(?=${daysSign})`), read: () => 2 },
    { pattern: new RegExp(`每隔一个?${week}|(?<!每)隔${week}`), read: () => 2 },
    {
      pattern: new RegExp(`每([两二三四五六七八]|\\d{1,2})个?${week}(?:[发一]?一?次)?的?`),
      read([, count = '']) {
        const weeks = readNumeral(count) ?? 0;
        return weeks >= 2 && weeks <= 12 ? weeks : undefined;
      },
    },
  ],
  countedFrom: { pattern: /[,，]? ?(?:从|自)(\d{4}-\d\d-\d\d)(?:那周)?起/, read: ([, day]) => day },
  zones: [
    {
      pattern: new RegExp(`(?:按|用)?(${Object.keys(zones).join('|')})(?:当地)?时间(?:的)?`),
      read: ([, name = '']) => zoneCalled.get(name),
    },
  ],
  times: [
    {
      // 九点差一刻, 差五分八点
      pattern:
        /(?:早上|上午|早)?([零一二两三四五六七八九十\d]{1,3})点(?:钟)?差(一刻|[一二三四五六七八九十\d]{1,3})分?|差(一刻|[一二三四五六七八九十\d]{1,3})分?(?:到)?([零一二两三四五六七八九十\d]{1,3})点/u,
      read([, hour, minutes, before, after]) {
        const of = readNumeral(hour ?? after ?? '');
        const less = (minutes ?? before) === '一刻' ? 15 : readNumeral(minutes ?? before ?? '');
        return of === undefined || less === undefined || less > 59
          ? undefined
          : clock(of - 1, 60 - less);
      },
    },
    { pattern: /午夜(?:12点|十二点)?|半夜(?:12点|十二点)/, read: () => clock(0, 0) },
    { pattern: time, read: timeIn },
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
  aside: new RegExp(
    `(?:每周)?(?:两|2|二|三|3)次[,，、 ]{0,4}(?=\uF8F0)|每?周一次(?=就|够|[,，])|(?:未来|今后)的?${number}? ?个?(?:天|周|星期|半年|月|季度|年)(?:内|里|之内)?`,
  ),
  unkept: [
    new RegExp(`${partSign} ?(?:[和及跟、,，]|以及)? ?(?:早上|上午|早晨|清晨|中午|下午|晚上|傍晚)`),
    /除[了去开]?|以外|之外|不发|不要|不含|不包括|不用|跳过|顺延|别发|如果|只在(?! ?[\uF8F0-\uF8F2])|要是|假日|假期|节日|法定|过节/,
    new RegExp(
      `(?:隔|单周|双周|单|双|下|本|这|这个|下个|上|上个|第${number}个?|最后一?个?|倒数.{0,4}|上旬.?|中旬.?|下旬.?|初一?|底|末|或|(?<![改换调挪移迟前延放搬推])到|至|(?<![以之今])[前后]|约|大概)的? ?[${daysSign}${timeSign}]`,
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
