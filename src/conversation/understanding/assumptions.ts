import { endOfRun } from '../../language/word-run.ts';
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

const named =
  /\b(?:(?:raise|raised|increase|increased|lift|lifted|grow|improve|boost|cut|lower|lowered|reduce|reduced|drop|dropped|shrink|decrease|decreased|squeeze|trim|trimmed) (?:the |their |his |her |our )?)?(?:annual |yearly )?(retention|margin|discount|horizon)(?: rate)?s?/gi;
const ofWhom =
  / (?:of|for|with|on) (?:the )?(?:customers?|clients?)? ?#?[A-Za-z]{0,6}[-_]?\d[\w-]*(?![\w%]|\.\d)/iy;
const link =
  / ?(?:=|:|\b(?:were|was|is|be|being|at|of|to|by|rate|stays?|stayed|rose|rises|rising|grew|grows|growing|increases?|increased|improves?|improved|goes?|going|went|gets|got|moves|moved|up|fell|falls|falling|drops?|dropped|decreases?|decreased|shrinks|shrank|down|reduced|set|only|just|about|a|should|would|could|had|has|been|becomes?|became)\b)/iy;
const amount =
  / ?(?<!\d)([+-]?\d+(?:\.\d+)?) ?(%|percent\b|months?\b|years?\b)?(?: (?:points? )?(?:higher|lower|more|less|better|worse))?/iy;

const englishBefore =
  /(?:\b(?:with|at|and|a|an|of) )*([+-]?\d+(?:\.\d+)?) ?(%|percent)( (?:higher|lower|more|less|better|worse))? (?:annual |yearly )?(retention|margin|discount)(?: rate)?s?\b/i;
const chineseBefore =
  /([+-]?\d+(?:\.\d+)?) ?(%|个月|年)的?(留存率?|保留率|折现率?|贴现率?|预测期|期限)/;
const chineseNamed = /(?:留存率?|保留率|利润率?|毛利率?|折现率?|贴现率?|预测期|期限)/g;
const chineseLink =
  /如果|若|要是|能够|能|只有|只|仅|是|为|到|有|变成|变为|变|改成|改为|改|调到|调整到|调整为|调|设为|设成|成|按|取|设|降到|升到|降至|升至|至|掉到|跌到|跌|涨|升|降低|降|砍|压缩|压|再|会|都|在|提高|提升|增加|上升|上涨|增长|高|多|下降|减少|下滑|低|少|了|约|=|:| /y;
const chineseAmount = /([+-]?\d+(?:\.\d+)?) ?(%|个月|年)?/y;

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
  for (const read of readers) {
    const said = read(text);
    const name = said && names.find(([, spelling]) => spelling.test(said.name))?.[0];
    if (said === undefined || name === undefined) continue;
    const value = supposed(name, said.number, said.unit, said.fewer);
    if (value === undefined) continue;
    const { whom = '', start, end } = said;
    return { name, value, whom, start, end };
  }
  return undefined;
}

type Said = {
  name: string;
  number: string;
  unit: string;
  fewer: boolean;
  whom?: string;
  start: number;
  end: number;
};

const falling =
  /\b(?:fell|fall|drop|decreas|shr[ai]nk|down|reduc|lower|less|worse|cut|trim|squeez)|下降|减少|降|下滑|低|少|跌|砍|压/i;

/** The match of a sticky pattern at a place. */
function at(pattern: RegExp, text: string, place: number): RegExpExecArray | undefined {
  pattern.lastIndex = place;
  return pattern.exec(text) ?? undefined;
}

const readers: readonly ((text: string) => Said | undefined)[] = [
  function nameFirst(text) {
    for (const match of text.matchAll(named)) {
      const start = match.index;
      const afterName = start + match[0].length;
      const whom = at(ofWhom, text, afterName)?.[0] ?? '';
      // "retention of 90" is about nobody, though it begins like "retention of 1042".
      for (const said of whom === '' ? [''] : [whom, '']) {
        const linked = endOfRun(link, text, afterName + said.length);
        const found = at(amount, text, linked);
        if (found === undefined) continue;
        const end = linked + found[0].length;
        const [, number = '', unit = ''] = found;
        const fewer = falling.test(text.slice(start, end));
        return { name: match[1] ?? '', number, unit, fewer, whom: said, start, end };
      }
    }
    return undefined;
  },
  function amountFirst(text) {
    const match = englishBefore.exec(text);
    if (match === null) return undefined;
    const [said, number = '', unit = '', change = '', name = ''] = match;
    const start = match.index;
    return { name, number, unit, fewer: falling.test(change), start, end: start + said.length };
  },
  function chineseAmountFirst(text) {
    const match = chineseBefore.exec(text);
    if (match === null) return undefined;
    const [said, number = '', unit = '', name = ''] = match;
    const start = match.index;
    return { name, number, unit, fewer: false, start, end: start + said.length };
  },
  function chineseNameFirst(text) {
    for (const { 0: name, index: start } of text.matchAll(chineseNamed)) {
      const afterName = start + name.length;
      const linked = endOfRun(chineseLink, text, afterName);
      const found = at(chineseAmount, text, linked);
      if (found === undefined) continue;
      const [, number = '', unit = ''] = found;
      const fewer = falling.test(text.slice(afterName, linked));
      return { name, number, unit, fewer, start, end: linked + found[0].length };
    }
    return undefined;
  },
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
