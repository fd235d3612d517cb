import { storedStages } from '../../store/kinds.ts';
import type { CopyValue } from '../../store/store.ts';
import { tiers } from '../../valuation/index.ts';
import type { Standing } from './standings.ts';
import type { ValuedPart } from './value-bank.ts';

/** Columns of `customer_values` that are of a customer by themselves, in the order of {@link partRows}. */
export const partColumns = [
  'customer_id',
  'run_id',
  'recency_days',
  'frequency',
  'monetary',
  'probability_alive',
  'expected_transactions',
  'contribution12m',
  'expected_contribution',
  'clv',
  'clv_low',
  'clv_high',
  'value_if_stays',
  'horizon_months',
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

/** The other columns: how a customer stands among all, in the order of {@link standingOf}. */
export const standingColumns = [
  'recency_score',
  'frequency_score',
  'monetary_score',
  'cvs',
  'tier',
] as const;

/** Their types in the store. */
export const standingTypes = {
  recency_score: 'smallint',
  frequency_score: 'smallint',
  monetary_score: 'smallint',
  cvs: 'float8',
  tier: 'text',
} as const satisfies Record<(typeof standingColumns)[number], string>;

/** The run that rows are of, and the horizon of its values. */
export type RowsOf = { runId: number; horizonMonths: number };

/** The rows of customers for the store, without how they stand among all. */
export function* partRows(
  part: ValuedPart,
  customerIds: Float64Array,
  of: RowsOf,
): Generator<CopyValue[]> {
  for (let row = 0; row < customerIds.length; row++) yield partRow(part, customerIds, of, row);
}

/** The rows of all customers of a bank for the store. */
export function* wholeRows(
  part: ValuedPart,
  standing: Standing,
  customerIds: Float64Array,
  of: RowsOf,
): Generator<CopyValue[]> {
  for (let row = 0; row < customerIds.length; row++) {
    yield [...partRow(part, customerIds, of, row), ...standingOf(standing, row)];
  }
}

/** How a customer stands, as the store has it. */
export function standingOf(
  { recencyScore, frequencyScore, monetaryScore, cvs, tier }: Standing,
  row: number,
): [number, number, number, number, string] {
  return [
    recencyScore[row]!,
    frequencyScore[row]!,
    monetaryScore[row]!,
    cvs[row]!,
    tiers[tier[row]!] ?? 'low',
  ];
}

function partRow(
  { figures: f, furtherSegments, reasons, advice }: ValuedPart,
  customerIds: Float64Array,
  { runId, horizonMonths }: RowsOf,
  row: number,
): CopyValue[] {
  return [
    customerIds[row]!,
    runId,
    known(f.recencyDays[row]!),
    f.frequency[row]!,
    known(f.monetary[row]!),
    known(f.probabilityAlive[row]!),
    known(f.expectedTransactions[row]!),
    known(f.contribution12m[row]!),
    f.expectedContribution[row]!,
    f.clv[row]!,
    f.clvLow[row]!,
    f.clvHigh[row]!,
    known(f.valueIfStays[row]!),
    horizonMonths,
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

function segmentsOf(further: ValuedPart['furtherSegments'], row: number): Record<string, number> {
  return Object.fromEntries(
    further.flatMap(({ id, numbers }) => (numbers[row]! < 0 ? [] : [[id, numbers[row]!]])),
  );
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
