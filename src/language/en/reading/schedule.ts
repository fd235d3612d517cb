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
import type { Finder, ScheduleReading } from '../../reading.ts';
import { zoneOf, zonesCalled } from './zones.ts';

const dayNames =
  'sundays?|sun|mondays?|mon|tuesdays?|tues?|wednesdays?|weds?|thursdays?|thurs?|thu|fridays?|fri|saturdays?|sat';
const anyDay = new RegExp(`\\b(?:${dayNames})\\b`, 'gi');
const firstLetters = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];
const dayNumber = (name: string) => firstLetters.indexOf(name.slice(0, 2).toLowerCase());

/** Days as a list names them, spans such as "Monday to Thursday" among them. */
function daysIn(list: string): number[] {
  const days: number[] = [];
  let end = 0;
  for (const { 0: name, index } of list.matchAll(anyDay)) {
    const day = dayNumber(name);
    const before = days.at(-1);
    const isSpan = before !== undefined && /to|thr|[-–]/i.test(list.slice(end, index));
    days.push(...(isSpan ? weekSpan(before, day) : [day]));
    end = index + name.length;
  }
  return days;
}

const half = (typed: string | undefined) =>
  typed === undefined ? undefined : /^p/i.test(typed) ? 'pm' : 'am';

const ordinals = ['first|1st', 'second|2nd', 'third|3rd', 'fourth|4th', 'fifth|5th'];
const ordinal = `(?:${ordinals.join('|')}|last|final)`;
/** From 1; undefined for the last. */
const placeOf = (said: string): number | undefined => {
  const at = ordinals.findIndex((each) => each.split('|').includes(said.toLowerCase()));
  return at < 0 ? undefined : at + 1;
};
const fromLast =
  '(?:(?:second|2nd|third|3rd|fourth|4th|fifth|5th)[ -](?:to|from)[ -](?:the[ -])?last|last but one|penultimate)';
const isFromLast = new RegExp(fromLast, 'i');
const workDay = '(?:work(?:ing)?|business|bank(?:ing)?|trading|week)[ -]?days?';
const ofPeriod = '(?:of|in) (?:every |each |the |a |this )?(month|quarter)';
const eachPeriod =
  '(?:(?:every|each) (month|quarter)|(monthly|quarterly)),? (?:on |at )?(?:the |its )?';
const notFromLast = '(?<!\\b(?:to|from|but)[ -](?:the )?)';
const periodOf = (said: string | undefined): Period['of'] =>
  /^q/i.test(said ?? '') ? 'quarter' : 'month';
const workingDayAt = (said: string, of: string | undefined) =>
  workingDayOf(
    isFromLast.test(said) ? -(placeOf(said.split(/[ -]/)[0] ?? '') ?? 2) : (placeOf(said) ?? -1),
    periodOf(of),
  );

const timeOfDay = "\\d{1,2}(?:[:.h]\\d{2}(?!\\d))?(?: ?[ap]\\.?m\\b\\.?)?(?: o'?clock)?";
/** A time that can be nothing else. */
const clockTime = '\\d{1,2}(?:[:.h]\\d{2}(?!\\d)(?: ?[ap]\\.?m\\b\\.?)?| ?[ap]\\.?m\\b\\.?)';
const aTime = /(\d{1,2})(?:[:.h](\d{2}))?(?: ?([ap]\.?m\b))?/gi;

/** Times as a list names them; undefined where one is none, or of one only it is told which half of the day it is of. */
function timesIn(list: string): Time[] | undefined {
  const found = [...list.matchAll(aTime)];
  if (found.some(([, , , ofDay]) => ofDay) && !found.every(([, , , ofDay]) => ofDay))
    return undefined;
  const times = found.map(([, hour, minute, ofDay]) =>
    clock(Number(hour), Number(minute ?? 0), half(ofDay)),
  );
  return times.every((time) => time !== undefined) ? times : undefined;
}

const free = `(?:${dayNames}|weekends?|(?:public |bank |national |legal )*holidays?)`;
const freeDays = `${free}(?:(?:,? (?:and|or|nor) |, ?| ?& ?)(?:on )?(?:the )?${free}){0,8}`;
const leavesOut =
  "(?:except(?:ing)?(?: for)?|exclud(?:ing|e)|excl\\.?|bar(?:ring)?|but(?: not)?|other than|apart from|aside from|skipping|skip|leav(?:ing|e) out|dropp?(?:ing)?|cut(?:ting)?(?: out)?|remov(?:e|ing)|tak(?:e|ing) (?:out|off)|without|not|no|never|(?:do not|don't)(?: send(?: it| me)?| bother me)?|unless (?:it's|it is|that is|the day is))";

function leftOutIn(list: string): LeftOut {
  return {
    days: [...daysIn(list), ...(/weekend/i.test(list) ? [0, 6] : [])],
    holidays: /holiday/i.test(list),
  };
}

const leftOut: Finder<LeftOut> = {
  pattern: new RegExp(
    `,? ?\\b${leavesOut}(?: (?:on|at|for|the|any|an?)){0,3} (${freeDays})\\b(?:,? (?:but )?otherwise)?`,
    'i',
  ),
  read: ([, list = '']) => leftOutIn(list),
};

/** “Stop the digest on Fridays”, “take Friday off the digest”. */
const endedOn: Finder<LeftOut> = {
  pattern: new RegExp(
    `\\b(?:(?:stop|don't|do not|no longer|never) (?:send|sending|deliver|delivering) (?:me )?(?:the |my )?(?:digest|list) |no (?:more )?(?:digest|list) )on (${freeDays})\\b|\\btake (${freeDays}) off\\b|\\bleave (${freeDays}) out\\b`,
    'i',
  ),
  read: (match) => leftOutIn(match.slice(1).find((each) => each !== undefined) ?? ''),
};

const plainDays = `(?:weekends?|${dayNames})(?:(?:,? and |, ?| ?& ?)(?:on )?(?:${dayNames})){0,5}`;
/** “Also on Sundays”, “add Saturday”. */
const added: Finder<number[]> = {
  pattern: new RegExp(
    `\\b(?:add(?:ing)?|includ(?:e|ing)|also(?: (?:send|deliver|post)(?: (?:it|me|the|my|digest)){0,3})?(?: on| at)?|additionally(?: on)?|plus|(?:an? )?(?:extra|additional|another)(?: one)?(?: on)?|as well as(?: on)?) (?:on )?(?:the )?(${plainDays})\\b(?: too| as well)?(?: to (?=(?:my|the|that|this|digest)\\b))?|\\bon (${plainDays}),? (?:too|as well|also)\\b`,
    'i',
  ),
  read: ([, days, behind]) => leftOutIn(days ?? behind ?? '').days.slice(),
};

const units =
  '(?:working |business |calendar )?days?|weeks?|weekends?|fortnights?|months?|quarters?|years?|hours?|minutes?|seconds?';
const months = 'january|february|march|april|june|july|august|september|october|november|december';
/** What says that it is some of the days alone. */
const ofSome =
  'next|this|last|past|coming|following|only|just|other|alternate|alternating|odd|even|first|second|third|fourth|fifth|\\d+(?:st|nd|rd|th)';
const [daysSign, timeSign, partSign] = ['\uF8F0', '\uF8F1', '\uF8F2'];

export const schedule: ScheduleReading = {
  days: {
    workingDayOfMonth: {
      pattern: new RegExp(
        `\\b(?:on |at )?(?:the |every |each )?${notFromLast}\\b(${fromLast}|${ordinal}) ${workDay},? ${ofPeriod}\\b|\\b${eachPeriod}(${fromLast}|${ordinal}) ${workDay}`,
        'i',
      ),
      read: ([, place, of, every, everyOther, placeAfter]) =>
        workingDayAt(place ?? placeAfter ?? '', of ?? every ?? everyOther),
    },
    weekdayOfMonth: {
      pattern: new RegExp(
        `\\b(?:on )?(?:the |every |each )?${notFromLast}\\b(${ordinal}) (${dayNames}) (?:of|in) (?:every |each |the |a )month\\b|\\b(?:(?:every|each) month|monthly),? (?:on )?(?:the )?(${ordinal}) (${dayNames})\\b|\\b(?:every|each) (first|1st|last) (${dayNames})\\b`,
        'i',
      ),
      read: ([, place, day, placeAfter, dayAfter, placeOnly, dayOnly]) =>
        weekdayOfMonth(
          dayNumber(day ?? dayAfter ?? dayOnly ?? ''),
          placeOf(place ?? placeAfter ?? placeOnly ?? '') ?? 'last',
        ),
    },
    edgeOfMonth: {
      pattern: new RegExp(
        `\\b(?:on |at )?(?:the )?${notFromLast}\\b(?:(?:very )?(last)(?: calendar)? day|(end)) ${ofPeriod}\\b|\\b(?:at |every |each )*(?:the )?(month|quarter)[ -]?(end)s?\\b(?! of)|\\b${eachPeriod}(?:(last) day|(first)(?: day)?|(1)st)\\b|\\b(?:on |at )?(?:the )?(?:(?:first|1st)(?: calendar)? day|beginning|start) (?:of|in) (?:every |each |the |a )?(month|quarter)\\b`,
        'i',
      ),
      read: ([
        ,
        last,
        end,
        of,
        ofEnd,
        isEnd,
        every,
        everyOther,
        lastAfter,
        first,
        number,
        started,
      ]) =>
        edgeOf({
          of: periodOf(of ?? ofEnd ?? every ?? everyOther ?? started),
          at:
            last || end || isEnd || lastAfter
              ? 'end'
              : first || number || started
                ? 'start'
                : 'end',
        }),
    },
    datesOfMonth: {
      pattern:
        /\bon (?:the )?(\d{1,2})(?:st|nd|rd|th)(?:(?:, ?| and |, and )(?:on )?(?:the )?\d{1,2}(?:st|nd|rd|th)){1,4}(?! (?:of|in)\b)|\bon days? \d{1,2}(?:(?:, ?| and |, and )\d{1,2}){0,4} of (?:every |each |the |a )month\b|\b(?:on )?(?:the )?(\d{1,2})(?:st|nd|rd|th)(?:(?:, ?| and |, and )(?:on )?(?:the )?\d{1,2}(?:st|nd|rd|th)){1,4} (?:of|in) (?:every |each |the |a )month\b|\b(?:(?:every|each) month|monthly),? on (?:the )?(\d{1,2})(?:st|nd|rd|th)(?:(?:, ?| and |, and )(?:on )?(?:the )?\d{1,2}(?:st|nd|rd|th)){1,4}\b/i,
      read: ([said]) => datesOfMonth([...said.matchAll(/\d+/g)].map(Number)),
    },
    workingDays: {
      pattern:
        /\b(?:(?:every|each|on|all) )?(?:(?:week|work|working |business |banking |trading )days?|mon(?:day)?s? ?(?:-|–|to|through|thru) ?fri(?:day)?s?)\b/i,
      read: ([said]) =>
        /\b(?:working|business|banking|trading) /i.test(said) ? bankWorkingDays : workingDays,
    },
    weekdays: {
      pattern: new RegExp(
        `(?<!\\b(?:until|till|before|since|last|next|by) )\\b(?:(?:every|each|on) )?(?:${dayNames})\\b(?:(?:,? and (?:every |on )?|, ?| ?[&+] ?|/| ?(?:-|–|to|through|thru) ?| )(?:${dayNames})\\b)*`,
        'i',
      ),
      read: ([text]) => weekly(daysIn(text)),
    },
    weekends: {
      pattern: /\b(?:every|each|on|at) weekends?\b|\bweekends\b/i,
      read: () => weekly([0, 6]),
    },
    dayOfMonth: {
      pattern:
        /\b(?:monthly|(?:every|each) month)(?: on the (\d{1,2})(?:st|nd|rd|th)?| on the first(?: day)?)?|\b(?:on the|on every|every|each) (\d{1,2})(?:st|nd|rd|th)(?: day)?(?: of (?:every|each|the|a) month)?\b|\b(?:on the |every |each )?first (?:day )?of (?:every|each|the) month\b/i,
      read: ([, first, second]) => monthly(Number(first ?? second ?? 1)),
    },
    weekly: {
      pattern: /\bweekly\b|\b(?:every|each|once a) week\b/i,
      read: () => weekly([1]),
    },
    daily: {
      pattern: /\bdaily\b|\bevery ?day\b|\beach day\b|\bonce a day\b/i,
      read: () => everyDay,
    },
    partOfDay: {
      pattern:
        /\b(?:every|each)(?= (?:working |single )?(?:morning|noon|midday|afternoon|evening|night)\b)/i,
      read: () => everyDay,
    },
  },
  afterRun:
    /\b(?:(?:right )?(?:after|with|on) (?:every|each|the) (?:new |nightly |night's )?(?:run|valuation|calculation|scoring)s?|(?:as soon as|when(?:ever)?|once) (?:the |a |there are |there is )?(?:new |fresh |latest )?(?:run|figures|numbers|values|valuation|scores) (?:is|are|have|has|come|comes)(?: been)? ?(?:published|out|in|ready|done|there|available|through|finished|run)?)\b/i,
  ofReport: /\b(?:weekly|monthly|quarterly)(?=[ -](?:\p{L}+ ){0,2}?reports?\b)/iu,
  ofDigest:
    /\b(?:daily|weekly|monthly)(?= (?:\p{L}+ )?(?:digest|list|mail|one|update|message|subscription|alert|briefing)s?\b)|\bmonthly(?=,? on the \d)/iu,
  leftOut: [endedOn, leftOut],
  added: [added],
  before: new RegExp(
    `,? ?\\b(?:instead of|rather than) (?:at |on )?(?:the )?(?:every (?:week)?day|each day|daily|weekly|monthly|weekdays|(?:${dayNames})|${timeOfDay})\\b|,? \\bnot (?:at )?${timeOfDay}(?=[ ,.!?]*$)|\\b(?:${timeOfDay}|(?:${dayNames})) (?:is|are|'s|was) (?:way |much |far |a bit |a little |just )?too (?:early|late|often|much)\\b[ ,;!.]*(?:so|make|please)?`,
    'gi',
  ),
  timesOfDay: [
    {
      pattern: new RegExp(
        `(?:\\b(?:at|@) ?|(?<=${daysSign} ?))(?<!\\d)(${timeOfDay}(?:(?: ?, ?| and | ?& ?|, and )(?:again )?(?:at )?${timeOfDay}){1,5})(?!\\d| ?%| (?:customer|client|people|name|most|risk|at[ -]risk))`,
        'i',
      ),
      read: ([, list = '']) => timesIn(list),
    },
    {
      pattern: new RegExp(
        `(?<![\\d.:])(${clockTime}(?:(?: ?, ?| and | ?& ?|, and )${clockTime}){1,5})(?!\\d)`,
        'i',
      ),
      read: ([, list = '']) => timesIn(list),
    },
  ],
  timesADay: [
    {
      pattern: /\b(?:twice|(\d)(?: times|x)) (?:a|per|every|each) ?day\b|\btwice daily\b/i,
      read: ([, count]) => Number(count ?? 2),
    },
  ],
  everyWeeks: [
    {
      pattern: new RegExp(
        `\\b(?:(?:every|each) (?:other|second|2nd|alternate)|(?:on |in )?alternat(?:e|ing)) (?:weeks?,? (?:on )?)?(?= ?${daysSign})`,
        'i',
      ),
      read: () => 2,
    },
    {
      pattern:
        /\b(?:(?:on|in) )?(?:once )?(?:every|each) (?:(\d{1,2})|other|second|2nd|alternate) weeks?\b|\bfortnightly\b|\b(?:every|each|once a) fortnight\b|\b(?:on |in )?alternat(?:e|ing) weeks\b/i,
      read: ([, count]) =>
        Number(count ?? 2) >= 2 && Number(count ?? 2) <= 12 ? Number(count ?? 2) : undefined,
    },
  ],
  countedFrom: {
    pattern: /,? ?\b(?:counted|counting|starting|beginning)(?: from| on)? (\d{4}-\d\d-\d\d)\b/i,
    read: ([, day]) => day,
  },
  zones: [
    {
      pattern: new RegExp(`(?:\\bin )?\\b(${zonesCalled.join('|')})(?: local)? time\\b`, 'i'),
      read: ([, name = '']) => zoneOf(name),
    },
  ],
  times: [
    { pattern: /\b(?:at )?midnight\b/i, read: () => clock(0, 0) },
    {
      pattern: /(?:\b(?:at|by|@) ?)?(?<!\d)(\d{1,2})[:.h](\d{2})(?::00)? ?([ap]\.?m\b\.?)?/i,
      read: ([, hour, minute, ofDay]) => clock(Number(hour), Number(minute), half(ofDay)),
    },
    {
      pattern: /(?:\b(?:at|by|@) ?)?(?<!\d)(\d{1,2}) ?([ap]\.?m\b\.?)/i,
      read: ([, hour, ofDay]) => clock(Number(hour), 0, half(ofDay)),
    },
    {
      // “10 to 9”, “20 past 7”
      pattern:
        /(?<!\bfrom )\b(?:at |by )?(5|10|20|25) (?:minutes )?(to|past) (\d{1,2})(?![\d:.])(?: ?([ap]\.?m\b\.?))?/i,
      read: ([, minutes, side, hour, ofDay]) =>
        side === 'to'
          ? clock(Number(hour) - 1, 60 - Number(minutes), half(ofDay))
          : clock(Number(hour), Number(minutes), half(ofDay)),
    },
    {
      // “half 4”, and “at 9 30” as it is spoken
      pattern:
        /\b(?:at |by )?half (\d{1,2})(?![\d:.])(?: ?([ap]\.?m\b\.?))?|\b(?:at|by) (\d{1,2}) (15|30|45)(?![\d:.%])/i,
      read: ([, hour, ofDay, spoken, minutes]) =>
        spoken === undefined
          ? clock(Number(hour), 30, half(ofDay))
          : clock(Number(spoken), Number(minutes)),
    },
    {
      pattern: /\b(?:at |by )?(half past|quarter past|quarter to) (\d{1,2})(?: ?([ap]\.?m\b\.?))?/i,
      read: ([, part = '', hour, ofDay]) =>
        part.toLowerCase() === 'quarter to'
          ? clock(Number(hour) - 1, 45, half(ofDay))
          : clock(Number(hour), part.toLowerCase() === 'half past' ? 30 : 15, half(ofDay)),
    },
    {
      pattern:
        /\b(?:at |by |@ ?)(\d{1,2})(?: o'?clock)?(?!\d| ?%|[:.]\d)|\b(\d{1,2}) (?:o'?clock|sharp)\b/i,
      read: ([, hour, other]) => clock(Number(hour ?? other), 0),
    },
    {
      // “Move the digest to 9”
      pattern:
        /(?<!\d )\bto (\d{1,2})(?: o'?clock)?(?=\s*(?:$|[.!?)]|please\b|instead\b|sharp\b|rather\b))/i,
      read: ([, hour]) => clock(Number(hour), 0),
    },
  ],
  partsOfDay: {
    morning: /\b(?:in the |first thing in the )?(?:working |single )?mornings?\b/i,
    noon: /\b(?:at )?(?:noon|midday|lunchtime)\b/i,
    afternoon: /\b(?:in the )?afternoons?\b/i,
    evening: /\b(?:in the |at )?(?:evenings?|night)\b/i,
  },
  plainlyRecurring: /\b(?:every|each)\b(?! ?(?:day|week|month)\b)/i,
  repeated: {
    workingDays: /\b(?:daily|once a day)\b/i,
    weekdays: /\b(?:weekly|once a week)\b/i,
    weekends: /\b(?:weekly|once a week)\b/i,
    dayOfMonth: /\b(?:monthly|once a month)\b/i,
    partOfDay: /\b(?:daily|once a day)\b/i,
  },
  aside:
    /\b(?:just|only) (?=[\uF8F0-\uF8F2])|\b(?:by )?(?:an?|half an|\d+) (?:hours?|minutes?|mins?)(?: and a half)?(?: (?:later|earlier|sooner))?(?=,)|\b(?:by )?(?:an?|half an|\d+) (?:hours?|minutes?|mins?)(?: and a half)? (?:later|earlier|sooner)\b|\bjust before \uF8F1? ?\d{0,2},|\b(?:twice|\d times|once) (?:a|per|each|every) week,? ?(?=[\uF8F0])|\b(?:in|within|over) the (?:next|coming|following) (?:\d+ )?(?:days|weeks|months?|quarters?|years?)\b/i,
  unkept: [
    new RegExp(
      `${partSign} (?:and|or|&) (?:in the |at )?(?:mornings?|afternoons?|evenings?|night|noon)\\b`,
      'i',
    ),
    new RegExp(
      `\\b${ordinal},? ?(?:and|or|&) ?(?:the )?[${daysSign}]|[${daysSign}] ?,? ?(?:and|or|&) (?:the |every )?${ordinal}\\b`,
      'i',
    ),
    // "every other Monday", "the first Friday", "this Monday": of the days that were found, only some
    new RegExp(
      `\\b(?:${ofSome}) (?:${units}|[${daysSign}${partSign}])(?![a-z])|\\b\\d+ (?:${units})(?![a-z])`,
      'i',
    ),
    // what recurs beside the days that were found, or instead of them
    /\b(?:every|each (?!customer|client|one\b|of\b)|per (?:day|week|month|hour)|hourly|daily|weekly|monthly|quarterly|yearly|annually|annual|bi-?weekly|bi-?monthly|fortnight(?:ly)?)\b(?: (?:\d+ )?\p{L}+)?/iu,
    /\b(?:once|twice|thrice|\d+ times|\d+x)\b(?: (?:a|an|per|every) \p{L}+)?/iu,
    // other days and times
    new RegExp(
      `\\b(?:${dayNames}|${months}|(?:in|of|until|till|from|since|by|on|\\d) may)\\b`,
      'i',
    ),
    /\b(?:weekdays?|weekends?|work(?:ing)? ?days?|business days?|(?:public |bank )?holidays?|christmas|easter|new year|ramadan|diwali|(?:in )?(?:spring|summer|autumn|winter)|sun(?:rise|set)|dawn|dusk|lunch|dinner|breakfast|moon|today|tonight|tomorrow|yesterday|noon|midnight|end of (?:the |each )?(?:day|week|month|quarter|year)|month[- ]end|year[- ]end)\b/i,
    new RegExp(
      `\\b(?:next|this|last|past|coming|following|first|other|\\d+(?:st|nd|rd|th)?|an?|half an?) (?:${units})(?![a-z])`,
      'i',
    ),
    /\b\d+(?:st|nd|rd|th)\b|\b\d{1,2}[:.h]\d{2}\b|\b\d{1,2} ?[ap]\.?m\b|\b\d{4}-\d{2}-\d{2}\b/i,
    new RegExp(
      `\\b(?:at|by|and|or|to|until|till|between|from|before|after|around|about) \\d{1,2}\\b(?! (?:customer|client|people|name|most|risk|at[ -]risk))|${timeSign} ?(?:and|or|to|-|–|,|&|until|till) ?\\d`,
      'i',
    ),
    new RegExp(`${timeSign} ?[ap]\\.?m\\b`, 'i'),
    new RegExp(`\\bend of ${daysSign}`, 'i'),
    // bounds and conditions
    new RegExp(
      `\\b(?:until|till|starting|beginning|as of|as long as|unless|except(?:ing)?|excluding|excl|other than|apart from|aside from|skipping|skip|during|never|sometimes|occasionally|rarely|whenever)\\b(?: [^ ]+)?|\\b(?:between|before|after|from|since|around|about|approximately|roughly|without|not|no|not on|but|or|but not|but not on|on alternate|then) [${daysSign}${timeSign}${partSign}]|\\bif (?:it|that|this|the day)\\b|[${daysSign}${timeSign}${partSign}] (?:or|otherwise|to|through|thru)\\b`,
      'i',
    ),
    // a zone that has no name here: "New York time"
    /\b\p{L}+ time\b(?! customer)/iu,
  ],
  neverKept:
    /\b(?:every|each) (?:other |second |half |\d+ )?(?:minutes?|mins?|hours?|hrs?|seconds?|quarters?|years?|fortnight|(?:days|weeks|months)\b)|\b(?:\d+ times|twice|once) (?:a|an|per) (?:day|week|month|quarter|year|hour|fortnight)\b|\b(?:hourly|bi-?weekly|bi-?monthly|fortnightly|quarterly|yearly|annually)\b|\bin (?:an?|half an|\d+) (?:hours?|minutes?|days?|weeks?)\b|\b(?:tomorrow|tonight|whenever|as soon as)\b/i,
  hourAfterDays: /^ +(\d{1,2})(?=\s*(?:[.,;!?)]|$|in the\b|sharp\b|please\b|thanks\b))/i,
  aroundZone: { before: 'in |\\(', after: ' time|\\)' },
};
