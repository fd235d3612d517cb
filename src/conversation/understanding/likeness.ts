import type { Vector } from './classifier.ts';

/** Terms and neighbouring pairs of them, each once. */
export function featuresOf(terms: readonly string[]): Set<string> {
  const pairs = terms.slice(1).map((term, i) => `${terms[i]} ${term}`);
  return new Set([...terms, ...pairs]);
}

/**
 * Tells by label the likeness of a sentence to its nearest examples: the nearest counts most. Examples are looked up by
 * what they share with it, so that most are never touched.
 * @param examples vectors of length 1, with the label of each
 */
export function nearestExamples(
  examples: readonly { label: string; vector: Vector }[],
): (sentence: Vector) => Map<string, number> {
  const having = new Map<string, { at: number[]; weights: number[] }>();
  for (const [i, { vector }] of examples.entries())
    for (const [feature, weight] of vector) {
      const { at, weights } = having.get(feature) ?? { at: [], weights: [] };
      at.push(i);
      weights.push(weight);
      having.set(feature, { at, weights });
    }
  return (sentence) => {
    const cosines = new Float64Array(examples.length);
    for (const [feature, weight] of sentence) {
      const found = having.get(feature);
      for (let k = 0; found !== undefined && k < found.at.length; k++)
        cosines[found.at[k]!]! += weight * found.weights[k]!;
    }
    const nearest = new Map<string, number[]>();
    for (let i = 0; i < examples.length; i++) {
      const cosine = cosines[i]!;
      if (cosine === 0) continue;
      const label = examples[i]!.label;
      const [first = 0, second = 0, third = 0] = nearest.get(label) ?? [];
      if (cosine > first) nearest.set(label, [cosine, first, second]);
      else if (cosine > second) nearest.set(label, [first, cosine, second]);
      else if (cosine > third) nearest.set(label, [first, second, cosine]);
    }
    return new Map(
      [...nearest].map(([label, [first = 0, second = 0, third = 0]]) => [
        label,
        0.8 * first + 0.13 * second + 0.07 * third,
      ]),
    );
  };
}

/** The share of a sentence, 0 to 1, that some words make up: a cosine, as the likeness is. */
export function covered(sentence: Vector, words: ReadonlySet<string> | undefined): number {
  let share = 0;
  for (const [feature, weight] of sentence) if (words?.has(feature)) share += weight * weight;
  return Math.sqrt(share);
}
