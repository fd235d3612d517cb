import type { AssumptionName, SaidAssumption } from '../../language/reading.ts';
import { readings } from '../../language/readings.ts';
import { type MarkedText, mark } from './marked-text.ts';

/**
 * What somebody supposes of a customer: `retention` a year and `discount` a year as shares, `margin` as a change (0.05 is
 * 5 % more), `horizon` in months. As they were said: nothing is checked yet. One that is there and undefined was said in a
 * way that cannot be applied: a retention that rises by 5 %, a margin that falls to 80 %, or either by so many
 * points.
 */
export type Assumptions = Partial<Record<AssumptionName, number | undefined>>;

const finders = readings.flatMap(({ assumptions }) => assumptions ?? []);

/** Finds what a text supposes and marks it. Numbers that are not an assumption are left to others. */
export function findAssumptions(marked: MarkedText): {
  assumptions: Assumptions;
  marked: MarkedText;
} {
  let rest = marked;
  const assumptions: Assumptions = {};
  for (let found = next(rest.text); found !== undefined; found = next(rest.text)) {
    const { name, value, start, end, whom = '' } = found;
    assumptions[name] = value === 'unclear' ? undefined : value;
    rest = mark(rest, start, end, 'assumption');
    // "margin on 1042 goes up 5%": whom it is about stays to be found, behind the mark and its spaces.
    const after = start + 3;
    rest = { ...rest, text: `${rest.text.slice(0, after)}${whom} ${rest.text.slice(after)}` };
  }
  return { assumptions, marked: rest };
}

function next(text: string): (SaidAssumption & { value: number | 'unclear' }) | undefined {
  for (const find of finders) {
    const found = find(text);
    const value = found && assumed(found);
    if (found !== undefined && value !== undefined) return { ...found, value };
  }
  return undefined;
}

/**
 * The value that is assumed; undefined where the unit or the size fits no assumption of that name. `unclear`: all but the
 * margin are levels, and the margin is a change.
 */
function assumed({
  name,
  number,
  unit,
  fewer,
  change,
}: SaidAssumption): number | 'unclear' | undefined {
  const value = Number(number);
  if (unit === 'points') return 'unclear';
  if (change === (name === 'margin' ? 'to' : 'by')) return 'unclear';
  if (name === 'horizon') {
    if (unit === 'percent') return undefined;
    return unit === 'years' ? value * 12 : value;
  }
  if (unit === 'months' || unit === 'years') return undefined;
  if (name === 'margin') {
    if (unit === undefined && !/^[+-]/.test(number)) return undefined;
    const change = unit === 'percent' ? value / 100 : value;
    return fewer ? -Math.abs(change) : change;
  }
  // "retention 90" can only mean 90 %; 1042 can only be a customer.
  if (unit === undefined && value > 100) return undefined;
  return unit === 'percent' || value > 1 ? value / 100 : value;
}
