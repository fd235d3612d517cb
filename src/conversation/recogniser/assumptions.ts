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
  '(?: (?:of|for|with) (?:the )?(?:customers?|clients?)? ?#?[A-Za-z]{0,6}[-_]?\\d[\\w-]*(?![\\w%]|\\.\\d))?';
const links =
  '(?: ?(?:=|:|\\b(?:were|was|is|be|being|at|of|to|by|rate|stays?|stayed|rose|rises|rising|grew|grows|growing|increases?|increased|improves?|improved|goes|went|gets|got|moves|moved|up|fell|falls|falling|drops?|dropped|decreases?|decreased|shrinks|shrank|down|reduced|set|only|just|about|a|should|would|could|had|has|been|becomes?|became)\\b))*';
const amount = '(?<!\\d)([+-]?\\d+(?:\\.\\d+)?) ?(%|percent\\b|months?\\b|years?\\b)?';
const more = '(?: (?:points? )?(higher|lower|more|less|better|worse))?';

const english = new RegExp(`\\b${named}${ofWhom}${links} ?${amount}${more}`, 'i');
const englishBefore =
  /(?:\b(?:with|at|and|a|an|of) )*([+-]?\d+(?:\.\d+)?) ?(%|percent)( (?:higher|lower|more|less|better|worse))? (?:annual |yearly )?(retention|margin|discount)(?: rate)?s?\b/i;
const chinese =
  /(留存率?|保留率|利润率?|毛利率?|折现率?|贴现率?|预测期|期限)((?:如果|若|要是|能|只|仅|是|为|到|有|变成|变为|成|按|取|设|提高|提升|增加|上升|上涨|增长|高|多|下降|减少|降低|下滑|低|少|了|约|=|:| )*)([+-]?\d+(?:\.\d+)?) ?(%|个月|年)?/;

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
  }
  return { assumptions, marked: rest };
}

type Found = { name: AssumptionName; value: number; start: number; end: number };

function next(text: string): Found | undefined {
  for (const [pattern, read] of readers) {
    const match = pattern.exec(text);
    const found = match === null ? undefined : read(match);
    const name = found && names.find(([, spelling]) => spelling.test(found.name))?.[0];
    if (match === null || found === undefined || name === undefined) continue;
    const value = supposed(name, found.number, found.unit, found.fewer);
    if (value === undefined) continue;
    return { name, value, start: match.index, end: match.index + match[0].length };
  }
  return undefined;
}

type Said = { name: string; number: string; unit: string; fewer: boolean };

const falling =
  /\b(?:fell|fall|drop|decreas|shr[ai]nk|down|reduced|lower|less|worse)|下降|减少|降低|下滑|低|少/i;

const readers: readonly [RegExp, (match: RegExpExecArray) => Said][] = [
  [
    english,
    (match) => {
      const [said, name = '', number = '', unit = ''] = match;
      return { name, number, unit, fewer: falling.test(said.slice(name.length)) };
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
