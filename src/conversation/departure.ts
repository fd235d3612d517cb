import { dayNumber, dayOf } from '../scoring/history/calendar.ts';
import type { CustomerCard } from '../store/customers/customer-card.ts';
import type { CommandContext } from './command-context.ts';

/**
 * How a customer counts as departed: they closed every account on a day, or they made no transaction of their own since one;
 * null where they never made any.
 */
export type Departure =
  | { because: 'closed'; day: string }
  | { because: 'silent'; since: string | null };

/** How a customer counts as departed in a run; null for one who does not. */
export function departureOf(
  {
    closedOn,
    value,
  }: Pick<CustomerCard, 'closedOn'> & {
    value: Pick<NonNullable<CustomerCard['value']>, 'stage' | 'recencyDays'> | null;
  },
  { run }: Pick<CommandContext, 'run'>,
): Departure | null {
  if (closedOn !== null && closedOn <= run.asOf) return { because: 'closed', day: closedOn };
  if (value?.stage !== 'left') return null;
  return {
    because: 'silent',
    since: value.recencyDays === null ? null : dayOf(dayNumber(run.asOf) - value.recencyDays),
  };
}
