import { clock, everyDay, monthly, weekly, weekSpan, workingDays } from '../../cron-fields.ts';
import type { ScheduleReading } from '../../reading.ts';

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

const units =
  '(?:working |business |calendar )?days?|weeks?|weekends?|fortnights?|months?|quarters?|years?|hours?|minutes?|seconds?';
const months = 'january|february|march|april|june|july|august|september|october|november|december';
/** What says that it is some of the days alone. */
const ofSome =
  'next|this|last|past|coming|following|only|just|other|alternate|alternating|odd|even|first|second|third|fourth|fifth|\\d+(?:st|nd|rd|th)';
const [daysSign, timeSign, partSign] = ['\uF8F0', '\uF8F1', '\uF8F2'];

export const schedule: ScheduleReading = {
  days: {
    workingDays: {
      pattern:
        /\b(?:(?:every|each|on|all) )?(?:(?:week|work|working |business |trading )days?|mon(?:day)?s? ?(?:-|–|to|through|thru) ?fri(?:day)?s?)\b/i,
      read: () => workingDays,
    },
    weekdays: {
      pattern: new RegExp(
        `(?<!\\b(?:until|till|before|since|last|next|by) )\\b(?:(?:every|each|on) )?(?:${dayNames})\\b(?:(?:,? and (?:every |on )?|, ?| ?& ?|/| ?(?:-|–|to|through|thru) ?)(?:${dayNames})\\b)*`,
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
  times: [
    {
      pattern: /(?:\b(?:at|by|@) ?)?(?<!\d)(\d{1,2})[:.h](\d{2})(?::00)? ?([ap]\.?m\b\.?)?/i,
      read: ([, hour, minute, ofDay]) => clock(Number(hour), Number(minute), half(ofDay)),
    },
    {
      pattern: /(?:\b(?:at|by|@) ?)?(?<!\d)(\d{1,2}) ?([ap]\.?m\b\.?)/i,
      read: ([, hour, ofDay]) => clock(Number(hour), 0, half(ofDay)),
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
        /\b(?:at |by |@ ?)(\d{1,2})(?: o'?clock)?(?!\d| ?%)|\b(\d{1,2}) (?:o'?clock|sharp)\b/i,
      read: ([, hour, other]) => clock(Number(hour ?? other), 0),
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
    /\b(?:in|within|over) the (?:next|coming|following) (?:\d+ )?(?:days|weeks|months?|quarters?|years?)\b/i,
  unkept: [
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
  aroundZone: { before: 'in ', after: ' time' },
};
