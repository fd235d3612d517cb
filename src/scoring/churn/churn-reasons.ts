import { churnFeature } from '../../settings/churn-features.ts';
import type { ChurnReason } from '../../store/schema.ts';
import type { ChurnModel, Dataset } from '../../valuation/index.ts';

const mostReasons = 5;
/** In log-odds: a smaller contribution is no reason. */
const leastContribution = 0.05;

/** What raises a customer's risk, the strongest of each theme, so that one cause is not given three times. */
export function churnReasons(
  model: ChurnModel,
  dataset: Dataset,
  contributions: Float64Array,
  row: number,
): ChurnReason[] {
  const width = model.features.length;
  const ranked = model.features
    .map(({ name }, f) => ({ feature: name, contribution: contributions[row * width + f]! }))
    .filter(({ contribution }) => contribution >= leastContribution)
    .sort((a, b) => b.contribution - a.contribution);
  const themes = new Set<string>();
  const reasons: ChurnReason[] = [];
  for (const { feature, contribution } of ranked) {
    const theme = churnFeature(feature)?.theme ?? feature;
    if (themes.has(theme)) continue;
    themes.add(theme);
    const column = dataset.columns.find(({ name }) => name === feature);
    const value = column?.values[row] ?? Number.NaN;
    const known = column?.levels === undefined ? value : column.levels[value];
    reasons.push({
      feature,
      value: known === undefined || Number.isNaN(value) ? null : known,
      contribution,
    });
    if (reasons.length === mostReasons) break;
  }
  return reasons;
}
