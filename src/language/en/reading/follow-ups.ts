import {
  extremeIn,
  type FollowUpReading,
  type SaidExtreme,
  type SaidGroup,
  type SaidPlaces,
  type SaidReference,
  type SaidTrait,
  standIn,
} from '../../follow-up.ts';
import type { Finder } from '../../reading.ts';

const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
const ordinal = `(?:${ordinals.join('|')}|\\d{1,2}(?:st|nd|rd|th))`;
const thing = '(?:ones?|customers?|clients?|names?|persons?|people|rows?|entry|entries|lines?)';
const ofList = '(?: (?:on|in|of|from) (?:the|that|this|your|my) (?:list|table|ranking|page))?';
/** What no place of a list is: times, and parts of something. */
const notTime =
  '(?! (?:place(?= ?(?:[?.!,]|$))|mailing|mails?|\\d|one\\b(?= of)|two|three|four|five|six|seven|eight|nine|ten|half|quarters?|months?|years?|weeks?|days?|time|thing|call|contact|meeting|visit|branch|model|segment|digest|page|step|name|question|reason|answer|of (?:january|february|march|april|may|june|july|august|september|october|november|december))\\b)';

const counts = 'one two three four five six seven eight nine ten'.split(' ');
const counted = `(?:${counts.join('|')}|\\d{1,2})`;
const countOf = (word: string): number =>
  /^\d/.test(word) ? Number(word) : counts.indexOf(word.toLowerCase()) + 1;

const joined = (ids: readonly string[]) => ids.join(' and ');
const owned = (ids: readonly string[]) => `${joined(ids)}'s`;

const placeOf = (word: string): number =>
  /^\d/.test(word) ? Number.parseInt(word, 10) : ordinals.indexOf(word.toLowerCase()) + 1;

const one = (place: number, fromEnd = false): SaidPlaces => ({
  place,
  count: 1,
  fromEnd,
  written: joined,
});

const places: readonly Finder<SaidPlaces>[] = [
  {
    pattern: new RegExp(
      `\\b(?:the )?(?:one|person|customer|client|guy|name)? ?in (?:the )?(?!first place\\b)(${ordinal}) (?:place|position|spot|row|line)\\b`,
      'i',
    ),
    read: ([, word = '']) => one(placeOf(word)),
  },
  {
    pattern:
      /\bthe (?:very )?(?:last|bottom)(?: one)? of (?:the |these |those )?(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\b/i,
    read: () => one(1, true),
  },
  {
    pattern:
      /\b(?:the )?(?:one )?(?:right )?at the (top|bottom|end)(?: of (?:the|that|this) (?:list|page|table))?\b/i,
    read: ([, end = '']) => one(1, !/top/i.test(end)),
  },
  {
    pattern: /\b(?:the )?(?:second|2nd|next)[ -](?:to|from)[ -](?:the )?last(?: one)?\b/i,
    read: () => one(2, true),
  },
  {
    pattern:
      /\bthe (?:bottom|last) (?=one's\b)one\b|\bthe very (first|last)(?= ?(?:[?.!,]|$|too\b|one\b))(?: one)?/i,
    read: ([said]) => one(1, !/first/i.test(said)),
  },
  { pattern: /\bthe (?:former|latter)\b/i, read: ([said]) => one(1, /latter/i.test(said)) },
  {
    pattern: new RegExp(
      `\\b(?:(?:the|those|these) )?(first|last|top) (${counted}|couple)(?: (?:of (?:them|these|those)|${thing}))?${ofList}${notTime}(?![\\w-])`,
      'i',
    ),
    read([, end = '', word = '']) {
      const count = word.toLowerCase() === 'couple' ? 2 : countOf(word);
      return count < 2
        ? undefined
        : { place: 1, count, fromEnd: /last/i.test(end), written: joined };
    },
  },
  { pattern: /\b(?:the |that )?(?:very )?top (?:one|person|name|row)\b/i, read: () => one(1) },
  {
    pattern: new RegExp(
      `\\b(?:the |that |this )?(?:very )?(last|bottom) (?:${thing})${ofList}(?![\\w-])|\\bthe (last|bottom)(?= ?(?:[?.!,]|$))|\\bthe (?:very )?(last) (?:on|in|of) (?:the|that|this) list\\b`,
      'i',
    ),
    read: () => one(1, true),
  },
  { pattern: /^last (?:one|customer|client|name)\b/i, read: () => one(1, true) },
  {
    pattern: new RegExp(
      `(?<!\\b(?:on|by|until|till|before|since) )\\b(?:the|that|this) (${ordinal})(?: (?:${thing}))?${ofList}${notTime}(?![\\w-])`,
      'i',
    ),
    read: ([, word = '']) => one(placeOf(word)),
  },
  {
    pattern: new RegExp(`\\b(${ordinal}) (?:${thing})${ofList}(?![\\w-])`, 'i'),
    read: ([, word = '']) => one(placeOf(word)),
  },
  {
    pattern: new RegExp(
      `^((?:and|or|then|no|now|for|why|what about|how about|trend of|brief for|history of|value of|compare|show|risk of|open|with) )?(?:the )?(${ordinal})(?= ?(?:[?.!,+&/]|pls\\b|please\\b|$|and\\b|'s\\b|with\\b|vs\\b|too\\b))`,
      'i',
    ),
    read: ([, before = '', word = '']) => ({
      ...one(placeOf(word)),
      written: (ids) => `${before}${joined(ids)}`,
    }),
  },
  {
    // Beside somebody whose place was found before.
    pattern: new RegExp(
      `\\b(${standIn}) ?(?:and|&|\\+|with|to|vs\\.?|versus|against|,|/) ?(?:the )?(${ordinal})(?: ${thing})?(?: (?:on|in|of|from) (?:the|this|that) (?:page|list))?(?![\\w-])`,
      'i',
    ),
    read: ([, beside = '', word = '']) => ({
      ...one(placeOf(word)),
      written: (ids) => `${beside} and ${joined(ids)}`,
    }),
  },
  {
    pattern:
      /\b(?:the )?(?:number|no\.?|nr\.?|row|place|position|line|rank) ?#?(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)(?![\w%.,]\d|\w)/i,
    read: ([, word = '']) => one(countOf(word)),
  },
];

const notTimeAfter =
  '(?! (?:month|quarter|year|week|morning|afternoon|list|page|model|segment|branch|bank|book|campaign|digest|chart|figure|number|answer|table|one|customer|client|person|guy|lady|man|woman|way|kind|is|was|all)\\b)';
/** Behind “her”, what shows that nothing of hers is meant. */
const notOwned =
  '(?= ?(?:[,.;:?!]|$)|(?: (?:a|an|the|and|or|but|on|in|at|to|for|with|from|by|about|today|yesterday|tomorrow|this|that|last|next|again|please|now|instead|too|back|who|when|as|is|was|will|up|over|under|every|tonight|once|soon|vs|versus|against|worth|leave|leaving|likely|until|till|wants?|wanted|asked|said|so|out|into|moves?|changes?)\\b))';

const references: readonly Finder<SaidReference>[] = [
  {
    pattern:
      /\b(?:this|that|the same|same|said) (?:customer|client|person|guy|lady|man|woman|gentleman|one(?! daily\b|s\b)|fellow|chap|bloke|account|company|account holder)\b(?! (?:is|are) (?:in|of))|\bthe (?:customer|client)\b(?= ?(?:[?.!,]|$|(?:is|was|has|will|leave|leaving|worth|going|doing|at risk|likely|about)\b|'s\b))/i,
    read: () => ({ whom: 'one', written: joined }),
  },
  {
    pattern: new RegExp(`\\b(?:he|she|him|himself|herself|hers|her${notOwned})\\b`, 'i'),
    read: () => ({ whom: 'one', written: joined }),
  },
  { pattern: /\b(?:his|her)\b/i, read: () => ({ whom: 'one', written: owned }) },
  {
    pattern:
      /\b(?:both(?: of (?:them|these|those))?|all (?:of (?:them|these|those)|two|three|four|five|2|3|4|5)|these (?:two|three|four|five|2|3|4|5|customers|clients|people)|those (?:two|three|four|five|2|3|4|5|customers|clients|people)|the two|the (?:2|3|4|5)(?= ?(?:[?.!,]|$))|them|they|these|those)\b/i,
    read: () => ({ whom: 'these', written: joined }),
  },
  { pattern: /\btheirs?\b/i, read: () => ({ whom: 'these', written: owned }) },
  { pattern: /\bits\b/i, read: () => ({ whom: 'something', written: owned }) },
  {
    pattern: new RegExp(
      `(?<!\\b(?:time|day|date|late|month|year) is )\\b(?:it|this|that)\\b${notTimeAfter}`,
      'i',
    ),
    read: () => ({ whom: 'something', written: joined }),
  },
];

const best = 'most valuable|biggest|largest|richest|best|highest[ -]value|most important';
const extremes: readonly Finder<SaidExtreme>[] = [
  {
    pattern: new RegExp(
      `\\b(?:the |that |their )?(?:(?<most>${best})|(?<least>least valuable|smallest|poorest|lowest[ -]value)|(?<risky>riskiest|most at risk|likeliest to (?:leave|go)|most likely to (?:leave|go))|(?<safe>safest|least risky|least likely to (?:leave|go))) (?:one|customer|client|person|name)(?: (?:of|on|in|from) (?:them|these|those|(?:the|that|this) list))?(?![\\w-])`,
      'i',
    ),
    read: ({ groups: named }) => extremeIn(named, joined),
  },
  {
    pattern:
      /\b(?:the |that )?one (?:who|that|which)(?: is|'s)? (?:(?<most>worth (?:the )?most|(?:the )?most valuable)|(?<least>worth (?:the )?least)|(?<risky>(?:the )?(?:most likely|likeliest) to (?:leave|go)|(?:the )?riskiest|most at risk)|(?<safe>(?:the )?(?:safest|least likely to (?:leave|go))))(?![\w-])/i,
    read: ({ groups: named }) => extremeIn(named, joined),
  },
];

const traits: readonly Finder<SaidTrait>[] = [
  {
    pattern:
      /\b(?:the|that) one (?:from|in|at|of|with|who is in|who's in|that is in|that's in) (?:the )?(?<trait>[\p{L}-]{2,30}(?: tier| branch)?)(?![\w-])/iu,
    read: ({ groups: named = {} }) => ({ trait: named.trait ?? '', written: joined }),
  },
  {
    pattern:
      /\b(?:the|that) (?<trait>[\p{L}-]{2,30}(?: tier| branch| value)?) (?:one|customer|client|guy)(?![\w-])/iu,
    read: ({ groups: named = {} }) => ({ trait: named.trait ?? '', written: joined }),
  },
];

const groups: readonly Finder<SaidGroup>[] = [
  {
    pattern:
      /\b(?:(?:in|at|of|from|for) )?(?:that|this|the same|said) (?:branch|office|place|town|city|location)\b|\b(?<!\b(?:is|are|was|were|hi|hello|hey|anybody|anyone|who's) )(?:(?:over|up|down|out|from|in) )?there\b(?! (?:is|are|was|were|will|any|more|a|an|another|something)\b|'s|')/i,
    read: () => ({ filter: 'branch', surely: true, written: (name) => `in ${name}` }),
  },
  {
    pattern: /\b(?:that|this|the same|said) (?:segment|group|cluster|crowd|bunch|lot)\b/i,
    read: () => ({
      filter: 'segment',
      surely: true,
      written: (name) => `the ${name} segment`,
    }),
  },
  {
    pattern: /\b(?:they|them|these|those|their)\b(?! (?:two|three|four|five|[2-9])\b)/i,
    read: () => ({ filter: 'segment', surely: false, written: (name) => `the ${name}` }),
  },
];

const spans = new Map([
  ['month', 1],
  ['quarter', 3],
  ['half', 6],
  ['year', 12],
]);

const listThing =
  '(?: (?:ones?|customers?|clients?|names?|people|rows?|entries|results?|of (?:them|these|those)))?';

export const followUps: FollowUpReading = {
  opens:
    /^(?:(?:and )?(?:the )?same (?:again )?for|do the same (?:for|with)|do (?:that|it) for|the same (?:there|with)|and|then|also|or|but|it should be|it is now|it's now|its now|it's at|its at|i was right|i had it right|now at|make that|ugh|lol|scratch that|hang on|hold on|no wait|it's actually|back to|only|just|narrow (?:it |that |this |them )?(?:down )?to|keep (?:it |that )?to|zoom (?:in )?(?:on|to)|focus on|drill (?:down )?(?:in)?to|limit(?:ed)? (?:it |that )?to|restrict(?:ed)? (?:it |that )?to|filter(?:ed)? (?:it |that )?(?:by|to|on)|sort(?:ed)?(?: it| them)? by|order(?:ed)?(?: it| them)? by|rank(?:ed)?(?: it| them)? by|(?:stretch|extend|lengthen|prolong|widen|expand|shorten|cut|reduce|shrink)(?: (?:it|that|this))?(?: out| down)? to|i (?:want|need)|i'd like|give me|let's (?:say|do|see|take|try)|go for|sorry|oops|no|nope|not that one|not this one|not that|not (?:him|her|them)|not|wrong one|wrong|actually|wait|plus|the same|same|same thing|likewise|again|what about|what of|how about|i meant?|i said|i was asking (?:about|for)|i'm asking about|meant|rather|make (?:it|that)|change (?:it|that) to|switch to|try|instead|instead of that|for|that is|it's|it is|it was|should be|should have been|this time|once more|one more|go on with|continue with)(?![\w'-])/i,
  closes:
    /(?<![\w'-])(?:do the same|as before|is fine|please do|alone|separately|by (?:itself|themselves)|instead|too|the same|same|likewise|i mean|i was right|is better|will do|would do|is enough|are enough|as well|only|rather|though|also|this time|i meant?|not that one|not him|not her|not them)$/i,
  idleStart:
    /^(?:ok|okay|anyway|anyhow|you know what|know what|by the way|btw|ah|oh|ha|ugh|aha|fine|good|lovely|perfect|nice|interesting|excuse me|hi|hello|guess what|tell you what|(?:can|could|would|will|may|might) (?:i|we|you)(?: (?:also|please|just|maybe|kindly|perhaps)){0,2}(?= (?:see|show|have|get|give|look|list|go|do|make|narrow|sort|filter|switch|change|restrict|limit|keep|add|open|bring|pull))|i'd like to (?=see|have|look)|i would like to (?=see|have|look)|let me (?=see|have|look)|so|now|well|looking ahead|looking forward|looking back|going forward|hm|hmm|right|alright|great|thanks|cool|please|hey|yes|yeah|let's see|uh|um)(?![\w'-])/i,
  idleEnd:
    /(?<![\w'-])(?:if you (?:would|can|could|please|will|don't mind)|would you|will you|could you|can you|if possible|you know|that's all|real quick|for a (?:second|moment)|btw|by the way|lol|haha|mate|huh|right|ok|okay|though|please|pls|plz|now|then|thanks|thank you|thx|maybe|again|sorry|for me|quickly)$/i,
  asides:
    /(?<=\s)'s(?!\w)|(?<![\w'-])(?:only|just|the|a|an|in|at|of|for|from|over|by|with|within|during|on|to|same|those|these|ones?|who|are|is|that|which|customers?|clients?|people|names?|show|give|see|list|me|us|my|it|them|this|limit(?:ed)? to|restrict(?:ed)? to|filter(?:ed)? (?:by|to|on)|sort(?:ed)?(?: it| them)? by|order(?:ed)?(?: it| them)? by|rank(?:ed)?(?: it| them)? by|ranked|sorted|ordered|based|based on|go|back|look|looking|use|using|take|and|or|branch|office|segment|tier|please|but|not|up|down|his|her|their|its|make|do|all|any|out|period|time|window|horizon|change|switch|metric|measure|value of|chart|graph|view|data|figures?|instead|rather than|line|now|in terms of|period of|timeframe|longer|shorter|more|less|history of|could|would|can|i|i'd|i'm|we|you|like|part|bit|thing|look at|say|next|over there|there|version|alone|separately|looking at|about|interested|want|need|have|as well|too|also|then)(?![\w'-])/gi,
  references,
  groups,
  mine: /^(?:mine|(?:of )?my own(?: ones?| customers?| clients?| book)?|my (?:ones?|customers?|clients?|people|book|portfolio))$/i,
  ahead: /\b(?:(?:looking|going) (?:ahead|forward))\b/i,
  howMany:
    /^(?:(?:the )?(?:(?:top|first|best|worst|riskiest|biggest|only|just) ){0,2})?(?<number>\d{1,3})(?: (?:of (?:them|those|these)|most (?:urgent|critical|important|at risk|endangered)|worst|riskiest|names?|rows?|ones?|entries|results|on (?:the|this|that) list|at a time|in total)){0,2}$/,
  span: {
    pattern:
      /^(?:say |over |for |maybe )?(?:an?|one|1|the)? ?(?:whole |full |entire )?(month|quarter|half|year)(?:[ -](?:an? )?year)?(?: (?:out|ahead|from now|back|worth|on|of it|or so)){0,2}$/i,
    read: ([, unit = '']) => spans.get(unit.toLowerCase()),
  },
  level: {
    pattern: /^(?:(?:at|with|to|of|by) )?(\d{1,3}(?:\.\d{1,4})?)( ?%| ?percent| per cent)?$/i,
    read: ([, number, percent]) => ({ number: Number(number), percent: percent !== undefined }),
  },
  adds: [
    /^(?:(?:please|and|now|then|also|can you|could you) ){0,3}(?:add|include|throw in|bring in|put in)(?: in)? (?<whom>[^,;]{1,80})$/i,
  ],
  comparesWith: [
    /^(?:(?:please|and|now|then|ok|so) ){0,3}(?:how (?:does|do|would|is|are) (?:(?:that|it|this|he|she|they) )?(?:compare|stack up|measure up|fare|do|look)|(?:compare|stack|put|set|hold)(?: (?:it|that|this|him|her|them))?(?: up| side by side)?|compared|in comparison|next|relative|versus|vs\.?)(?: (?:to|with|against|versus|vs\.?|next to|beside))? (?<whom>[^,;]{1,80})$/i,
  ],
  comparisonTail:
    /\b(?:too|also|as well|to (?:that|it|this|them|the (?:comparison|mix|table|list))|in (?:it|there)|please|then|instead)(?![\w'-])/gi,
  removes: [
    /^(?:(?:please|and|now|then|ok|so) ){0,3}(?:drop|remove|leave out|take out|take away|without|lose|kick out|exclude|minus|not) (?<whom>[^,;]{1,60}?)(?: out)?$/i,
    /^(?:(?:please|and|now|then|ok|so) ){0,3}(?:take|leave|kick|throw) (?<whom>[^,;]{1,60}?) (?:out|away|off)$/i,
  ],
  swaps: [
    { pattern: /\b(?:instead of|rather than|in place of)\b/i, outFirst: false },
    { pattern: /\b(?:swap|replace|exchange|change|switch)\b/i, outFirst: true },
    { pattern: /^(?:no[, ] ?)?not\b/i, outFirst: true },
  ],
  places,
  extremes,
  traits,
  other: {
    pattern:
      /\bthe other(?: (?:one|customer|client|guy|person|lady|man|woman))?(?! (?:\w+ )?(?:branch|segment|ones|customers|clients|list|two|three|digest|day|way|metric|model))(?![\w-])/i,
    read: () => ({ written: joined }),
  },
  ordinals: {
    pattern: new RegExp(
      `(?<![\\w-])(?:${ordinal}|number (?:${counts.join('|')})|(?:${counts.join('|')})(?='s?\\b))(?![\\w-])(?! (?:of|branch|segment|model|digest|quarter|month|year|week|day))`,
      'gi',
    ),
    read: ([said]) => {
      const word = said.replace(/^number /i, '');
      return placeOf(word) || countOf(word) || undefined;
    },
  },
  earlier: {
    pattern:
      /\b(?:(?:back to |for |with )?(?:the )?(?:(previous|earlier|prior|preceding|last but one) (?:customer|client|one|guy|person|lady|man|woman)|(?:one|customer|client|guy|person) (?:before(?: (?:that|this|him|her))?|we (?:had|looked at) before))|(?:the )?(?:very )?first (?:customer|client|one|guy|person|lady|man|woman)(?: (?:i (?:asked|gave|said|named|mentioned|looked at)|we (?:had|looked at|spoke of))(?: (?:you|about|for|before|of|by mistake)){0,3})?|the one (?:i|we) (?:started|began) with)(?![\w-])/i,
    read: ([said]) => ({
      which: /first|began|started/i.test(said) ? 'first' : 'previous',
      written: joined,
    }),
  },
  neighbour: {
    pattern:
      /^(?:the |that )?(?:one|customer|client|row|name|person) (?:just |right |directly |immediately )?(above|below|before|after|under(?:neath)?|over)(?: (?:it|that|this|him|her|that one|this one))?$|^(?:just |right )?(above|below)(?: (?:it|that|him|her))?$/i,
    read: ([, first, second]) =>
      /above|before|over/i.test(first ?? second ?? '') ? 'above' : 'below',
  },
  besideSending:
    /(?<![\w'-])(?:send|mail|e-?mail|deliver|push|post|message|text|slack|ping|share|forward|drop|give|get|have|want|need|like|keep|make|schedule|subscribe|sign|set|put|i|i'd|i'll|i'm|me|us|we|you|can|could|would|will|please|pls|that|this|it|those|these|them|they|same|list|table|report|overview|answer|result|results|summary|ranking|one|ones|version|thing|digest|alert|update|updates|automatically|regularly|over|through|out|up|to|on|at|for|in|the|a|an|of|by|as|my|our|inbox|desk|posted|updated|informed|about|with|from|now|then|too|also|and|so|just|again|repeat|repeated|thanks|thank|ok|okay|yes|good|great|every|each|here|let|let's|be|should|come|comes|sent)(?![\w'-])/gi,
  anew: /\b(?:another|separate|second digest|new (?:one|digest)|set up|subscribe|sign me up|in addition|additionally|on top of that|as well)\b/i,
  digestsLeft:
    /^(?:what(?:'s| is| do i (?:still )?have| have i got)?(?: still)? (?:left|remaining|remains|running|active)|which (?:ones? )?(?:are|do i have|have i)?(?: still)? ?(?:left|remaining|running|active)|what (?:do i|have i) (?:still )?(?:get|have|got|subscribed(?: to)?)(?: (?:left|now))?|(?:show|list) (?:me )?(?:what's left|them all|all of them|them|mine)|what am i (?:getting|subscribed to)(?: now)?|which (?:ones )?do i have(?: now)?)$/i,
  sameAssumptions:
    /\b(?:with|under|on|using|for) (?:those|these|the same|that|this|the same kind of|such) (?:assumptions?|numbers?|settings?|figures?|scenario|changes?|what[ -]if)\b|\b(?:the )?same (?:assumptions?|scenario|what[ -]if)\b/i,
  startOver:
    /^(?:start (?:over|again|afresh)|from (?:the )?(?:start|top|beginning)|(?:back|go back) to the (?:start|top|beginning|first page)|reset)(?:,? (?:but|and|just|only|with|this time)){0,3}(?: |$)/i,
  words:
    'next previous page more only just instead sorry again second third fourth fifth first last list compare both them there show tell what about offer customer customers risk value balance history trend sort filter change make without also please those these other mean meant actually rather weekly monthly daily pause resume remove send'.split(
      ' ',
    ),
  unheld: [
    ...(
      [
        ['branch', 'branch|city|office|place'],
        ['segment', 'segment|group'],
        ['tier', 'tier|value tier'],
        ['manager', 'manager'],
      ] as const
    ).map(([filter, words]) => ({
      pattern: new RegExp(
        `^(?:without|drop|remove|clear|forget(?: about)?|ignore|lose|skip|take off|no|never mind|leave (?:out|off)|regardless of|whatever)(?: with)? (?:the |that |this |any )?(?:${words})(?: (?:thing|filter|part|bit|restriction|condition|limit|criterion|one|again|please|stuff)){0,2}$`,
        'i',
      ),
      read: () => filter,
    })),
    {
      pattern:
        /^(?:(?:show|not (?:just|only) [\p{L} ]{2,30}?) )?(?:all (?:the )?branches|every branch|any branch|across (?:all )?(?:the )?branches|all (?:the )?(?:offices|cities|places))$/iu,
      read: () => 'branch',
    },
    {
      pattern: /^(?:all|every|any|across (?:all )?)(?: the)? (?:segments?|groups?)$/i,
      read: () => 'segment',
    },
    { pattern: /^(?:all|every|any|across (?:all )?)(?: the)? tiers?$/i, read: () => 'tier' },
    {
      pattern: /^(?:all|every|any)(?: the)? managers?(?:'s?)?(?: (?:customers|clients))?$/i,
      read: () => 'manager',
    },
    {
      pattern:
        /^(?:not (?:just|only) [\p{L} ]{2,30}?,? ?)?(?:all of them|all (?:the )?(?:customers|clients)|everyone|everybody|everywhere|(?:for )?(?:the )?(?:whole|entire) (?:bank|lot|list)|bank[ -]?wide|overall|no filters?|without (?:the |any )?filters?|(?:drop|remove|clear) (?:the |all )?filters?)$/iu,
      read: () => 'all',
    },
  ],
  backToList:
    /^(?:(?:go |get )?back to (?:the|that|my) (?:list|table|ranking|overview)|(?:show |see )?(?:me )?(?:the|that) list(?: again)?|(?:the )?(?:previous|last|earlier) list|list again)$/i,
  toCome:
    /^(?:(?:i (?:want|mean|meant) )?(?:the )?(?:future|forecast|outlook|projection|prediction)|(?:and )?(?:going|looking) forward|(?:going|looking) ahead|forecast (?:it|that)|what(?:'s| is) (?:next|to come|coming)|from here(?: on)?|where is it (?:going|heading))$/i,
  gone: /^(?:(?:i (?:want|mean|meant) )?(?:the )?past|(?:and )?(?:how (?:was|has) (?:it|that)(?: been)?(?: before| so far)?|before|so far|until now|up to now|historically|looking back|backwards?)|how was (?:it )?before)$/i,
  tierTail: / ?(?:risk|value|tier)s?$/i,
  antecedent:
    /\b(?:customers?|clients?|people|others|everyone|everybody|anyone|somebody|segments?|branch(?:es)?|managers?|models?|campaigns?|digests?|portfolio|book|group|list|savers|families|everything|anything|overall|average|rates?|bank|company's|our)\b/i,
  shows:
    /^(?:(?:can|could) (?:i|we|you)|let me|i want to|show|see|give|list|load|get|display|have|turn to|me|us)(?![\w'-])/i,
  atLarge:
    /\b(?:who|whom|whose|anybody|nobody|my|mine|our|ours|your|algorithms?)\b|(?<!\b(?:can|could|would|will|did|should) )\b(?:i|we|you)\b/i,
  ofEverybody:
    /\b(?:customers?|clients?|people|everyone|everybody|anyone|banks?|company|overall|altogether|all|whole|general|my|mine|our|ours|models?|digests?|campaigns?)\b/i,
  next: {
    pattern: new RegExp(
      `^(?:page (\\d{1,3})|(?:to )?(?:the )?(?:first) page|from the (?:start|beginning|top|first)|start over|(?:the )?(?:next|following|other) page|(?:the |a )?(?:next|following|another|further) (?:(\\d{1,2})|few|batch|lot|set|bunch|rows?|ones)${listThing}${ofList}|(?:the )?(?:next|following) (one|customer|client|person|row|name)|(?:some )?(\\d{1,2}) (?:more|further|others?)${listThing}|(?:some |any |even |a few )?(?:more|further|others)(?: of the list| of those| of them| of these| to show| to see| customers| clients| names| rows| people)?|(?:the )?(?:rest|remaining|remainder)(?: of the list| of it)?${listThing}|(?:the )?next|what(?:'s| is| comes)? next|keep going|go on|carry on|continue|scroll(?: down| on)?|(?:anyone|anybody|who|what) else|is (?:that|there) (?:all|more|anyone else|anybody else)|(?:are|is) there (?:any )?(?:more|others))$`,
      'i',
    ),
    read: ([whole, page, count, single, other]) => {
      if (/first page$|^from the|^start/i.test(whole)) return { page: 1 };
      if (single !== undefined) return { count: 1, single: true };
      if (page !== undefined) return Number(page) > 0 ? { page: Number(page) } : undefined;
      const number = Number(count ?? other ?? Number.NaN);
      return number > 0 ? { count: number } : {};
    },
  },
  previous: {
    pattern: new RegExp(
      `^(?:(?:go )?back(?: to the previous page| one page| a page)?|(?:the )?(?:previous|preceding|prior|last) (?:page|(\\d{1,2})${listThing}|ones|rows|customers|clients)|previous|prev|(?:the )?(?:page|ones?|customers) before(?: that| those| these)?|page (?:up|back)|scroll up)$`,
      'i',
    ),
    read: ([, count]) => (count === undefined ? {} : { count: Number(count) }),
  },
  past: /\b(?:last|past|previous|prior|recent|trailing)\b/i,
  thatAnswer:
    /\b(?:that|this|it|these|those|them|the same(?: list| thing)?|the list(?! of)|(?:that|this) (?:list|table|ranking|report|answer))\b(?! (?:month|week|year)\b)/i,
  atRiskList: 'customers at risk',
  about: (id, what) => `${id} ${what}`,
  corrects:
    /^(?:(?:no|nope|oops|sorry|actually|wait|hm+|well|not that)\b[ ,.]*)+|\b(?:make|change|move|set|switch|shift|put|have|get|push|bring|send|deliver|post|i mean(?:t)?|rather|instead|should be|should have been|better|only|just|drop|skip|leave|take|add|include|exclude|also|without|no more|stop|don't|not)\b/i,
  bareTime:
    /\b(?:to|it|that|for|be) (?<hour>\d{1,2})(?= ?(?:[.,!?]|$|please\b|instead\b|rather\b|[ap]\.?m\b|o'?clock\b))/i,
  besideChange:
    /(?<![\w'-])(?:no|nope|oops|sorry|actually|wait|hm+|well|please|pls|make|change|move|set|switch|shift|put|have|get|push|bring|send|deliver|post|i|me|meant?|rather|instead|should|would|could|can|you|we|be|been|better|that|it|this|the|one|to|at|on|for|of|a|an|digest|alert|subscription|now|again|then|thanks|thank|ok|okay|let's|and|from|into|go|goes|out|going|time|day|only|just)(?![\w'-])/gi,
  agrees:
    /^(?:yes|yep|yeah|yup|ok|okay|sure|do it|go ahead|please do|confirm(?:ed)?|correct|right|exactly|that's right|fine|good|perfect|change it|remove it)(?:[ ,]*(?:please|pls|do it|do that|go ahead|thanks|thank you|change it|remove it))*[ .!]*$/i,
  declines:
    /^(?:no|nope|nah|cancel|cancel that|don't|do not|never ?mind|leave it(?: as it is)?|forget it|keep it(?: as it is)?|better not|not now|stop)(?:[ ,]*(?:please|thanks|thank you|leave it(?: as it is)?|keep it(?: as it is)?|don't))*[ .!]*$/i,
  digestCalled: (number) => `digest ${number}`,
  pointsAtDigest:
    /\bones?\b|\b(?:the|that|my) (?:[\p{L}-]+ ){0,3}(?:digest|report|list|mail|alert)\b/iu,
  inLanguage: {
    zh: /^(?:(?:the )?same |now |again |say (?:that|it) |answer |show (?:that|it) )?(?:again )?in (?:chinese|mandarin)[\s?.!]*$/i,
    en: /^(?:(?:the )?same |now |again |say (?:that|it) |answer |show (?:that|it) )?(?:again )?in english[\s?.!]*$/i,
  },
};
