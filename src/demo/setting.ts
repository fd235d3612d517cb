import { seededRandom } from '../valuation/numeric/random.ts';
import { type Day, dayOf, type Month, monthsUntil } from './calendar.ts';
import { hireStaff, type Staff } from './staff.ts';

/** What all customers of one demo bank share. */
export type Setting = {
  readonly seed: number;
  readonly today: Day;
  readonly months: readonly Month[];
  /** growth of investments, by month */
  readonly market: readonly number[];
  readonly staff: Staff;
};

/**
 * The setting of a demo bank.
 * @param today YYYY-MM-DD
 * @throws RangeError when today is no date
 */
export function settingOf(customers: number, seed: number, today: string): Setting {
  const day = dayOf(today);
  const months = monthsUntil(day);
  const random = seededRandom(seed);
  return {
    seed,
    today: day,
    months,
    market: months.map(() => 0.004 + 0.022 * random.normal()),
    staff: hireStaff(customers, seed),
  };
}
