/** A sparse vector: weight by feature. */
export type Vector = ReadonlyMap<string, number>;

/** Tells the probability of each label for a vector. */
export type Classifier = (vector: Vector) => Map<string, number>;

const rounds = 25;
const rate = 1;
const shrinkage = 1e-4;

/** A vector as columns of the weight matrix and their values. */
type Row = { columns: number[]; values: number[] };

/**
 * Multinomial logistic regression by stochastic gradient descent with a little L2 shrinkage (Bishop 2006, 4.3.4), over
 * the examples in a fixed order, so that the same examples give the same classifier.
 * @param examples vectors of length 1, with the label of each
 */
export function trainClassifier(
  examples: readonly { label: string; vector: Vector }[],
  labels: readonly string[],
): Classifier {
  const columnOf = new Map<string, number>();
  const rows = examples.map(({ label, vector }) => {
    for (const feature of vector.keys())
      if (!columnOf.has(feature)) columnOf.set(feature, columnOf.size);
    return { row: rowOf(vector, columnOf), truth: labels.indexOf(label) };
  });
  const classes = labels.length;
  const bias = new Float64Array(classes);
  const weights = new Float64Array(columnOf.size * classes);
  // A stride that shares no factor with the number of examples mixes the labels, which stand together.
  const stride = strideFor(rows.length);
  for (let round = 0; round < rounds; round++) {
    const step = rate / (1 + round / 10);
    for (let i = 0; i < rows.length; i++) {
      const { row, truth } = rows[(i * stride) % rows.length]!;
      const error = softmax(row, weights, bias);
      error[truth]! -= 1;
      for (let c = 0; c < classes; c++) bias[c]! -= step * 0.1 * error[c]!;
      for (let f = 0; f < row.columns.length; f++) {
        const value = row.values[f]!;
        const start = row.columns[f]! * classes;
        for (let c = 0; c < classes; c++)
          weights[start + c]! -= step * (error[c]! * value + shrinkage * weights[start + c]!);
      }
    }
  }
  return (vector) => {
    const probability = softmax(rowOf(vector, columnOf), weights, bias);
    return new Map(labels.map((label, c) => [label, probability[c]!]));
  };
}

function rowOf(vector: Vector, columnOf: ReadonlyMap<string, number>): Row {
  const row: Row = { columns: [], values: [] };
  for (const [feature, value] of vector) {
    const column = columnOf.get(feature);
    if (column === undefined) continue;
    row.columns.push(column);
    row.values.push(value);
  }
  return row;
}

function softmax(
  { columns, values }: Row,
  weights: Float64Array,
  bias: Float64Array,
): Float64Array {
  const classes = bias.length;
  const scores = bias.slice();
  for (let f = 0; f < columns.length; f++) {
    const value = values[f]!;
    const start = columns[f]! * classes;
    for (let c = 0; c < classes; c++) scores[c]! += weights[start + c]! * value;
  }
  let highest = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < classes; c++) if (scores[c]! > highest) highest = scores[c]!;
  let sum = 0;
  for (let c = 0; c < classes; c++) sum += scores[c] = Math.exp(scores[c]! - highest);
  for (let c = 0; c < classes; c++) scores[c]! /= sum;
  return scores;
}

function strideFor(count: number): number {
  const common = (a: number, b: number): number => (b === 0 ? a : common(b, a % b));
  let stride = Math.max(1, Math.round(count * 0.382));
  while (common(stride, count) > 1) stride++;
  return stride;
}
