import { idShape } from '../../customer-id.ts';
import type { MentionReading, Tier } from '../../reading.ts';
import { daysUntil } from './days-until.ts';

const monthsIn = (unit: string): number => (/^q/i.test(unit) ? 3 : /^y/i.test(unit) ? 12 : 1);

/**
 * How many months a stretch to come is: a count in digits or words, and its unit; what is shorter is a month. "Next
 * week" is a date rather than a stretch.
 */
function monthsAhead(count: string | undefined, unit: string): number | undefined {
  if (count === undefined && /^week/i.test(unit)) return undefined;
  if (/^half/i.test(unit)) return 6;
  const number =
    count === undefined || /^an?$/i.test(count)
      ? 1
      : /^half/i.test(count)
        ? 0.5
        : /^couple/i.test(count)
          ? 2
          : /^few/i.test(count)
            ? 3
            : Number(count);
  const months = /^day/i.test(unit)
    ? number / 30
    : /^week/i.test(unit)
      ? number / 4.35
      : number * monthsIn(unit);
  return number === 0 ? undefined : Math.max(1, Math.round(months));
}

/** A percentage as a share between none and all. */
const shareOf = (percent: number): number | undefined =>
  percent > 0 && percent < 100 ? percent / 100 : undefined;

function tierOf(word: string): Tier {
  if (/^(high|top|upper)/i.test(word)) return 'high';
  return /^(low|bottom)/i.test(word) ? 'low' : 'medium';
}

const monthNames =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const amount =
  '[€$£]?-?\\d[\\d.,]*(?: ?(?:k|m|mn|bn|%|thousand|million|billion|percent|per cent|euros?|eur|dollars?|usd|pounds?|gbp|crowns?|czk|kč))?(?![\\p{L}\\d])';
const notTime = "(?!'s|[ -]?(?:more )?(?:months?|quarters?|weeks?|days?|years?\\b(?! old)))";
const things =
  '(?:%|percent|euros?|eur|dollars?|usd|pounds?|crowns?|czk|products?|accounts?|loans?|cards?|mortgages?|transactions?|payments?|points|years old|k|m|thousand|million|billion)';

/** What narrows down a list in ways in which none can be narrowed down. */
const restrictions = [
  // age, amounts and counts
  `\\b(?:older|younger|elder) than ${amount}(?: years?(?: old| of age)?)?`,
  `(?<!\\b(?:taking|takes?|took|wolf|raised?|more|alarms?|fuss|worry|worried) )\\b(?:aged?|over|under|above|below|beyond|exceeding|born)(?: the age of)?(?: (?:in|before|after|between|over|under|above|below))? ${amount}${notTime}(?: (?:and|to) \\d+)?(?: years?(?: old| of age)?)?`,
  `\\b(?:with|having|have|has|holding|owns?|owning)(?: (?:an?|the))?(?: [a-z]+)? (?:(?:more|less|fewer|higher|lower|greater|larger|smaller) than|at least|at most|over|under|above|below) ${amount}${notTime}(?: ${things})?`,
  `\\b(?:more|less|fewer|higher|lower|greater|bigger|larger|smaller) than [€$£]?\\d[\\d.,]* ?${things}(?!\\p{L})`,
  `\\bat (?:least|most) ${amount}${notTime}(?! ?(?:customers|clients|people|names))`,
  `[<>≥≤]=? ?${amount}`,
  `(?<![\\p{L}\\d])\\d[\\d.,]*\\+(?!\\d)`,
  `(?<![\\p{L}\\d])\\d[\\d.,]* ?(?:k|m|%)? or (?:more|less|fewer|older|younger|above|over|below|under|higher|lower)\\b`,
  // how many
  `\\b(?:top|first|best|bottom|worst)[ -]?(?:-\\d+|0+(?![\\d.,])|\\d+[.,]\\d+|\\d{4,}|\\d+e\\d+|\\d+ ?(?:%|percent|per cent)|\\d+ ?(?:or|to|-) ?\\d+)(?![\\p{L}\\d])`,
  `(?<![\\p{L}\\d])\\d+\\.\\d+ (?=(?:most |best |top )?(?:customers|clients|people|names|most|best|top))`,
  `\\b(?:top|best|worst|bottom) (?:half|third|quarter|quartile|decile|percentile)\\b`,
  `\\b(?:first|second|other) (?:third|quartile|decile|percentile|(?:half|quarter)(?= of (?:all|my|our|them|the (?!year))))\\b`,
  `\\b(?:ranked|ranks?|ranking|places?|positions?)(?: from)? \\d+ ?(?:to|and|-|–) ?\\d+`,
  // one tier at a time
  `\\btier (?:(?:is|of|=) )?(?:high|medium|low),? (?:or|and|&) (?:high|medium|low)\\b`,
  `\\b(?:high|medium|low)(?:[ -](?:tier|value))? (?:or|and|&) (?:high|medium|low)[ -](?:tier|value)\\b`,
  // whom not
  `\\b(?:except(?:ing)?(?: for)?|excluding|excl|other than|apart from|aside from|besides(?!,? #?[\\p{L}-]{0,3}\\d)|leaving out|leave out|ignoring|disregarding|omitting|not counting|but not|(?:all|everyone|everybody|everything|anyone|anybody) but)(?![\\p{L}])`,
  // since when somebody is a customer
  `\\b(?:(?:who|that|which) )?(?:have |has )?(?:joined|signed up|registered|opened (?:an |their )?accounts?|became (?:a )?(?:customers?|clients?))(?: us| the bank)? (?:in|on|since|before|after|within|during|this|last|recently)(?: (?:the )?[\\p{L}\\d]+)?`,
];

const aDigest =
  /\b(?:digests?|alerts?|subscriptions?|briefings?|notifications?|newsletters?|(?:morning|daily|weekly|evening) (?:e?-?mails?|lists?|messages?|updates?|report))\b|^(?:please |pls |ok |just )?(?:pause|mute|suspend)\b/i;
/** A time that is no day, behind “until”; “until I am back” is until somebody says so. */
const untilUnknown =
  /\b(?:until|till|til) (?!further|otherwise|i\b|i'm|we\b|you\b|told|notice|then|now|instructed|somebody|someone|my return|the cows)[^ .,;]{1,30}(?: [^ .,;]{1,30}){0,3}/i;

/** What says that an answer is to be told apart by some groups: “by branch”, “for each branch”. */
const by = (groups: string): RegExp =>
  new RegExp(
    `\\b(?:by|per|according to|(?:for|in|of) each|for every|split by|across (?:the |all (?:the |our )?)?)(?: (?:the|their|each|our|customer|customers'))? (?:${groups})\\b(?! ?[=:]| (?:of|called|named|\\p{Lu}))`,
    'iu',
  );

export const mentions: MentionReading = {
  sending:
    /\bkeep (?:me|us) (?:posted|informed|updated|up to date|in the loop)\b|\b(send|remind|notify|subscribe|digest|alert|e-?mail|mail|deliver|push|ping|message|brief)|\b(?:move|shift|reschedule|switch|change) (?:my|the|that) (?:\w+ ){0,2}(?:list|update|report|notification|subscription)\b/i,
  pausing: [
    {
      pauses:
        /\b(?:paus|suspend|hold|mut|silenc|snooz|stop|halt|freez|skip|quiet|rest\b|break\b|withh[eo]ld|sleep|leave\b|holiday|vacation|(?:no|without) (?:\w+ )?(?:digests?|alerts?|mails?|lists?)\b|turn(?:ed)? (?:\w+ ){0,3}off|switch(?:ed)? (?:\w+ ){0,3}off|(?:don'?t|do not) (?:send|want|need)|refrain|\boff\b)/i,
      digest: aDigest,
      until: /^(?:until|till|til|through|before|for)\b/i,
      untilBefore:
        /\b(?:until|till|til|through|up to|back(?: in the office)?|return(?:ing)?|next)(?: on| from| after)? ?$/i,
      untilUnknown,
    },
    {
      pauses: /\b(?:resum|restart|again|back on|continu|unpaus)/i,
      digest: aDigest,
      until: /^(?:until|till|til|from|on|by|after|in)\b/i,
      untilBefore: /\b(?:until|till|til|from|starting|beginning) ?$/i,
      untilUnknown,
    },
  ],
  passing: {
    tells:
      /\b(?:tell|let|alert|notify|notified|ping|warn|message|send|flag|e?-?mail|text|shout|heads[- ]up|digest|know|buzz|inform|watch|call|posted|hear)\b.{0,160}?\b(?:when(?:ever)?|if|as soon as|once|the (?:moment|minute|second|day)|(?:every|each|any) ?time|any ?(?:one|body)|any|who(?:ever)?|passing|crossing|exceeding|passes|crosses|exceeds)\b|\b(?:when(?:ever)?|if|as soon as|once|the (?:moment|minute)|every time|each time)\b.{0,160}?\b(?:tell|let me|alert|notify|ping|warn|message|send|flag|e?-?mail|text me|shout|heads[- ]up|know)\b|\b(?:threshold|cut-?off|trigger) (?:to|at|is|of|on)\b/i,
    crossing: {
      pattern:
        /(?:\b(?:pass(?:es|ed|ing)?|exceed(?:s|ed|ing)?|cross(?:es|ed|ing)?|tops|breach(?:es|ed)?|hits?|reach(?:es|ed)?|surpass(?:es)?|breaks?|(?:go|goes|going|gone|gets?|is|are|rises?|climbs?|jumps?|moves?|creeps?|runs?|shoots?|tips?|comes?|moved|climbed|threshold|cut-?off|trigger) (?:up )?(?:to|above|over|past|beyond|through|at))(?: (?:the|an?|its|their|churn|risk|of|probability|chance|mark|leaving|line|threshold|level)){0,6} |[>≥]=? ?)(\d{1,2}(?:\.\d)?) ?(?:%|percent\b|per ?cent\b|pct\b)(?: (?:or (?:more|above|higher)|mark|line|threshold|level|(?:churn )?risk|chance)\b)?/i,
      read: ([, percent]) => shareOf(Number(percent)),
    },
    asSoonAs:
      /\b(?:as soon as|whenever|the (?:moment|minute|second)|once|(?:every|each|any) ?time|immediately|right away|straight away|at once)\b/i,
    worth: {
      before:
        /\b(?:(?:who (?:is|are) |that (?:is|are) )?(?:worth|valued at)|with an? (?:\p{L}+ ){0,2}value (?:of|above|over))(?: (?:over|more than|at least|above|upwards of|north of|in excess of|a minimum of|exceeding|>=?)){0,2} ?/iu,
      after: /^(?:\+| (?:or (?:more|above|over)|and (?:more|above|over|up)|plus)\b)/i,
    },
  },
  digest: {
    pattern:
      /\b(?:digest|subscription|alert|briefing|reminder|newsletter)s? ?(?:id|no\.?|number|#)? ?#? ?(\d+)|\b(?:number|no\.?|#) ?(\d+)(?= (?:of|from|in|among) (?:my|the) (?:digest|subscription|alert|briefing|reminder))/i,
    read: ([, after, before]) => Number(after ?? before),
  },
  digestAlone: {
    pattern:
      /#(\d{1,3})(?!\d)|\b(?:digest|alert|alarm|number|no\.?|nr\.?|message) ?#?(\d{1,3}|one)(?![\p{L}\d]|[.:,]\d)/iu,
    read: ([, signed, named]) => Number((signed ?? named ?? '').replace(/one/i, '1')),
  },
  bySegmentation: ['by ', 'by their '],
  branch: {
    endings: ['branch', 'office'],
    named: {
      pattern:
        /(?:\b(?:in|at|for|of|from|is|are|about) (?:the |our )?|\b(?:the|our) )((?:\p{Lu}[\p{L}'.-]*)(?: \p{Lu}[\p{L}'.-]*){0,3}) (?:branch|office)\b|\b(?:in|at) ((?!(?:English|Chinese|Mandarin)\b)\p{Lu}\p{Ll}[\p{L}'.-]+(?: \p{Lu}\p{Ll}[\p{L}'.-]+)?)(?=(?:[?!,][?.!,]*)?$)/u,
      read: ([, named, place]) => named ?? place,
    },
  },
  manager: {
    mine: /\b(?:my|mine)\b(?=(?: [^ ,;]+){0,5}? (?:customers?|clients?|people|accounts|book|portfolio|pipeline|deals|opportunities|patch|lot)\b)/i,
    owns: /^(?:'s|s'|')?(?: (?:[a-z-]+|\d{1,3})){0,3} (?:book|customers|clients|people|portfolio|pipeline|patch|opportunities|deals|accounts|lot)\b|^ (?:has|have|owns?|holds?|manages?|handles?|covers?|runs?|looks? after|takes? care of|is (?:working|handling|managing|looking after))(?: (?:on|in|under|at|now|open|right now|currently|the moment|progress|play|hand|going|there)){0,3}[.?! ]*$|^'s? (?:(?:top|best|\d{1,3}|most|biggest|largest) ){1,3}(?:valuable|at[- ]risk|important|profitable|risky|endangered|likely)\b/i,
    ownedBy:
      /\b(?:(?:managed|handled|covered|owned|held|run|looked after) by|under|manager|(?:book|portfolio|pipeline|opportunities|deals|customers|clients|accounts|people|prospects)(?: (?:of|with|under|for|from|by|which|that|who|whom))?(?: (?:our|colleague|rm|mr|mrs|ms)\.?){0,2}) $/i,
    forms: (name) => [`${name}s`],
    named: {
      pattern:
        /\b(?:managed by|(?:relationship )?manager|(?:opportunities|deals|customers|clients|accounts)(?: (?:that|which|who|whom))?(?= \p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+){0,2} (?:has|owns|holds|manages|handles|looks after|covers)\b)) ((?!(?:Is|We|You|They|He|She|It|That|The|Which|Who|Everyone|Nobody|Anyone|Somebody)\b)\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+){0,2})|\b((?!(?:What|Who|How|That|There|Here|It|Where|When|To?day|Bank)\b)\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+){0,2})'s (?=(?:[a-z-]+ ){0,2}(?:book|customers|clients|portfolio|pipeline|accounts)\b)/u,
      read: ([, manager, owner]) => manager ?? owner,
    },
    notNames: /^ (?:street|road|square|lane|avenue|branch|office|station|bank)\b/i,
  },
  restriction: new RegExp(restrictions.join('|'), 'iu'),
  trait:
    /\b(?:women|men|females?|males?|ladies|gentlemen|girls|boys|students?|pensioners?|retirees?|seniors|(?:business|corporate|company|commercial|private|retired|elderly|foreign|married|self-employed|young|old|older|younger|rich|poor|new)(?= (?:customers|clients|people)\b)|(?:customers|clients|people) (?:named|called) (?!and\b|or\b)\p{L}+|with(?:out)? (?:an? |any |no )?(?:(?:credit |debit |savings )?(?:cards?|accounts?)|mortgages?|loans?|deposits?|insurance|overdrafts?|managers?|birthdays?|complaints?|children)|(?:(?:i|we|nobody|no ?one)(?: have| has|'ve)?(?: not| never)|(?:i|we) haven't)(?: yet)? \p{L}+)\b/iu,
  negation:
    /\b(?:not|isn't|aren't|non|never|without|excluding|except|outside|but not)(?:[ -]+(?:in|at|of|from|on|the|a|an|any|to|with|tier|belonging|part|branch|segment))*[ -]+$/i,
  coming: {
    pattern:
      /\b(?:(?:over|in|for|during|within) )?(?:the )?(?:next|coming|following) (?:(\d{1,3}|few|couple of) ?)?(half(?:[ -]year)?(?! an? | of )|days?|weeks?|months?|m(?=\b)|quarters?|q(?=\b)|years?|y(?=\b))\b|\b(?:in|within|inside) (?:(\d{1,3}|an?|half an?) )(days?|weeks?|months?|quarters?|years?)(?:'s?)?(?: time)?\b|\b(?:(\d{1,3}|an?|half an?) )(weeks?|months?|quarters?|years?) (?:from now|ahead|later)\b/i,
    read: ([, next, unit, within, withinUnit, ahead, aheadUnit]) =>
      monthsAhead(next ?? within ?? ahead, unit ?? withinUnit ?? aheadUnit ?? ''),
  },
  until: daysUntil,
  noDay:
    /\b(?:by|before|until|till|come|after) (?:the )?(?:easter|lent|ramadan|thanksgiving|carnival|(?:summer|winter|spring|autumn)(?: holidays?)?|holidays?)\b|\b(?:(?:in|for|by|until) )?q[1-4](?: ?(?:-|–|to|\/) ?q?[1-4]|,? (?:19|20)\d\d)\b/i,
  narrowing: {
    before:
      /\b(?:in|of|from|with|without|who(?:m|se)?|that|named|called|having|holding|segment|branch|manager)(?: (?:the|a|an|are|is|have|has|their|our))?(?: [\p{L}-]{1,30})? $|[\uE000-\uF8FF] (?:or|and|to) $/iu,
    after:
      /^(?: [\p{L}-]{1,30})? (?:customers?|clients?|people|holders|savers|borrowers|spenders)\b/iu,
  },
  past: /\b(?:last|past|previous|prior|recent|trailing)\b/i,
  months: {
    pattern:
      /\b(?:(?:over|in|for|during|within|across) )?(?:the )?(?:last|past|previous|prior|recent|trailing) (?:(\d+|few|couple of) ?)?(half[ -]year|half a year|months?|m\b|quarters?|q\b|years?|y\b)\b|\b(\d+)[ -](months?|quarters?|years?)\b|\b(half[ -](?:a )?year)\b/i,
    read([, count, unit, otherCount, otherUnit, half]) {
      if (/^half/i.test(unit ?? half ?? '')) return 6;
      const number = /^\d+$/.test(count ?? '')
        ? count
        : (otherCount ?? (count === undefined ? 1 : 3));
      return Number(number) * monthsIn(unit ?? otherUnit ?? '');
    },
  },
  year: /\b(?:in|since|during|of|from|for|by|until|year) (?:19\d\d|20[0-4]\d)\b/i,
  measure: new RegExp(
    [
      String.raw`(?<![\p{Script=Latin}\d])\d+(?:\.\d+)? ?(?:weeks?|days?|hours?|hrs?|minutes?|mins?|seconds?|secs?|times|percent|euros?|dollars?|pounds?|crowns?|lines?|sentences?|slides?|%)(?![\p{Script=Latin}])|(?<!\blook(?:ing)? )\bat (?:1?\d|2[0-4])(?: o'?clock)?(?![\p{L}\d'/_-]|[.,:]\d)|\b(?:instead of|rather than) \d{1,2}(?![\p{L}\d'/_-]|[.,:]\d)`,
      // days of a year, and what is a share of something
      String.raw`\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${monthNames})(?![\p{L}])`,
      String.raw`\b(?:on|by|until|till|til|from|before|after|to|the) \d{1,2}(?:st|nd|rd|th)? may\b`,
      String.raw`\b(?:${monthNames}|may)\.? \d{1,2}(?:st|nd|rd|th)?(?![\p{L}\d:])`,
      String.raw`(?<![\p{L}\d])\d{1,2}(?:st|nd|rd|th)(?![\p{L}\d])`,
      String.raw`(?<![\p{L}\d])\d+(?:\.\d+)? ?(?:bps?|basis points)(?![\p{L}])`,
    ].join('|'),
    'iu',
  ),
  predicate: /\b(?:an?|it|is|are|among our) $/i,
  byFigure:
    /\b(?:by|per|according to) (?:the |their )?(?:balances?|contributions?|transactions?|clv|cvs|lifetime value|value at stake|persuadability)\b/i,
  dividedBy: {
    tier: by('(?:value )?tiers?'),
    branch: by('branch(?:es)?|offices?'),
    segment: by('(?:customer )?(?:segments?|groups?)'),
    manager: by('(?:relationship |account )?managers?|rms?|bankers?|advis[eo]rs?'),
    product: by('products?(?: types?)?'),
    tag: by('tags?|labels?'),
  },
  byAnything: /\b(?:by|per) (?:the |their |each )?([a-z][a-z-]+(?: [a-z][a-z-]+)?)[ ?.!]*$/i,
  tag: {
    pattern:
      /(?<!\b(?:i|we|you|he|she|they|who|somebody|someone|mis)[ -])\b(?:(?:who (?:are|is)|that (?:are|is)|are|is) )?(?:tagged|labell?ed)(?: (?:as|with))? (?!(?:customers?|clients?|people|as|with|by|in|and|or|the|an?|this|that|it|him|her|them|wrong(?:ly)?)\b)(?:"([^"]{1,60})"|([\p{L}\p{N}][\p{L}\p{N}_-]{0,59}))|\bwith (?:the |a |an )?(?:tag|label) (?:"([^"]{1,60})"|([\p{L}\p{N}][\p{L}\p{N}_-]{0,59}))/iu,
    read: ([, quoted, word, ofTag, wordOfTag]) => quoted ?? word ?? ofTag ?? wordOfTag,
  },
  tier: {
    pattern:
      /\b(high|top|upper|medium|middle|mid|low|bottom|lower)(?:est)?[ -](?:tier|value)(?:d)?\b(?! score)|\btier(?: (?:is|of|=))? (high|medium|low)\b/i,
    read: ([, before, after]) => tierOf(before ?? after ?? ''),
  },
  customer: {
    named: [
      new RegExp(
        `(?<![A-Za-z])(?:customers?|clients?|cust|accounts?|acct|id)(?: (?:id|no\\.?|number|nr\\.?|called|with id))? ?:? ?(#?${idShape})(?![\\p{L}\\d]|[/.:+&][\\p{L}\\d])(?! ?(?:most|best|top|customers|clients)\\b)`,
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
      /\b(?:(?:top|first|best|limit|bottom|leading)(?: of)?(?: the)? ?=? ?(\d{1,3})(?!\d)|(?:[nk] ?= ?|only |which |next )(\d{1,2})(?= ?(?:[?!.,;]|$| (?:calls?|visits?|churners|leavers)))|(\d{1,2}) (?=calls|visits|(?:will|would) do\b|only\b|at most|(?:the|of the) (?:most|best|biggest|highest))|(?:the|five of the) (\d{1,2}) (?=(?:in|with|at|from|who|we|i|whom|that)\b)|(\d{1,3})(?!\d|'s)(?= ?(?:most|best|top|highest|largest|biggest|riskiest|likeliest|leading|richest|at[ -]risk|high(?=[ -](?:value|tier|risk|net|potential))|customers|clients|names|people|accounts|of (?:my|our|the|them)|worst|who|that|likely|valuable|key|vip|in my|in our)))|top ?(\d{1,3})(?!\d)/i,
    read([said, ...numbers]) {
      const count = Number(numbers.find((each) => each !== undefined));
      return count > 0 ? { count, first: /top|first|best|leading/i.test(said) } : undefined;
    },
  },
};
