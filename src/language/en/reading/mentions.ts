import { idShape } from '../../customer-id.ts';
import type { MentionReading, Tier } from '../../reading.ts';

const monthsIn = (unit: string): number =>
  /^quarter/i.test(unit) ? 3 : /^year/i.test(unit) ? 12 : 1;

function tierOf(word: string): Tier {
  if (/^(high|top|upper)/i.test(word)) return 'high';
  return /^(low|bottom)/i.test(word) ? 'low' : 'medium';
}

export const mentions: MentionReading = {
  sending:
    /\b(send|remind|notify|subscribe|digest|alert|e-?mail|mail|deliver|push|ping|message|brief)/i,
  digest: {
    pattern:
      /\b(?:digest|subscription|alert|briefing|reminder|newsletter)s? ?(?:id|no\.?|number|#)? ?#? ?(\d+)|\b(?:number|no\.?|#) ?(\d+)(?= (?:of|from|in|among) (?:my|the) (?:digest|subscription|alert|briefing|reminder))/i,
    read: ([, after, before]) => Number(after ?? before),
  },
  bySegmentation: ['by ', 'by their '],
  branch: {
    endings: ['branch', 'office'],
    named: {
      pattern:
        /\b(?:in|at|for|of|from) (?:the )?((?:\p{Lu}[\p{L}'.-]*)(?: \p{Lu}[\p{L}'.-]*){0,3}) (?:branch|office)\b|\b(?:in|at) (\p{Lu}\p{Ll}[\p{L}'.-]+(?: \p{Lu}\p{Ll}[\p{L}'.-]+)?)(?=(?:[?!,][?.!,]*)?$)/u,
      read: ([, named, place]) => named ?? place,
    },
  },
  manager: {
    mine: /\b(?:my|mine)\b(?=(?: [^ ,;]+){0,5}? (?:customers?|clients?|people|accounts|book|portfolio)\b)/i,
    owns: /^(?:'s|s')? (?:[a-z-]+ ){0,3}(?:book|customers|clients|portfolio)\b/i,
    ownedBy:
      /\b(?:managed by|book of|portfolio of|(?:customers|clients) (?:of|with|under)|manager) $/i,
    forms: (name) => [`${name}s`],
  },
  coming:
    /\b(?:(?:over|in|for|during|within) )?(?:the )?(?:next|coming|following) (?:(?:\d+|few|couple of) )?(?:days?|weeks?|months?|quarters?|years?)\b/i,
  months: {
    pattern:
      /\b(?:(?:over|in|for|during|within|across) )?(?:the )?(?:last|past|previous|prior|recent|trailing) (?:(\d+|few|couple of) )?(half[ -]year|half a year|months?|quarters?|years?)\b|\b(\d+)[ -](months?|quarters?|years?)\b|\b(half[ -](?:a )?year)\b/i,
    read([, count, unit, otherCount, otherUnit, half]) {
      if (/^half/i.test(unit ?? half ?? '')) return 6;
      const number = /^\d+$/.test(count ?? '')
        ? count
        : (otherCount ?? (count === undefined ? 1 : 3));
      return Number(number) * monthsIn(unit ?? otherUnit ?? '');
    },
  },
  year: /\b(?:in|since|during|of|from|for|by|until|year) (?:19|20)\d\d\b/i,
  measure:
    /(?<![\p{Script=Latin}\d])\d+(?:\.\d+)? ?(?:weeks?|days?|hours?|hrs?|minutes?|mins?|seconds?|secs?|times|percent|euros?|dollars?|pounds?|crowns?|%)(?![\p{Script=Latin}])/iu,
  tier: {
    pattern:
      /\b(high|top|upper|medium|middle|mid|low|bottom|lower)(?:est)?[ -](?:tier|value)(?:d)?\b(?! score)|\btier(?: (?:is|of|=))? (high|medium|low)\b/i,
    read: ([, before, after]) => tierOf(before ?? after ?? ''),
  },
  customer: {
    named: [
      new RegExp(
        `(?<![A-Za-z])(?:customers?|clients?|cust|accounts?|acct|id)(?: (?:id|no\\.?|number|nr\\.?|called|with id))? ?:? ?(#?${idShape})(?![\\p{L}\\d])(?! ?(?:most|best|top|customers|clients)\\b)`,
        'iu',
      ),
    ],
    shown: [
      /(?<![\p{L}\d])(\d+)'s(?![A-Za-z])/u,
      /(?<![\p{L}\d.,])(?!(?:19|20)?\d0s)(\d{2,})s(?![\p{L}\d])/u,
      /(?<![A-Za-z\d])(?!(?:top|first|last|best|next|past|limit|q|h|fy|mp|covid)\d)([A-Za-z]{1,6}[-_]?\d\d[\w-]*)(?![A-Za-z\d])/i,
    ],
  },
  limit: {
    pattern:
      /\b(?:(?:top|first|best|limit|bottom|leading)(?: of)?(?: the)? ?=? ?(\d{1,3})(?!\d)|(\d{1,3})(?!\d|'s)(?= ?(?:most|best|top|highest|largest|biggest|riskiest|likeliest|leading|richest|at[ -]risk|high(?=[ -](?:value|tier|risk|net|potential))|customers|clients|names|people|accounts|of (?:my|our|the|them)|worst|who|that|likely|valuable|key|vip|in my|in our)))|top ?(\d{1,3})(?!\d)/i,
    read([said, ...numbers]) {
      const count = Number(numbers.find((each) => each !== undefined));
      return count > 0 ? { count, first: /top|first|best|leading/i.test(said) } : undefined;
    },
  },
};
