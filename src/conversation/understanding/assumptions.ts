import { type MarkedText, mark } from './marked-text.ts';

/**
 * What somebody supposes of a customer: `retention` a year and `discount` a year as shares, `margin` as a change (0.05 is
 * 5 % more), `horizon` in months. As they were said: nothing is checked yet.
 */
export type Assumptions = Partial<Record<AssumptionName, number | undefined>>;
export type AssumptionName = 'retention' | 'margin' | 'horizon' | 'discount';

const names: readonly [AssumptionName, RegExp][] = [
  ['retention', /^(?:retention|留存|保留)/i],
  ['margin', /^(?:margin|利润|毛利)/i],
  ['horizon', /^(?:horizon|预测期|期限)/i],
  ['discount', /^(?:discount|折现|贴现)/i],
];

const named = '(?:annual |yearly )?(retention|margin|discount|horizon)(?: rate)?s?';
const ofWhom =
  '( (?:of|for|with|on) (?:the )?(?:customers?|clients?)? ?#?[A-Za-z]{0,6}[-_]?\\d[\\w-]*(?![\\w%]|\\.\\d))?';
const links =
  '(?: ?(?:=|:|\\b(?:were|was|is|be|being|at|of|to|by|rate|stays?|stayed|rose|rises|rising|grew|grows|growing|increases?|increased|improves?|improved|goes?|going|went|gets|got|moves|moved|up|fell|falls|falling|drops?|dropped|decreases?|decreased|shrinks|shrank|down|reduced|set|only|just|about|a|should|would|could|had|has|been|becomes?|became)\\b))*';
const amount = '(?<!\\d)([+-]?\\d+(?:\\.\\d+)?) ?(%|percent\\b|months?\\b|years?\\b)?';
const more = '(?: (?:points? )?(higher|lower|more|less|better|worse))?';

const changing =
  '(?:(raise|raised|increase|increased|lift|lifted|grow|improve|boost|cut|lower|lowered|reduce|reduced|drop|dropped|shrink|decrease|decreased|squeeze|trim|trimmed) (?:the |their |his |her |our )?)?';
const english = new RegExp(`\\b${changing}${named}${ofWhom}${links} ?${amount}${more}`, 'i');
const englishBefore =
  /(?:\b(?:with|at|and|a|an|of) )*([+-]?\d+(?:\.\d+)?) ?(%|percent)( (?:higher|lower|more|less|better|worse))? (?:annual |yearly )?(retention|margin|discount)(?: rate)?s?\b/i;
const chineseBefore =
  /([+-]?\d+(?:\.\d+)?) ?(%|个月|年)的?(留存率?|保留率|折现率?|贴现率?|预测期|期限)/;
const chinese =
  /(留存率?|保留率|利润率?|毛利率?|折现率?|贴现率?|预测期|期限)((?:如果|若|要是|能|只|仅|是|为|到|有|变成|变为|变|改成|改为|改|调到|调整到|调整为|调|设为|设成|成|按|取|设|降到|升到|降至|升至|至|掉到|跌到|跌|涨|升|降|砍|压缩|压|再|能够|只有|会|能|都|在|提高|提升|增加|上升|上涨|增长|高|多|下降|减少|降低|下滑|低|少|了|约|=|:| )*)([+-]?\d+(?:\.\d+)?) ?(%|个月|年)?/;

/** Finds what a text supposes and marks it. Numbers that are no supposition are left to others. */
export function findAssumptions(marked: MarkedText): {
  assumptions: Assumptions;
  marked: MarkedText;
} {
  let rest = marked;
  const assumptions: Assumptions = {};
  for (let found = next(rest.text); found !== undefined; found = next(rest.text)) {
    assumptions[found.name] = found.value;
    rest = mark(rest, found.start, found.end, 'assumption');
    const { text } = rest;
    // "margin on 1042 goes up 5%": whom it is about stays to be found.
    const after = found.start + 3;
    rest = { ...rest, text: `${text.slice(0, after)}${found.whom} ${text.slice(after)}` };
  }
  return { assumptions, marked: rest };
}

type Found = { name: AssumptionName; value: number; whom: string; start: number; end: number };

function next(text: string): Found | undefined {
  for (const [pattern, read] of readers) {
    const match = pattern.exec(text);
    const found = match === null ? undefined : read(match);
    const name = found && names.find(([, spelling]) => spelling.test(found.name))?.[0];
    if (match === null || found === undefined || name === undefined) continue;
    const value = supposed(name, found.number, found.unit, found.fewer);
    if (value === undefined) continue;
    const { whom = '' } = found;
    return { name, value, whom, start: match.index, end: match.index + match[0].length };
  }
  return undefined;
}

type Said = { name: string; number: string; unit: string; fewer: boolean; whom?: string };

const falling =
  /\b(?:fell|fall|drop|decreas|shr[ai]nk|down|reduc|lower|less|worse|cut|trim|squeez)|下降|减少|降|下滑|低|少|跌|砍|压/i;

const readers: readonly [RegExp, (match: RegExpExecArray) => Said][] = [
  [
    english,
    (match) => {
      const [said, , name = '', whom = '', number = '', unit = ''] = match;
      return { name, number, unit, fewer: falling.test(said), whom };
    },
  ],
  [
    englishBefore,
    ([, number = '', unit = '', change = '', name = '']) => ({
      name,
      number,
      unit,
      fewer: falling.test(change),
    }),
  ],
  [
    chineseBefore,
    ([, number = '', unit = '', name = '']) => ({ name, number, unit, fewer: false }),
  ],
  [
    chinese,
    ([, name = '', between = '', number = '', unit = '']) => ({
      name,
      number,
      unit,
      fewer: falling.test(between),
    }),
  ],
];

function supposed(
  name: AssumptionName,
  number: string,
  unit: string,
  fewer: boolean,
): number | undefined {
  const value = Number(number);
  const percent = /^(?:%|percent)/i.test(unit);
  const time = /^(?:months?|years?|个月|年)$/i.test(unit);
  if (name === 'horizon') {
    if (percent) return undefined;
    return /^(?:years?|年)$/i.test(unit) ? value * 12 : value;
  }
  if (time) return undefined;
  if (name === 'margin') {
    if (!percent && !/^[+-]/.test(number)) return undefined;
    const change = percent ? value / 100 : value;
    return fewer ? -Math.abs(change) : change;
  }
  // "retention 90" can only mean 90 %; 1042 can only be a customer.
  if (!percent && value > 100) return undefined;
  return percent || value > 1 ? value / 100 : value;
}
