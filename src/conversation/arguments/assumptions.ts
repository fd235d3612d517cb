import { z } from 'zod';
import { spellings } from '../../language/spellings.ts';
import { type Assumptions, findAssumptions } from '../understanding/assumptions.ts';
import { assumptions as mentioned } from '../understanding/mentions/assumptions.ts';
import { type Argument, argument, type Taken } from './argument.ts';
import type { Kind } from './kind.ts';
import type { Line } from './line.ts';
import type { Problem } from './problem.ts';
import { shortened } from './shortened.ts';

export const assumptionsKind: Kind = {
  name: 'assumptions',
  entity: 'assumptions',
  ownKeys: true,
  said: [mentioned],
  beforeRestrictions: true,
  countsAgainst: true,
  ofCustomers: true,
};

const mostMonths = 120;
const needed: Problem = { code: 'assumptions.needed', figures: {} };

const said = z
  .object({ retention: z.number(), margin: z.number(), horizon: z.number(), discount: z.number() })
  .partial();

/** What is supposed of a customer: retention and discount a year as shares, margin as a change, horizon in months. */
export function assumptions(): Argument<Assumptions> {
  return argument<Assumptions, Assumptions>({
    kind: assumptionsKind,
    usage: 'retention=0.9 margin=+5% horizon=24 discount=8%',
    description: 'arguments.assumptions.description',
    said,
    take: takeAssumptions,
    expected: { code: 'assumptions.expected', figures: {} },
    needed,
    write: (each) => (problemWith(each) === undefined ? inSlashForm(each) : undefined),
    async find(each) {
      const problem = problemWith(each);
      return problem === undefined
        ? { found: each }
        : { title: { code: 'titles.assumptions', figures: {} }, summary: problem };
    },
    absent: async () => ({
      title: { code: 'titles.assumptions', figures: {} },
      summary: needed,
    }),
  });
}

/** Reads what a slash form supposes, wherever it stands. */
function takeAssumptions(line: Line): Taken<Assumptions> {
  const { assumptions: found, marked } = findAssumptions({ text: line.text, marks: [] });
  const beside = new Set(spellings('argument-words.beside'));
  const text = marked.text
    .replace(/[\uE000-\uEFFF,，;；]/g, ' ')
    .split(/\s+/)
    .filter((word) => !beside.has(word.toLowerCase()))
    .join(' ');
  const equals = text.indexOf('=');
  if (equals >= 0) {
    const name = text.slice(0, equals).trimEnd().split(' ').at(-1) ?? '';
    return { problem: { code: 'assumptions.unread', figures: { name: shortened(name) } } };
  }
  if (Object.keys(found).length === 0) return { line: { ...line, text } };
  const problem = problemWith(found);
  return problem === undefined ? { said: found, line: { ...line, text } } : { problem };
}

/** What is wrong with suppositions, for whoever made them; undefined where nothing is. */
function problemWith(each: Assumptions): Problem | undefined {
  const { retention, margin, horizon, discount } = each;
  const unclear = Object.entries(each).find(([, value]) => value === undefined)?.[0];
  if (unclear !== undefined) {
    return unclear === 'margin'
      ? { code: 'assumptions.marginLevel', figures: {} }
      : { code: 'assumptions.onlyLevel', figures: {} };
  }
  if ([retention, margin, horizon, discount].every((each) => each === undefined)) return needed;
  if (retention !== undefined && !(retention >= 0 && retention <= 1))
    return { code: 'assumptions.retention', figures: {} };
  if (margin !== undefined && !(margin >= -10 && margin <= 10))
    return { code: 'assumptions.margin', figures: {} };
  if (
    horizon !== undefined &&
    !(Number.isInteger(horizon) && horizon >= 1 && horizon <= mostMonths)
  )
    return { code: 'assumptions.horizon', figures: { most: mostMonths } };
  if (discount !== undefined && !(discount >= 0 && discount <= 1))
    return { code: 'assumptions.discount', figures: {} };
  return undefined;
}

function inSlashForm({ retention, margin, horizon, discount }: Assumptions): string {
  const percent = (share: number) => `${Number((share * 100).toPrecision(12))}%`;
  return [
    ...(retention === undefined ? [] : [`retention=${percent(retention)}`]),
    ...(margin === undefined ? [] : [`margin=${margin < 0 ? '' : '+'}${percent(margin)}`]),
    ...(horizon === undefined ? [] : [`horizon=${horizon}`]),
    ...(discount === undefined ? [] : [`discount=${percent(discount)}`]),
  ].join(' ');
}
