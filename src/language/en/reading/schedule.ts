import { clock, everyDay, monthly, weekly, workingDays } from '../../cron-fields.ts';
import type { ScheduleReading } from '../../reading.ts';

const dayNames =
  'sundays?|sun|mondays?|mon|tuesdays?|tues?|wednesdays?|weds?|thursdays?|thurs?|thu|fridays?|fri|saturdays?|sat';
const anyDay = new RegExp(`\\b(?:${dayNames})\\b`, 'gi');
const firstLetters = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];
const dayNumber = (name: string) => firstLetters.indexOf(name.slice(0, 2).toLowerCase());

const half = (typed: string | undefined) =>
  typed === undefined ? undefined : /^p/i.test(typed) ? 'pm' : 'am';

export const schedule: ScheduleReading = {
  days: {
    workingDays: {
      pattern:
        /\b(?:(?:every|each|on|all) )?(?:(?:week|work|working |business |trading )days?|mon(?:day)?s? ?(?:-|–|to|through|thru) ?fri(?:day)?s?)\b/i,
      read: () => workingDays,
    },
    weekdays: {
      pattern: new RegExp(
        `(?<!\\b(?:until|till|before|since|last|next|by) )\\b(?:(?:every|each|on) )?(?:${dayNames})\\b(?:(?:,? and |, ?| ?& ?|/)(?:${dayNames})\\b)*`,
        'i',
      ),
      read: ([text]) => weekly([...text.matchAll(anyDay)].map(([name]) => dayNumber(name))),
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
  repeated: /\b(?:daily|weekly|monthly|once a (?:day|week|month))\b/i,
  hourAfterDays: /^ +(\d{1,2})(?=\s*(?:[.,;!?)]|$|in the\b|sharp\b|please\b|thanks\b))/i,
  aroundZone: { before: 'in ', after: ' time' },
};
