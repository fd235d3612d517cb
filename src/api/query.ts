import { z } from 'zod';
import { plainText } from '../conversation/export/cells.ts';

/** So many unknown parameters are named, and so much of each name. */
const mostNamed = 5;
const longestNamed = 40;

/**
 * The parameters of a request, of which it takes no others: a mistyped filter that was passed over would answer with
 * everybody.
 */
export function query<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const allowed = Object.keys(shape);
  const instead =
    allowed.length === 0 ? 'This address takes none.' : `It takes ${allowed.join(', ')}.`;
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      const named = issue.keys.map((key) => plainText(key).slice(0, longestNamed).toWellFormed());
      const more = named.length > mostNamed ? ' …' : '';
      return `no such parameter: ${named.slice(0, mostNamed).join(', ')}${more}. ${instead}`;
    },
  });
}

const name = (what: string) => z.string().min(1).max(200).optional().describe(what);

/** What customers can be held to, with the meaning that the same filter has in chat. */
export const filterQuery = {
  branch: name('name or id of a branch'),
  segment: name('name or number of a segment; one of another segmentation as habits/2'),
  tier: z.enum(['high', 'medium', 'low']).optional(),
  tag: name('a tag of the bank, whatever its case'),
  manager: name('name, id or e-mail address of a manager; me: those of the person of the token'),
};

/** Of which day figures are. */
export const asOfQuery = {
  asOf: z.iso
    .date('expected a day as YYYY-MM-DD')
    .optional()
    .describe(
      'of the newest published run up to this day whose figures are kept; otherwise of the newest',
    ),
};
