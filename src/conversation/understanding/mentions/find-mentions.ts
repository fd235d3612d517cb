import { numbersInDigits } from '../../../language/numbers.ts';
import type { Gazetteer } from '../gazetteer.ts';
import { assumptions } from './assumptions.ts';
import { branch } from './branch.ts';
import { customersById, customersByNumber } from './customer.ts';
import { digest } from './digest.ts';
import { filters } from './filters.ts';
import { limit, limitOfFilter } from './limit.ts';
import { manager } from './manager.ts';
import { measure } from './measure.ts';
import { quotation } from './quotation.ts';
import { schedule } from './schedule.ts';
import { segment } from './segment.ts';
import { segmentation } from './segmentation.ts';
import { type NumberReading, smallNumber } from './small-number.ts';
import type { Mentions, Step } from './step.ts';
import { tier } from './tier.ts';
import { coming, months, year } from './time.ts';

/** What a sentence may mention, in the order in which it is looked for: a number belongs to the first that takes it. */
const steps: readonly Step[] = [
  quotation,
  assumptions,
  schedule,
  digest,
  ...filters,
  segmentation,
  segment,
  branch,
  manager,
  coming,
  months,
  year,
  measure,
  tier,
  customersById,
  limit,
  limitOfFilter,
];

/**
 * Finds what a sentence mentions, but for names of customers: those are found later, among the words.
 * @param text readable
 * @param timezone IANA, for a schedule that names none
 * @param number what a small number that stands alone is taken for
 */
export function findMentions(
  text: string,
  names: Gazetteer,
  timezone: string,
  number: NumberReading = 'customer',
): Mentions {
  const last = number === 'customer' ? [] : [smallNumber(number)];
  return [...steps, ...last, customersByNumber].reduce<Mentions>(
    (mentions, step) => step(mentions, names, timezone),
    { entities: {}, marked: { text: numbersInDigits(text), marks: [] } },
  );
}
