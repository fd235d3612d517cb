import { storedStages } from '../../store/kinds.ts';
import type { CopyValue } from '../../store/store.ts';
import { tiers } from '../../valuation/index.ts';
import type { Valuation } from './value-bank.ts';

/** Columns of `customer_values`, in the order of {@link valueRows}. */
export const valueColumns = [
  'customer_id',
  'run_id',
  'recency_days',
  'frequency',
  'monetary',
  'recency_score',
  'frequency_score',
  'monetary_score',
  'probability_alive',
  'expected_transactions',
  'contribution12m',
  'expected_contribution',
  'clv',
  'clv_low',
  'clv_high',
  'value_if_stays',
  'horizon_months',
  'cvs',
  'tier',
  'segment_id',
  'further_segments',
  'churn_probability',
  'churn_reasons',
  'churn_advice',
  'value_at_stake',
  'balance',
  'satisfaction',
  'satisfaction_estimated',
  'stage',
] as const;

/** The rows of a run for the store, one a customer. */
export function* valueRows(
  { figures: f, furtherSegments, reasons, advice }: Valuation,
  customerIds: Float64Array,
  runId: number,
  horizonMonths: number,
): Generator<CopyValue[]> {
  for (let row = 0; row < customerIds.length; row++) {
    yield [
      customerIds[row]!,
      runId,
      known(f.recencyDays[row]!),
      f.frequency[row]!,
      known(f.monetary[row]!),
      f.recencyScore[row]!,
      f.frequencyScore[row]!,
      f.monetaryScore[row]!,
      known(f.probabilityAlive[row]!),
      known(f.expectedTransactions[row]!),
      known(f.contribution12m[row]!),
      f.expectedContribution[row]!,
      f.clv[row]!,
      f.clvLow[row]!,
      f.clvHigh[row]!,
      known(f.valueIfStays[row]!),
      horizonMonths,
      f.cvs[row]!,
      tiers[f.tier[row]!] ?? 'low',
      f.segment[row]! < 0 ? null : f.segment[row]!,
      furtherSegments.length === 0 ? '{}' : JSON.stringify(segmentsOf(furtherSegments, row)),
      known(f.churnProbability[row]!),
      JSON.stringify(reasons.of(row)),
      advice[row] ? JSON.stringify(advice[row]) : null,
      known(f.valueAtStake[row]!),
      known(f.balance[row]!),
      known(f.satisfaction[row]!),
      f.satisfactionEstimated[row] === 1,
      storedStages[f.stage[row]!] ?? 'left',
    ];
  }
}

function segmentsOf(further: Valuation['furtherSegments'], row: number): Record<string, number> {
  return Object.fromEntries(
    further.flatMap(({ id, numbers }) => (numbers[row]! < 0 ? [] : [[id, numbers[row]!]])),
  );
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
