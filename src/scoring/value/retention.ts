import {
  type Departure,
  fitRetentionByTenure,
  type ShiftedBetaGeometricModel,
} from '../../valuation/index.ts';
import { dayNumber } from '../history/calendar.ts';
import type { BankNow } from '../history/snapshots.ts';

/** Days in a month, the unit of tenure. */
const month = 365.25 / 12;
/** Longer tenures count as this: a hundred years. */
const mostMonths = 1200;

/** When customers joined and left, days from 1 January 1970, one entry a customer; `NaN`: not known, and still there. */
export type Tenures = { joined: Float64Array; closed: Float64Array };

/** When customers joined, and when they left or closed the last of what they held. */
export function tenuresOf({ customers, holdingsClosed }: BankNow): Tenures {
  return {
    joined: customers.joined,
    closed: customers.closed.map((day, row) => {
      const last = holdingsClosed?.[row] ?? Number.NaN;
      return Number.isNaN(day) || last < day ? last : day;
    }),
  };
}

/**
 * How long customers stay by how long they have been there: the shifted beta-geometric model of the months of tenure that
 * the bank has on record. A month counts where the customer was there at its start and it was over, or they left in it.
 *
 * @param from the first day on record, and to: the last; days from 1 January 1970
 * @returns null where the record does not tell; where nobody left, a model in which nobody does, with `boundary` saying so
 */
export function fitRetention(
  { joined, closed }: Tenures,
  { from, to }: { from: number; to: number },
): ShiftedBetaGeometricModel | null {
  const atRisk = new Float64Array(mostMonths);
  const left = new Float64Array(mostMonths);
  let longest = 0;
  for (let row = 0; row < joined.length; row++) {
    const start = joined[row]!;
    if (Number.isNaN(start) || start > to) continue;
    const end = closed[row]! <= to ? Math.max(closed[row]!, start) : Number.POSITIVE_INFINITY;
    for (let at = Math.max(0, Math.ceil((from - start) / month)); at < mostMonths; at++) {
      if (end < start + at * month) break;
      const leaves = end < start + (at + 1) * month;
      if (!leaves && start + (at + 1) * month > to) break;
      atRisk[at]! += 1;
      longest = Math.max(longest, at + 1);
      if (!leaves) continue;
      left[at]! += 1;
      break;
    }
  }
  if (longest === 0) return null;
  const model = fitRetentionByTenure({
    atRisk: atRisk.subarray(0, longest),
    left: left.subarray(0, longest),
  });
  return model.boundary === 'flat' ? null : model;
}

/** What the bank's whole record tells of how long customers stay; null where too few left. */
export function retentionOnRecord(bank: BankNow): ShiftedBetaGeometricModel | null {
  const [from] = bank.months;
  const [{ dayNumber: to }] = bank.snapshots;
  if (from === undefined) return null;
  const model = fitRetention(tenuresOf(bank), { from: dayNumber(from), to });
  return model?.boundary === 'no-dropout' ? null : model;
}

/**
 * The chance of leaving by tenure: in the first month from a day on it is α / (α + β + months of tenure), and falls from
 * then on as the model says. Of whom nobody knows when they joined, the longest tenure of any is assumed.
 *
 * @param day days from 1 January 1970
 * @param longest the longest tenure of any customer of the bank, in months; unless given, of these
 */
export function departureByTenure(
  { alpha, beta }: ShiftedBetaGeometricModel,
  joined: Float64Array,
  day: number,
  longest: number = longestTenure(joined, day),
): Required<Omit<Departure, 'reversion'>> {
  const tenures = monthsThere(joined, day);
  const tenureMonths = tenures.map((tenure) => (Number.isNaN(tenure) ? longest : tenure));
  return {
    monthlyChurn: tenureMonths.map((tenure) => alpha / (alpha + beta + tenure)),
    tenureMonths,
    lifetimes: { alpha, beta },
  };
}

/** The longest tenure of some customers, in months. @param day days from 1 January 1970 */
export function longestTenure(joined: Float64Array, day: number): number {
  return monthsThere(joined, day).reduce((most, tenure) => (tenure > most ? tenure : most), 0);
}

function monthsThere(joined: Float64Array, day: number): Float64Array {
  return joined.map((start) => Math.max(0, (day - start) / month));
}
