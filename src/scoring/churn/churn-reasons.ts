import type { ChurnReason } from '../../store/schema.ts';
import type { ChurnModel, Dataset } from '../../valuation/index.ts';
import { themeOf } from './feature-themes.ts';

const mostReasons = 5;
/** Log-odds below which a reason is not worth telling. */
const leastContribution = 0.05;

/** What raises a customer's risk, the strongest of each theme, so that one cause is not told three times. */
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
  const told = new Set<string>();
  const reasons: ChurnReason[] = [];
  for (const { feature, contribution } of ranked) {
    const theme = themeOf(feature);
    if (told.has(theme)) continue;
    told.add(theme);
    const value = dataset.columns.find(({ name }) => name === feature)?.values[row] ?? Number.NaN;
    reasons.push({ feature, value: Number.isNaN(value) ? null : value, contribution });
    if (reasons.length === mostReasons) break;
  }
  return reasons;
}
