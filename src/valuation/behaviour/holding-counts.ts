/**
 * What customers hold: the rows of the customer × product matrix, equal rows once. `baskets[i]` are the products of a row,
 * numbers from 0 to `products` − 1, each once; `customers[i]` is how many customers hold exactly these.
 */
export type Holdings = {
  products: number;
  baskets: readonly Int32Array[];
  customers: Float64Array;
};

/** How many customers hold what, alone and together: plain data. */
export type HoldingCounts = {
  products: number;
  customers: number;
  /** holders of each product */
  holders: number[];
  /** holders of both of two products, row by row; the diagonal is `holders` */
  together: number[];
};

/**
 * Counts holders.
 *
 * @throws RangeError for a product number out of range, or sizes that differ
 */
export function countHoldings({ products, baskets, customers }: Holdings): HoldingCounts {
  if (customers.length !== baskets.length) {
    throw new RangeError(`There are ${baskets.length} baskets, but ${customers.length} counts.`);
  }
  const together = new Array<number>(products * products).fill(0);
  let all = 0;
  for (const [i, basket] of baskets.entries()) {
    const held = customers[i]!;
    all += held;
    for (const a of basket) {
      if (!(a >= 0 && a < products)) {
        throw new RangeError(`Product ${a} is none of the ${products} from 0 on.`);
      }
      for (const b of basket) together[a * products + b]! += held;
    }
  }
  const holders = Array.from({ length: products }, (_, a) => together[a * products + a]!);
  return { products, customers: all, holders, together };
}

/**
 * The cosine of two products' columns of the customer × product matrix: customers who hold both over the geometric mean of
 * each one's holders (Sarwar, Karypis, Konstan and Riedl 2001, "Item-based collaborative filtering").
 *
 * @returns 0 to 1; 0 where one of them has no holder
 */
export function cosineOfProducts(counts: HoldingCounts, a: number, b: number): number {
  return cosineOfCounts(
    counts.together[a * counts.products + b]!,
    counts.holders[a]!,
    counts.holders[b]!,
  );
}

/** The same of counts. */
export function cosineOfCounts(both: number, a: number, b: number): number {
  return a > 0 && b > 0 ? both / Math.sqrt(a * b) : 0;
}
