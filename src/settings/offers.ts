import { z } from 'zod';
import { productKinds } from '../store/kinds.ts';

const age = z.number().int().min(0).max(120);
const months = z.number().int().min(0).max(120);

const rules = z
  .strictObject({
    never: z.boolean().optional(),
    minimumAge: age.optional(),
    maximumAge: age.optional(),
    notAboveChurn: z.number().min(0).max(1).optional(),
    notWithOpenComplaints: z.boolean().optional(),
    monthsAfterRefusal: months.optional(),
  })
  .refine(
    ({ minimumAge, maximumAge }) =>
      minimumAge === undefined || maximumAge === undefined || minimumAge <= maximumAge,
    { path: ['maximumAge'], message: 'expected no less than minimumAge' },
  );

/** When a product may be offered; what is left out does not matter. Ages in years, a churn probability 0 to 1. */
export type OfferRules = z.infer<typeof rules>;

/** A product kind, or one of the bank's own products of a kind, such as `card/gold`. */
const product = z
  .string()
  .refine(
    (name) =>
      productKinds.some(
        (kind) => name === kind || (/^\/./.test(name.slice(kind.length)) && name.startsWith(kind)),
      ),
    `expected a product, or one of the bank's own such as "card/gold"; the products are ${productKinds.join(', ')}`,
  );

export const offersConfig = z
  .strictObject({
    monthsAfterRefusal: months.default(6),
    products: z.record(product, rules).default({}),
  })
  .default({ monthsAfterRefusal: 6, products: {} });

/** The section `offers` of the configuration. */
export type OffersConfig = z.infer<typeof offersConfig>;

/**
 * The rules of a product: those of its own name, otherwise those of its kind, otherwise those of all.
 *
 * @param label the bank's own name of it; null: whichever of the kind
 */
export function rulesOf(
  { monthsAfterRefusal, products }: OffersConfig,
  { product, label }: { product: string; label: string | null },
): OfferRules & { monthsAfterRefusal: number } {
  const own = { ...products[product], ...(label === null ? {} : products[`${product}/${label}`]) };
  return { ...own, monthsAfterRefusal: own.monthsAfterRefusal ?? monthsAfterRefusal };
}
