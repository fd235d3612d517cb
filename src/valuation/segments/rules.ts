import { columnOf, type FeatureColumn } from './feature-transformation.ts';
import type { SegmentName } from './settled-names.ts';

/** One test of a feature in its own unit; a missing value fails every test. */
export type Condition = {
  feature: string;
  comparison: '>' | '>=' | '<' | '<=' | '=';
  threshold: number;
};

/** A segment defined by a rule: the customers who meet all of its conditions. */
export type Rule = { id: string; name: SegmentName; conditions: readonly Condition[] };

/**
 * Labels each customer with the first rule whose conditions all hold.
 *
 * @param columns at least the features of the conditions, one value a customer
 * @returns for each row the index of its rule; `rules.length` for those who meet none
 * @throws RangeError when a condition's feature is not among the columns
 */
export function labelByRules(
  columns: readonly FeatureColumn[],
  rules: readonly Rule[],
  rows: number,
): Int32Array {
  const labels = new Int32Array(rows).fill(rules.length);
  const tests = rules.map(({ conditions }) =>
    conditions.map(({ feature, comparison, threshold }) => {
      const { values } = columnOf(columns, feature);
      const holds = comparisons[comparison];
      return (row: number) => holds(values[row]!, threshold);
    }),
  );
  for (let row = 0; row < rows; row++) {
    const first = tests.findIndex((conditions) => conditions.every((holds) => holds(row)));
    if (first !== -1) labels[row] = first;
  }
  return labels;
}

const comparisons = {
  '>': (value: number, threshold: number) => value > threshold,
  '>=': (value: number, threshold: number) => value >= threshold,
  '<': (value: number, threshold: number) => value < threshold,
  '<=': (value: number, threshold: number) => value <= threshold,
  '=': (value: number, threshold: number) => value === threshold,
} satisfies Record<Condition['comparison'], (value: number, threshold: number) => boolean>;
