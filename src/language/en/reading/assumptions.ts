import type { AssumptionName, SaidAssumption } from '../../reading.ts';
import { endOfRun, matchAt } from '../../word-run.ts';

const named =
  /\b(?:(?:raise|raised|increase|increased|lift|lifted|grow|improve|boost|cut|lower|lowered|reduce|reduced|drop|dropped|shrink|decrease|decreased|squeeze|trim|trimmed) (?:the |their |his |her |our )?)?(?:annual |yearly )?(retention|margin|discount|horizon)(?: rate)?s?/gi;
const ofWhom =
  / (?:of|for|with|on) (?:the )?(?:customers?|clients?)? ?#?[A-Za-z]{0,6}[-_]?\d[\w-]*(?![\w%]|\.\d)/iy;
const link =
  / ?(?:=|:|from \d{1,3}(?:\.\d{1,3})? ?(?:%|percent)?(?= to)|\b(?:were|was|is|be|being|at|of|to|by|rate|stays?|stayed|rose|rises|rising|grew|grows|growing|increases?|increased|improves?|improved|goes?|going|went|gets|got|moves|moved|up|cuts?|slashed|trimmed|squeezed|lowered|raised|lifted|boosted|fell|falls|falling|drops?|dropped|decreases?|decreased|shrinks|shrank|down|reduced|set|only|just|about|a|should|would|could|had|has|been|becomes?|became)\b)/iy;
const amount =
  / ?(?<!\d)([+-]?\d+(?:\.\d+)?) ?((?:%|percent(?:age)?|per cent)?[ -]?points?\b|%|percent\b|per cent\b|months?\b|years?\b)?(?: (?:higher|lower|more|less|better|worse))?(?: (?:instead of|rather than|not) \d+(?:\.\d+)?(?: ?(?:%|percent|months?|years?))?(?![\w%]))?/iy;
const amountFirst =
  /(?:\b(?:with|at|and|a|an|of) )*([+-]?\d+(?:\.\d+)?) ?(?:%|percent)( (?:higher|lower|more|less|better|worse))? (?:annual |yearly )?(retention|margin|discount(?= rate))(?: rate)?s?\b/i;
const horizonOf =
  /\b(?:over |with |at |for |and )*(?:an? |the )?(\d+)[ -](months?|years?)[ -](?:time )?horizon(?:,? (?:instead of|rather than|not) \d+(?:[ -](?:months?|years?))?)?\b/i;
const falling =
  /\b(?:fell|fall|drop|decreas|shr[ai]nk|down|reduc|lower|less|worse|cut|trim|squeez)/i;

const changing =
  /\b(?:rose|ris(?:e|es|ing)|gr[eo]w|increas|improv|up|boost|rais|lift|better|higher|more|fell|fall|drop|decreas|shr[ai]nk|down|reduc|lower|less|worse|cut|trim|squeez)/i;

/** Whether the words of an assumption tell of a change by its number or to it. */
function changeIn(words: string): SaidAssumption['change'] {
  if (/\bto\b/i.test(words)) return changing.test(words) ? 'to' : undefined;
  return /\bby\b|\bpoints?\b/i.test(words) || changing.test(words) ? 'by' : undefined;
}

const names: readonly AssumptionName[] = ['retention', 'margin', 'horizon', 'discount'];
const nameOf = (typed: string) => names.find((name) => name === typed.toLowerCase());

function unitOf(typed: string | undefined): SaidAssumption['unit'] {
  if (typed === undefined) return undefined;
  if (/points?$/i.test(typed)) return 'points';
  if (/^(?:%|per ?cent)/i.test(typed)) return 'percent';
  return /^month/i.test(typed) ? 'months' : 'years';
}

/** Finds "retention=0.9", "a margin of 1042 that rises by 5%" and the like. */
function findNameFirst(text: string): SaidAssumption | undefined {
  for (const match of text.matchAll(named)) {
    const name = nameOf(match[1] ?? '');
    const start = match.index;
    const afterName = start + match[0].length;
    const about = matchAt(ofWhom, text, afterName)?.[0] ?? '';
    // "retention of 90" is about nobody, though it begins like "retention of 1042".
    for (const whom of about === '' ? [''] : [about, '']) {
      const linked = endOfRun(link, text, afterName + whom.length);
      const found = matchAt(amount, text, linked);
      if (name === undefined || found === undefined) continue;
      const [said, number = '', unit] = found;
      const end = linked + said.length;
      const words = text.slice(start, end);
      const fewer = falling.test(words);
      const change = changeIn(words);
      return { name, number, unit: unitOf(unit), fewer, change, whom, start, end };
    }
  }
  return undefined;
}

/** Finds "with a 5% lower margin" and the like. */
function findAmountFirst(text: string): SaidAssumption | undefined {
  const match = amountFirst.exec(text);
  const name = nameOf(match?.[3] ?? '');
  if (match === null || name === undefined) return undefined;
  const [said, number = '', change = ''] = match;
  const end = match.index + said.length;
  return {
    name,
    number,
    unit: 'percent',
    fewer: falling.test(change),
    change: change === '' ? undefined : 'by',
    start: match.index,
    end,
  };
}

/** Finds "over a ten-year horizon instead of five". */
function findHorizon(text: string): SaidAssumption | undefined {
  const match = horizonOf.exec(text);
  if (match === null) return undefined;
  const [said, number = '', unit] = match;
  const end = match.index + said.length;
  return { name: 'horizon', number, unit: unitOf(unit), fewer: false, start: match.index, end };
}

export const assumptions = [findHorizon, findNameFirst, findAmountFirst];
