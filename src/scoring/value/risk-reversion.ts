import type { Config } from '../../settings/settings.ts';
import {
  type ChurnModel,
  predictChurn,
  type Reversion,
  type RiskPersistence,
  riskPersistence,
} from '../../valuation/index.ts';
import { activeAt, type ChurnDefinition } from '../churn/churn-labels.ts';
import { featuresOf } from '../churn/feature-columns.ts';
import type { LearningBank } from '../history/snapshots.ts';

/** Customers whose risks are measured; more would not change the measure. */
const enoughCustomers = 20_000;

/**
 * How the bank's churn risks revert: the model's predictions for the same customers on all days of the run, a churn horizon
 * apart, show how much of a risk is left later among those still there.
 *
 * @param model null where there is none: then every customer's risk is the bank's
 * @param longRun the chance of leaving within the churn horizon over the bank
 */
export function measureReversion(
  { customers, attributes, snapshots }: LearningBank,
  model: ChurnModel | null,
  definition: ChurnDefinition,
  longRun: number,
  config: Config['churn'],
): Reversion & RiskPersistence {
  const stride = Math.ceil(customers.joined.length / enoughCustomers);
  const some = (values: Float64Array) => values.filter((_, row) => row % stride === 0);
  const dates =
    model === null
      ? []
      : snapshots.map((snapshot) => {
          const active = activeAt(customers, snapshot, definition);
          const columns = featuresOf({ customers, attributes }, snapshot, config.forbidden)
            .filter(({ name }) => model.features.some((feature) => feature.name === name))
            .map((column) => ({ ...column, values: some(column.values) }));
          const rows = columns[0]?.values.length ?? 0;
          return predictChurn(model, { columns, rows }).map((probability, row) =>
            active[row * stride] === 1 ? probability : Number.NaN,
          );
        });
  return {
    horizonMonths: config.horizonMonths,
    longRun,
    ...riskPersistence(dates, longRun),
  };
}
