import type { Config } from '../../settings/settings.ts';
import { atRows } from '../../valuation/index.ts';
import { dayOf } from '../history/calendar.ts';
import type { LearningBank } from '../history/snapshots.ts';
import type { Window } from './churn-windows.ts';
import { featuresOf, recordedFeatures } from './feature-columns.ts';

/** Features that are known of any day, whenever the bank's records begin. */
const ofAnyDay: ReadonlySet<string> = new Set(['tenure_months', 'age', 'sex']);

/**
 * The customers of whom a file of the bank said, as of one day, who had left: the newest such day, if there are several. Features
 * are of that day, too. Where the run is of another one, what is recorded over time is left out, as it would tell of those who
 * had left that nothing came any more.
 *
 * @returns null where no file said so by the run's day
 */
export function labelledWindow(
  bank: LearningBank,
  forbidden: Config['churn']['forbidden'],
): Window | null {
  const { customers, snapshots } = bank;
  const [now] = snapshots;
  const newest = customers.labelled.reduce(
    (latest, day) => (day > latest ? day : latest),
    Number.NEGATIVE_INFINITY,
  );
  if (!Number.isFinite(newest)) return null;
  const rows = Uint32Array.from(customers.labelled.keys()).filter(
    (row) => customers.labelled[row] === newest && !(customers.joined[row]! > newest),
  );
  const features =
    newest === now.dayNumber
      ? featuresOf(bank, now, forbidden)
      : [
          ...recordedFeatures(bank, { ...now, dayNumber: newest }, forbidden).filter(({ name }) =>
            ofAnyDay.has(name),
          ),
          ...bank.attributes.columns,
        ];
  // What such a file does not tell of anybody is nothing that was left out.
  const columns = features
    .map((column) => ({
      ...column,
      values: atRows(column.values, rows),
    }))
    .filter(({ values }) => values.some((value) => !Number.isNaN(value)));
  const day = dayOf(newest);
  return {
    from: day,
    to: day,
    dayNumber: newest,
    customers: rows,
    dataset: { columns, rows: rows.length },
    labels: Uint8Array.from(rows, (row) => customers.left[row]!),
    overridden: new Float64Array(rows.length).fill(Number.NaN),
  };
}
