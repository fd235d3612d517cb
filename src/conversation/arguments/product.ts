import { z } from 'zod';
import { type ProductKind, productKinds } from '../../store/kinds.ts';
import { opportunityTold } from '../understanding/mentions/opportunity.ts';
import { type Argument, argument } from './argument.ts';
import { takeChoice, wordsOf } from './choice.ts';
import type { Kind } from './kind.ts';

/** A kind of product, where a sentence speaks of opportunities: with it, all that is told of one is found. */
export const productKind: Kind = {
  name: 'product',
  entity: 'product',
  first: [opportunityTold],
  countsAgainst: true,
};

/** A kind of product, by its name. */
export function product(): Argument<ProductKind> {
  const words = wordsOf('product', productKinds);
  return argument<ProductKind, ProductKind>({
    kind: productKind,
    usage: 'PRODUCT',
    description: 'arguments.product.description',
    said: z.enum(productKinds),
    take: (line) => takeChoice(line, words),
    expected: { code: 'product.expected', figures: {} },
    write: (said) => said,
    find: async (said) => ({ found: said }),
  });
}
