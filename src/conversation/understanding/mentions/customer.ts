import { readings } from '../../../language/readings.ts';
import { mark } from '../marked-text.ts';
import type { Mentions, Step } from './step.ts';

const said = readings.flatMap(({ mentions }) => mentions?.customer ?? []);

/** Ids that are named as such, or that can be nothing else: "customer 1042", #1042, 1042's, C-1042. */
const plainIds: readonly RegExp[] = [
  ...said.flatMap(({ named }) => named),
  /#(\d[\w-]*)/,
  ...said.flatMap(({ shown }) => shown),
];

/** A whole number that nothing else explains. */
const bareNumber = /(?<![\p{Script=Latin}\d=-]|\d[.,])(\d+)(?![\p{Script=Latin}\d%=]|[.,:]\d)/u;

/** Customers whom their ids can be nothing but. */
export const customersById: Step = (mentions) => plainIds.reduce(markAll, mentions);

/** Customers by whole numbers that nothing else explains; so it comes last. */
export const customersByNumber: Step = (mentions) => markAll(mentions, bareNumber);

/** Marks every id that a pattern finds. One customer is text, several are a list. */
function markAll({ entities, marked }: Mentions, pattern: RegExp): Mentions {
  for (let match = pattern.exec(marked.text); match !== null; match = pattern.exec(marked.text)) {
    const kind = 'customer' in entities ? 'another-customer' : 'customer';
    entities = withCustomer(entities, match[1] ?? '');
    marked = mark(marked, match.index, match.index + match[0].length, kind);
  }
  return { entities, marked };
}

function withCustomer(entities: Record<string, unknown>, id: string): Record<string, unknown> {
  const known = [entities.customer ?? []].flat();
  if (known.includes(id)) return entities;
  return { ...entities, customer: known.length === 0 ? id : [...known, id] };
}
