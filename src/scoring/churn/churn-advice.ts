import type { churnActions } from '../../settings/settings.ts';
import type { ChurnAdvice } from '../../store/schema.ts';
import { type ChurnModel, type Dataset, predictChurn } from '../../valuation/index.ts';

type Action = (typeof churnActions)[number];

/** Below this risk nobody asks what would lower it. */
const leastRisk = 0.05;
/** What is not worth doing: a risk lower by less than a point, or by less than a tenth of itself. */
const leastGain = 0.01;
const leastShare = 0.1;
/** The satisfaction, 0 to 1, of a customer who is content. */
const content = 0.8;

/**
 * What each action makes of its feature, `NaN` where there is nothing to do, and the features that move along with it by
 * as much.
 */
const changes: Readonly<
  Record<Action, { to: (value: number) => number; along: readonly string[] }>
> = {
  unresolved_complaints: { to: (count) => (count > 0 ? 0 : Number.NaN), along: [] },
  contacts_3m: { to: (count) => count + 1, along: ['contacts_12m'] },
  satisfaction: {
    to: (share) => (share < content ? content : Number.NaN),
    along: ['satisfaction_change'],
  },
  standing_orders: { to: (count) => count + 1, along: [] },
  products: { to: (count) => count + 1, along: [] },
};

/**
 * What would lower each customer's risk most among things the bank can change, by asking the model about the same
 * customer with that one thing changed. It tells what the model has seen of such customers, which need not be what
 * changing one does.
 *
 * @param probability of each row of the dataset, by the model
 * @returns an entry a row; null where nothing lowers the risk by much
 */
export function churnAdvice(
  model: ChurnModel,
  dataset: Dataset,
  probability: Float64Array,
  actions: readonly Action[],
): (ChurnAdvice | null)[] {
  const rows = Uint32Array.from(probability.keys()).filter((row) => probability[row]! >= leastRisk);
  const advice = new Array<ChurnAdvice | null>(dataset.rows).fill(null);
  if (rows.length === 0) return advice;
  const columns = dataset.columns.map((column) => ({
    ...column,
    values: Float64Array.from(rows, (row) => column.values[row]!),
  }));
  for (const feature of actions) {
    const now = columns.find(({ name }) => name === feature)?.values;
    if (now === undefined) continue;
    const { to, along } = changes[feature];
    const then = now.map(to);
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
