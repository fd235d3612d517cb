import type { Random } from '../valuation/numeric/random.ts';

/** One of the items, each as likely as the next. */
export function oneOf<Item>(random: Random, items: readonly Item[]): Item {
  return items[random.integer(items.length)]!;
}

/** One of the items, each as likely as its weight says; weights need not add up to 1. */
export function weighted<Item extends { readonly weight: number }>(
  random: Random,
  items: readonly Item[],
): Item {
  let total = 0;
  for (const item of items) total += item.weight;
  let left = random.next() * total;
  for (const item of items) {
    left -= item.weight;
    if (left < 0) return item;
  }
  return items[items.length - 1]!;
}

/** A count with the given mean, by Knuth's multiplication of uniforms; meant for means below about 20. */
export function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > limit; product *= random.next()) count++;
  return count;
}

/** A lognormal draw with the given median and standard deviation of the logarithm. */
export function lognormal(random: Random, median: number, spread: number): number {
  return median * Math.exp(spread * random.normal());
}

/** Uniform on [low, high). */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.next();
}
