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

/** The reasons of many customers in a few bytes each, as objects would take many times as much. */
export class PackedReasons {
  readonly features: readonly { name: string; levels?: readonly string[] | undefined }[];
  /** customers × {@link mostReasons}: the place of the feature among `features`, one more than it; 0 for none */
  readonly feature: Uint16Array;
  /** the feature's value, of a category the place of its level; `NaN`: not known */
  readonly value: Float64Array;
  readonly contribution: Float64Array;

  /** @param packed as another thread gave them; without, nobody has any reason yet */
  constructor(
    features: PackedReasons['features'],
    customers: number,
    packed?: Pick<PackedReasons, 'feature' | 'value' | 'contribution'>,
  ) {
    this.features = features;
    this.feature = packed?.feature ?? new Uint16Array(customers * mostReasons);
    this.value = packed?.value ?? new Float64Array(customers * mostReasons);
    this.contribution = packed?.contribution ?? new Float64Array(customers * mostReasons);
  }

  put(customer: number, reasons: readonly ChurnReason[]): void {
    reasons.forEach(({ feature, value, contribution }, i) => {
      const at = customer * mostReasons + i;
      const place = this.features.findIndex(({ name }) => name === feature);
      this.feature[at] = place + 1;
      this.value[at] =
        typeof value === 'string'
          ? (this.features[place]?.levels?.indexOf(value) ?? Number.NaN)
          : (value ?? Number.NaN);
      this.contribution[at] = contribution;
    });
  }

  /** The strongest first. */
  of(customer: number): ChurnReason[] {
    const reasons: ChurnReason[] = [];
    for (let at = customer * mostReasons; at < (customer + 1) * mostReasons; at++) {
      const feature = this.features[this.feature[at]! - 1];
      if (feature === undefined) break;
      const value = this.value[at]!;
      const known = feature.levels === undefined ? value : feature.levels[value];
      reasons.push({
        feature: feature.name,
        value: known === undefined || Number.isNaN(value) ? null : known,
        contribution: this.contribution[at]!,
      });
    }
    return reasons;
  }
}
