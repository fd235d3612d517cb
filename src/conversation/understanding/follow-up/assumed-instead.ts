import { normalise } from '../../../language/fold.ts';
import { numbersInDigits } from '../../../language/numbers.ts';
import { readings } from '../../../language/readings.ts';
import type { Assumptions } from '../assumptions.ts';
import { readableText } from '../readable-text.ts';
import { lineEdges } from './line-edges.ts';
import type { Situation } from './situation.ts';

const finders = readings.flatMap(({ followUps }) => followUps?.level ?? []);
/** The highest share in percent. */
const whole = 100;

/**
 * “And 80?” after a question of what would be with another figure of a customer: the figure that is assumed instead.
 * @returns undefined where the answer before assumed no single figure, or the line says anything else
 */
export function assumedInstead({ line, remembered }: Situation): Assumptions | undefined {
  const known = remembered[0]?.entities.assumptions;
  if (typeof known !== 'object' || known === null) return undefined;
  const [only, ...others] = Object.entries(known);
  if (only === undefined || others.length > 0) return undefined;
  const [name, before] = only;
  const { rest } = lineEdges(numbersInDigits(readableText(normalise(line))));
  for (const { pattern, read } of finders) {
    const match = pattern.exec(rest);
    const level = match && read(match);
    if (!level || level.number > whole) continue;
    const { number, percent } = level;
    if (name === 'horizon') return percent ? undefined : { horizon: number };
    const share = percent || number > 1 ? number / whole : number;
    if (name === 'margin') return { margin: Number(before) < 0 ? -share : share };
    return { [name]: share };
  }
  return undefined;
}
