import { chineseNumerals, readNumeral } from '../number-words.ts';

/**
 * A schedule found in a text: its cron expression, and the text without the words that said so. `sure`: it can be
 * nothing else, as "every Monday" or "daily at 7"; "daily" alone may be about a balance.
 */
export type FoundSchedule = { cron: string; timezone?: string; rest: string; sure: boolean };

type Days = { dayOfMonth: string; dayOfWeek: string };
type Time = { hour: number; minute: number };
type Part = 'morning' | 'noon' | 'afternoon' | 'evening';

const workingDays: Days = { dayOfMonth: '*', dayOfWeek: '1-5' };
const everyDay: Days = { dayOfMonth: '*', dayOfWeek: '*' };
const weekly = (days: number[]): Days => ({
  dayOfMonth: '*',
  dayOfWeek: [...new Set(days)].sort((a, b) => a - b).join(','),
});
const hours: Record<Part, number> = { morning: 8, noon: 12, afternoon: 14, evening: 18 };

const dayNames =
  'sundays?|sun|mondays?|mon|tuesdays?|tues?|wednesdays?|weds?|thursdays?|thurs?|thu|fridays?|fri|saturdays?|sat';
const firstLetters = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];
const dayNumber = (name: string) => firstLetters.indexOf(name.slice(0, 2).toLowerCase());
const chineseDays = '日一二三四五六';
const chineseDay = (sign: string) => (sign === '天' ? 0 : chineseDays.indexOf(sign));

type Finder<T> = { pattern: RegExp; read(match: RegExpExecArray): T | undefined };

const daysOfMonth = (text: string | undefined): Days | undefined => {
  const day = text === undefined ? undefined : readNumeral(text);
  return day !== undefined && day >= 1 && day <= 28
    ? { dayOfMonth: String(day), dayOfWeek: '*' }
    : undefined;
};

const dayFinders: Finder<Days>[] = [
  {
    pattern:
      /\b(?:(?:every|each|on|all) )?(?:(?:week|work|working |business |trading )days?|mon(?:day)?s? ?(?:-|–|to|through|thru) ?fri(?:day)?s?)\b/i,
    read: () => workingDays,
  },
  {
    pattern:
      /每个?工作日|工作日(?:每天)?|(?:每?周|每?星期|每?礼拜)一(?:到|至|~|-)(?:周|星期|礼拜)?五/,
    read: () => workingDays,
  },
  {
    pattern: new RegExp(
      `(?<!\\b(?:until|till|before|since|last|next|by) )\\b(?:(?:every|each|on) )?(?:${dayNames})\\b(?:(?:,? and |, ?| ?& ?|/)(?:${dayNames})\\b)*`,
      'i',
    ),
    read: ([text]) =>
      weekly(
        [...text.matchAll(new RegExp(`\\b(?:${dayNames})\\b`, 'gi'))].map(([name]) =>
          dayNumber(name),
        ),
      ),
  },
  {
    pattern:
      /(?:每逢|每个|每)?(?:周|星期|礼拜)([日天一二三四五六](?:[、,，和及跟]?(?:周|星期|礼拜)?[日天一二三四五六](?! ?[点时:]|十))*)/,
    read: ([, names = '']) =>
      weekly([...names.replace(/[^日天一二三四五六]/g, '')].map(chineseDay)),
  },
  {
    pattern: /\b(?:every|each|on|at) weekends?\b|\bweekends\b|(?:每个?)?周末/i,
    read: () => weekly([0, 6]),
  },
  {
    pattern:
      /\b(?:monthly|(?:every|each) month)(?: on the (\d{1,2})(?:st|nd|rd|th)?| on the first(?: day)?)?|\b(?:on the|on every|every|each) (\d{1,2})(?:st|nd|rd|th)(?: day)?(?: of (?:every|each|the|a) month)?\b|\b(?:on the |every |each )?first (?:day )?of (?:every|each|the) month\b/i,
    read: ([, first, second]) => daysOfMonth(first ?? second ?? '1'),
  },
  {
    pattern: new RegExp(`每个?月(?:的)?(?:(?:第)?([${chineseNumerals}\\d]{1,3})(?:号|日)|初)?`),
    read: ([, day]) => daysOfMonth(day ?? '1'),
  },
  {
    pattern: /\bweekly\b|\b(?:every|each|once a) week\b|每(?:个)?(?:周|星期|礼拜)/i,
    read: () => weekly([1]),
  },
  {
    pattern: /\bdaily\b|\bevery ?day\b|\beach day\b|\bonce a day\b|每天|每日|天天|逐日/i,
    read: () => everyDay,
  },
  {
    pattern:
      /\b(?:every|each)(?= (?:working |single )?(?:morning|noon|midday|afternoon|evening|night)\b)|每(?=早|晚)/i,
    read: () => everyDay,
  },
];

const clock = (hour: number, minute: number, half?: string): Time | undefined => {
  const afternoon = half !== undefined && /^p/i.test(half);
  const h = half === undefined ? hour : (hour % 12) + (afternoon ? 12 : 0);
  return h <= 23 && minute <= 59 ? { hour: h, minute } : undefined;
};

const timeFinders: Finder<Time>[] = [
  {
    pattern: /(?:\b(?:at|by|@) ?)?(?<!\d)(\d{1,2})[:.h](\d{2})(?::00)? ?([ap]\.?m\b\.?)?/i,
    read: ([, hour, minute, half]) => clock(Number(hour), Number(minute), half),
  },
  {
    pattern: /(?:\b(?:at|by|@) ?)?(?<!\d)(\d{1,2}) ?([ap]\.?m\b\.?)/i,
    read: ([, hour, half]) => clock(Number(hour), 0, half),
  },
  {
    pattern: /\b(?:at |by )?(half past|quarter past|quarter to) (\d{1,2})(?: ?([ap]\.?m\b\.?))?/i,
    read: ([, part = '', hour, half]) =>
      part.toLowerCase() === 'quarter to'
        ? clock(Number(hour) - 1, 45, half)
        : clock(Number(hour), part.toLowerCase() === 'half past' ? 30 : 15, half),
  },
  {
    pattern: /\b(?:at |by |@ ?)(\d{1,2})(?: o'?clock)?(?!\d| ?%)|\b(\d{1,2}) (?:o'?clock|sharp)\b/i,
    read: ([, hour, other]) => clock(Number(hour ?? other), 0),
  },
  {
    pattern: new RegExp(
      `(凌晨|清晨|早晨|早上|上午|早|中午|下午|傍晚|晚上|晚)?的?([${chineseNumerals}\\d]{1,3})(?:点钟?|时|:)(?:(半|一刻|三刻|整)|([${chineseNumerals}\\d]{1,3})分?)?`,
    ),
    read([, part, hourText = '', fraction, minuteText]) {
      const hour = readNumeral(hourText);
      const minute =
        fraction === '半'
          ? 30
          : fraction === '一刻'
            ? 15
            : fraction === '三刻'
              ? 45
              : minuteText === undefined
                ? 0
                : readNumeral(minuteText);
      if (hour === undefined || minute === undefined) return undefined;
      const late = part !== undefined && /下午|傍晚|晚/.test(part) && hour < 12;
      return clock(late ? hour + 12 : hour, minute);
    },
  },
];

const partFinders: Finder<Part>[] = [
  {
    pattern:
      /\b(?:in the |first thing in the )?(?:working |single )?mornings?\b|早上|上午|早晨|清晨|每?早/i,
    read: () => 'morning',
  },
  { pattern: /\b(?:at )?(?:noon|midday|lunchtime)\b|中午/i, read: () => 'noon' },
  { pattern: /\b(?:in the )?afternoons?\b|下午/i, read: () => 'afternoon' },
  { pattern: /\b(?:in the |at )?(?:evenings?|night)\b|晚上|傍晚|每?晚/i, read: () => 'evening' },
];

const zonePattern =
  /\b(?:in )?((?:Africa|America|Asia|Australia|Europe|Pacific|Atlantic)\/[A-Za-z_]+(?:\/[A-Za-z_]+)?|UTC|GMT)\b(?: time)?/;

/** Days that can be nothing else; "every month" may be about a contribution. */
const plainlyRecurring =
  /\b(?:every|each)\b(?! ?(?:day|week|month)\b)|工作日|每逢|每个?(?:周|星期|礼拜)[日天一二三四五六]/i;

/** The first finder whose pattern is in the text; a match it cannot read, such as 25:00, counts as none. */
function take<T>(
  finders: readonly Finder<T>[],
  text: string,
): { found: T; words: string; rest: string; at: number } | undefined {
  for (const { pattern, read } of finders) {
    const match = pattern.exec(text);
    const found = match === null ? undefined : read(match);
    if (match !== null && found !== undefined) {
      const rest = `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`;
      return { found, words: match[0], rest, at: match.index };
    }
  }
  return undefined;
}

/**
 * Finds a schedule in normalised text: "every weekday at 8:30", "daily at 7am", "Mondays 9:00", 每个工作日8:30,
 * 每天早上七点半. Days without a time are 8:00, or the hour of the part of the day named; a time without days is every
 * working day.
 * @returns undefined where the text names neither days nor, after "at" or the like, a time
 */
export function readSchedule(text: string): FoundSchedule | undefined {
  const days = take(dayFinders, text);
  const time = take(timeFinders, days?.rest ?? text) ?? bareHour(days);
  if (days === undefined && time === undefined) return undefined;
  let rest = time?.rest ?? days?.rest ?? text;
  const part = take(partFinders, rest);
  rest = part?.rest ?? rest;
  // "a weekly digest on Mondays" says the same twice.
  if (days !== undefined)
    rest = rest.replace(
      /\b(?:daily|weekly|monthly|once a (?:day|week|month))\b|每日|每周(?![日天一二三四五六])/i,
      ' ',
    );
  const { hour, minute } = atHour(time?.found, part?.found);
  const { dayOfMonth, dayOfWeek } = days?.found ?? workingDays;
  const zone = zonePattern.exec(rest);
  const timezone = zone?.[1];
  if (zone !== null) rest = rest.replace(zone[0], ' ');
  return {
    cron: `${minute} ${hour} ${dayOfMonth} * ${dayOfWeek}`,
    ...(timezone === undefined ? {} : { timezone: timezone === 'GMT' ? 'UTC' : timezone }),
    rest: rest.replace(/\s+/g, ' ').trim(),
    sure: days !== undefined && (time !== undefined || plainlyRecurring.test(days.words)),
  };
}

const afterDays = /^ +(\d{1,2})(?=\s*(?:[.,;!?)]|$|in the\b|sharp\b|please\b|thanks\b))/i;

/** The number after the days, as in "Mondays 9", is an hour. */
function bareHour(
  days: { rest: string; at: number } | undefined,
): { found: Time; rest: string } | undefined {
  if (days === undefined) return undefined;
  const after = days.rest.slice(days.at);
  const match = afterDays.exec(after);
  const found = match === null ? undefined : clock(Number(match[1]), 0);
  if (match === null || found === undefined) return undefined;
  return { found, rest: `${days.rest.slice(0, days.at)} ${after.slice(match[0].length)}` };
}

function atHour(time: Time | undefined, part: Part | undefined): Time {
  if (time === undefined) return { hour: part === undefined ? 8 : hours[part], minute: 0 };
  const late = (part === 'afternoon' || part === 'evening') && time.hour < 12;
  return late ? { ...time, hour: time.hour + 12 } : time;
}
