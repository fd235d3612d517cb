import { type ActionableFeature, actionableFeatures } from '../../settings/churn-features.ts';
import type { ChurnAdvice } from '../../store/schema.ts';
import { type ChurnModel, type Dataset, predictChurn } from '../../valuation/index.ts';

/** Below this risk nobody asks what would lower it. */
const leastRisk = 0.05;
/** A risk that is lower by less than a point, or by less than a tenth of itself, is not worth an action. */
const leastGain = 0.01;
const leastShare = 0.1;
/**
 * What would lower each customer's risk most among the things the bank can change, by asking the model about the same
 * customer with that one thing changed. That is what the model has seen of such customers, which need not be what changing
 * one of them does.
 *
 * @param probability of each row of the dataset, by the model
 * @param wanted the features that may be changed
 * @returns an entry a row; null where nothing lowers the risk by much
 */
export function churnAdvice(
  model: ChurnModel,
  dataset: Dataset,
  probability: Float64Array,
  wanted: readonly ActionableFeature['name'][],
): (ChurnAdvice | null)[] {
  const rows = Uint32Array.from(probability.keys()).filter((row) => probability[row]! >= leastRisk);
  const advice = new Array<ChurnAdvice | null>(dataset.rows).fill(null);
  if (rows.length === 0) return advice;
  const columns = dataset.columns.map((column) => ({
    ...column,
    values: Float64Array.from(rows, (row) => column.values[row]!),
  }));
  for (const feature of wanted) {
    const action = actionableFeatures.find(({ name }) => name === feature)?.action;
    const now = columns.find(({ name }) => name === feature)?.values;
    if (action === undefined || now === undefined) continue;
    const along: readonly string[] = action.along;
    const then = now.map(action.to);
    const changed = columns.map((column) => {
      if (column.name === feature) return { ...column, values: then };
      if (!along.includes(column.name)) return column;
      return { ...column, values: column.values.map((value, i) => value + then[i]! - now[i]!) };
    });
    predictChurn(model, { columns: changed, rows: rows.length }).forEach((lower, i) => {
      if (Number.isNaN(then[i]!)) return;
      const row = rows[i]!;
      const risk = probability[row]!;
      const gain = risk - lower;
      if (gain < leastGain || gain < leastShare * risk) return;
      if (lower >= (advice[row]?.probability ?? 1)) return;
      advice[row] = { feature, from: now[i]!, to: then[i]!, probability: lower };
    });
  }
  return advice;
}
