import { endOfMonth } from '../../day-ahead.ts';
import type { OpportunityReading, SaidAmount } from '../../reading.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const month =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b(?: (20\\d\\d)\\b)?(?! ?\\d)';
const before =
  '(?:by|in|to|before|until|till|during|for|around|mid|early|late|closing|closes|close|end of|end)[ -](?:the )?(?:end of )?';
const monthNumber = (name: string) => months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
const asked = (year: string | undefined) => (year === undefined ? undefined : Number(year));

const number = "(\\d{1,3}(?:[,.' ]\\d{3})+(?:\\.\\d{1,2})?|\\d{1,12}(?:\\.\\d{1,6})?)";
const scale = '(?: ?(k|m|mn|mln|mio|bn|thousand|million|billion)\\b)';
const money =
  '(euros?|dollars?|pounds?|francs?|yuan|crowns?|EUR|USD|GBP|CHF|CZK|CNY|RMB|JPY|PLN|HUF|€|\\$|£|kč)(?![\\p{L}\\d])';
const notPartOf = "(?<![\\p{L}\\d]|\\d[.,'])";

const scales: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  mln: 1e6,
  mio: 1e6,
  million: 1e6,
  bn: 1e9,
  billion: 1e9,
};
const units: readonly (readonly [RegExp, string | undefined])[] = [
  [/^eur/i, 'EUR'],
  [/^(?:pound)/i, 'GBP'],
  [/^(?:yuan|rmb)/i, 'CNY'],
  [/^franc/i, 'CHF'],
  [/^(?:dollar)/i, '$'],
  [/^crown/i, undefined],
];
const unitOf = (said: string | undefined) => {
  if (said === undefined) return undefined;
  const known = units.find(([pattern]) => pattern.test(said));
  return known === undefined ? said.toUpperCase() : known[1];
};

/** An amount whose groups of three digits are parted by commas, full stops or spaces. */
function amountOf(digits: string, scale?: string, unit?: string): SaidAmount {
  const grouped = /^\d{1,3}(?:[,.' ]\d{3})+/.exec(digits)?.[0] ?? '';
  const whole =
    scale === undefined ? grouped.replace(/\D/g, '') + digits.slice(grouped.length) : digits;
  const factor = scales[scale?.toLowerCase() ?? ''] ?? 1;
  return {
    amount: Math.round(Number(whole.replace(/[,' ]/g, '')) * factor * 100) / 100,
    unit: unitOf(unit),
  };
}

export const opportunities: OpportunityReading = {
  named: /\b(?:opportunit(?:y|ies)|opps?|deals?|pipelines?)\b/i,
  within: {
    before: /\b(?:for|of|in|by) (?:the |an? |their )?$/i,
    stage:
      /\b(?:at|in) (?:the |an? )?(?:lead|qualified|proposal|offer|negotiation)s?(?: stage| phase)\b/i,
  },
  products: [
    ['mortgage', /\b(?:mortgages?|home loans?|housing loans?|house loans?)\b/i],
    ['term-deposit', /\b(?:term|fixed|time|fixed[- ]term)[- ]deposits?\b/i],
    ['standing-order', /\bstanding orders?\b/i],
    ['current-account', /\b(?:current|checking|giro|payment|business) accounts?\b/i],
    ['savings', /\bsavings?(?: (?:accounts?|plans?|books?))?\b/i],
    [
      'insurance',
      /\b(?:(?:life|home|travel|car|property|household) )?insurances?\b|\binsurance polic(?:y|ies)\b/i,
    ],
    ['card', /\b(?:(?:credit|debit|gold|platinum) )?cards?\b/i],
    [
      'loan',
      /\b(?:(?:personal|consumer|business|car|student|investment) )?loans?\b|\boverdrafts?\b|\b(?:lines? of credit|credit lines?)\b/i,
    ],
    [
      'investment',
      /\binvestments?(?: (?:funds?|plans?|accounts?|portfolios?))?\b|\b(?:mutual )?funds?\b|\bsecurities\b/i,
    ],
  ],
  stages: [
    [
      'lost',
      /\b(?:los[te]|losing|declin(?:e|es|ed|ing)|refus(?:e|es|ed|ing)|reject(?:s|ed|ing)?|turned (?:it |us |me )?down|turn(?:s|ing)? down|fell through|said no|not(?: really)? interested|no longer (?:wants?|interested)|(?:does|do|did)(?: not|n't) (?:want|accept|need)|went (?:elsewhere|to (?:another|a rival|a competitor))|is off|dead)\b|n't (?:really )?(?:interested|want|need)\b/i,
    ],
    [
      'won',
      /\b(?:won|win|closed[- ]won|sign(?:s|ed)|accept(?:s|ed)|agreed to|took up|taken up|takes up|sealed|clinched|went through|is done|done deal|said yes)\b/i,
    ],
    [
      'negotiation',
      /\b(?:negotiat(?:e|es|ed|ing|ions?)|haggling|bargaining|in talks|discussing (?:the )?(?:terms|rates?|conditions|price))\b/i,
    ],
    [
      'proposal',
      /(?<!\bfrom (?:the )?)\b(?:propos(?:e|ed|als?|ing)|quot(?:e|ed|es|ation)|offer (?:is |was |has been )?(?:sent|made|out)|sent (?:them |him |her )?(?:an|the|our) offer)\b/i,
    ],
    ['qualified', /(?<!\bfrom (?:the )?)\bqualif(?:y|ied|ies|ying|ication)\b/i],
    ['lead', /(?<!\bfrom (?:the )?)\b(?:leads?|prospects?)\b/i],
  ],
  amounts: [
    {
      pattern: new RegExp(
        `${notPartOf}${money.replace('(?![\\p{L}\\d])', '')} ?${number}${scale}?`,
        'iu',
      ),
      read: ([, unit, digits = '', scale]) => amountOf(digits, scale, unit),
    },
    {
      pattern: new RegExp(`${notPartOf}${number}${scale}(?: ?${money})?`, 'iu'),
      read: ([, digits = '', scale, unit]) => amountOf(digits, scale, unit),
    },
    {
      pattern: new RegExp(`${notPartOf}${number} ?${money}`, 'iu'),
      read: ([, digits = '', unit]) => amountOf(digits, undefined, unit),
    },
    {
      pattern: /(?<![\p{L}\d]|\d[.,'])\d{1,3}(?:[,.' ]\d{3})+(?![\p{L}\d])/u,
      read: ([digits]) => amountOf(digits),
    },
    {
      pattern:
        /\b(?:worth|amount(?:s to| of| is)?|amounting to|size|volume|about|around|roughly|up to|total(?:ling| of)?|make it|raise it to|now) ?:? ?(\d{3,12})(?![\p{L}\d-]|[.,]\d)/iu,
      read: ([, digits = '']) => amountOf(digits),
    },
  ],
  bareAmounts: [
    {
      pattern: /\uE000 ?(?:of|over|:|,)? ?(\d{3,12})(?![\p{L}\d-]|[.,]\d)/u,
      read: ([, digits = '']) => amountOf(digits),
    },
    {
      pattern: /\b(?:of|over) (\d{3,12})(?![\p{L}\d-]|[.,]\d)/iu,
      read: ([, digits = '']) => amountOf(digits),
    },
  ],
  closes:
    /\b(?:clos(?:e|es|ing)(?: date| day)?(?: is| on| by| in| at)?|expected(?: to close)?|decision|signing|to sign|due)\b/i,
  closing: [
    {
      pattern: new RegExp(`\\b${before}${month}`, 'i'),
      read: ([, name = '', year]) => endOfMonth(monthNumber(name), asked(year)),
    },
    {
      pattern: new RegExp(`^${month}$`, 'i'),
      read: ([, name = '', year]) => endOfMonth(monthNumber(name), asked(year)),
    },
    {
      pattern:
        /\b(?:by|in|before|until|at|for)?(?: ?the)? ?(?:end of (?:the |this )?year|year[- ]end|this year|christmas)\b/i,
      read: () => '--12-31',
    },
    {
      pattern:
        /\b(?:by|in|before|until|at|for)?(?: ?the)? ?(?:end of (?:the |this )?quarter|quarter[- ]end|this quarter)\b/i,
      read: () => 'eoq',
    },
    {
      pattern: /\b(?:by|in|before|until|for)?(?: ?the)?(?: ?end of)? ?\bq([1-4])(?: (20\d\d))?\b/i,
      read: ([, quarter, year]) => endOfMonth(3 * Number(quarter), asked(year)),
    },
  ],
  nextStep:
    /(?:[,;.:–—-] ?)?\b(?:and )?(?:the |our |my )?next (?:steps?|action)(?: is| are|:|,| –| -)(?: to)? ?|(?:[,;.] ?)\bnext(?=[:,] )[:,] ?|(?:[,;.] ?)\bto ?do: ?/i,
  nextStepOf: /\bnext (?:steps?|action) (?:on|for|with|of|in) [^:]{1,60}?(?: is| are|:)(?: to)? /i,
  wants:
    /\b(?:wants?|wanted|would like|interested|looking (?:for|to|at)|needs?|needed|ask(?:s|ed|ing)? (?:for|about)|considers?|considering|thinks? (?:of|about)|thinking (?:of|about)|plans? (?:to|on)|could use|keen on)\b/i,
  ends: /\b(?:pay(?:s|ing)? (?:it |this )?(?:off|back)|repay(?:s|ing)?|repaid|cancel(?:s|led|ling)?|clos(?:e|es|ed|ing) (?:the|their|his|her|its)|terminat(?:e|es|ed)|move (?:it|the|their)|get rid of)\b/i,
};
