import type { Vector } from './classifier.ts';

/** Terms and neighbouring pairs of them, each once. */
export function featuresOf(terms: readonly string[]): Set<string> {
  const pairs = terms.slice(1).map((term, i) => `${terms[i]} ${term}`);
  return new Set([...terms, ...pairs]);
}

/** By label, the likeness to its nearest examples: the nearest counts most. */
export function likenessTo(
  examples: readonly { label: string; vector: Vector }[],
  sentence: Vector,
): Map<string, number> {
  const byLabel = new Map<string, number[]>();
  for (const { label, vector } of examples) {
    const list = byLabel.get(label) ?? [];
    list.push(cosine(sentence, vector));
    byLabel.set(label, list);
  }
  return new Map(
    [...byLabel].map(([label, list]) => {
      const [first = 0, second = 0, third = 0] = list.sort((a, b) => b - a);
      return [label, 0.8 * first + 0.13 * second + 0.07 * third];
    }),
  );
}

function cosine(a: Vector, b: Vector): number {
  let dot = 0;
  for (const [feature, weight] of a) dot += weight * (b.get(feature) ?? 0);
  return dot;
}

/** The share of a sentence, 0 to 1, that some words make up: a cosine, as the likeness is. */
export function covered(sentence: Vector, words: ReadonlySet<string> | undefined): number {
  let share = 0;
  for (const [feature, weight] of sentence) if (words?.has(feature)) share += weight * weight;
  return Math.sqrt(share);
}
