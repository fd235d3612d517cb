import type { CampaignStartReading } from '../../reading.ts';

const parts: Readonly<Record<string, number>> = {
  half: 1 / 2,
  third: 1 / 3,
  quarter: 1 / 4,
  fifth: 1 / 5,
  tenth: 1 / 10,
};
const numbers: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  eight: 8,
  ten: 10,
};
const daysIn: Readonly<Record<string, number>> = {
  day: 1,
  week: 7,
  fortnight: 14,
  month: 365.25 / 12,
  quarter: 365.25 / 4,
  year: 365.25,
};
const daysOf = (count: number, unit: string): number | undefined => {
  const one = daysIn[unit.toLowerCase()];
  return one === undefined || count <= 0 ? undefined : Math.round(count * one);
};
const shareOf = (percent: number): number | undefined =>
  percent > 0 && percent < 100 ? percent / 100 : undefined;

/** How people speak of starting a campaign, in English. */
export const campaignStart: CampaignStartReading = {
  starts:
    /\b(?:start|launch|begin|kick ?off|set ?up|run|running|create|plan|prepare|open|initiate|make|do|get|need|want|new|draw|design|roll out|put together|try|test|go ahead with|give me|organi[sz]e|schedule|trial)\b.{0,80}\b(?:campaigns?|hold-?outs?|trials?|experiments?|control groups?|a\/b tests?)\b|\bcampaign start\b|\bhold(?:ing)? (?:out|back)\b/iu,
  not: /\b(?:did|does|was|were|has|have|results?|worked|helped|helping|effect of|outcome of|how (?:is|are|did|was)|which campaigns?|list|show|what campaigns?|any campaigns?)\b/iu,
  share: [
    {
      pattern:
        /(?:\b(?:hold|holding|keep|keeping|leave|leaving|set|setting|with|and) (?:out |back |aside )?(?:of )?)?(?<![\d.])(\d{1,2}(?:\.\d)?) ?(?:%|percent\b|per cent\b|pct\b)(?: of (?:them|these|those|customers|the customers|the group))?(?: (?:to be |as |as a |for a |for the |in a |in the )?(?:held out|held back|hold-?outs?|left out|left alone|out|back|aside|control(?: group)?|controls))?/iu,
      read: ([, percent]) => shareOf(Number(percent)),
    },
    {
      pattern:
        /\b(?:hold|holding|keep|keeping|leave|leaving|set|setting|with) (?:out |back |aside )?(?:a |one |1 )?(half|third|quarter|fifth|tenth)\b(?: of (?:them|these|those|customers|the customers|the group))?(?: (?:held out|held back|hold-?out|out|back|aside|alone|as (?:a )?controls?(?: group)?))?/iu,
      read: ([, part = '']) => parts[part.toLowerCase()],
    },
    {
      pattern:
        /\b(?:hold|holding|keep|keeping|leave|leaving|with) (?:out |back |aside )?(?:one|1) in (two|three|four|five|six|eight|ten|\d{1,2})(?: (?:held out|out|back|aside|alone))?\b/iu,
      read([, count = '']) {
        const of = numbers[count.toLowerCase()] ?? Number(count);
        return of > 1 ? 1 / of : undefined;
      },
    },
  ],
  days: [
    {
      pattern:
        /(?:\b(?:for|over|lasting|during|within|running|run|of|and|in) (?:the next |the coming )?)?(?<!(?:last|past|previous|recent) )(?<![\d.])(\d{1,3})[ -]?(day|week|month|quarter|year)s?\b/iu,
      read: ([, count, unit = '']) => daysOf(Number(count), unit),
    },
    {
      pattern:
        /\b(?:for|over|lasting|during) (?:a|an|one|the next|the coming|the) (half[ -]year|week|fortnight|month|quarter|year)\b/iu,
      read: ([, unit = '']) => (/^half/i.test(unit) ? daysOf(0.5, 'year') : daysOf(1, unit)),
    },
    {
      pattern: /\b(?:for|over|lasting) half a year\b/iu,
      read: () => daysOf(0.5, 'year'),
    },
  ],
  name: [
    {
      pattern:
        /[, ]*\b(?:call(?:ed)? it|name it|called|named|titled|entitled|by the name of)(?: the)? ([^\s",.;:]{1,30}(?: (?!for\b|with\b|on\b|over\b|in\b|and\b|to\b|hold|at\b|campaign\b)[^\s",.;:]{1,30}){0,5})/iu,
      read: ([, name]) => name,
    },
  ],
  atRisk:
    /\b(?:at[ -]risk|about to (?:leave|go|quit|walk)|likely to (?:leave|churn|go)|(?:may|might|could|want to|going to|will) (?:soon )?leave|risk of (?:leaving|churn)|churners|likely leavers|risky|shaky|wobbly|endangered)\b/iu,
  outcomes: [
    [
      'conversion',
      /\b(?:judged? by conversions?|conversions?|convert|cross-?sell(?:ing)?|sell(?:ing)?|take-?up|uptake)\b/iu,
    ],
    [
      'contribution',
      /\b(?:judged? by contributions?|contributions?|revenues?|profits?|what they bring in)\b/iu,
    ],
    [
      'retention',
      /\b(?:judged? by retention|retention|retain(?:ing)?|keep(?:ing)? (?:customers|them|clients)|win-?back|stay(?:ing)?)\b/iu,
    ],
  ],
};
