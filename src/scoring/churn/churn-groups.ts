import { z } from 'zod';
import type { CustomerColumns } from '../../store/scoring/snapshot-columns.ts';
import { type GroupPerformance, groupPerformance } from '../../valuation/index.ts';
import type { Window } from './churn-windows.ts';

const performance = z.object({
  group: z.string(),
  customers: z.number(),
  leavers: z.number(),
  predicted: z.number(),
  observed: z.number(),
  auc: z.number().nullable(),
  brier: z.number(),
  calibrationError: z.number(),
  called: z.number(),
  truePositiveRate: z.number(),
  falsePositiveRate: z.number(),
}) satisfies z.ZodType<GroupPerformance>;

/** Reads off a card how the model treats customers who differ in what it must not know. */
export const churnGroupsShape = z.array(
  z.object({ attribute: z.enum(['sex', 'age']), groups: z.array(performance) }),
);

/** How the model treats customers who differ in what it must not know. */
export type ChurnGroups = z.output<typeof churnGroupsShape>;

/** A group of customers, as a card names it. */
export type Group =
  | { kind: 'female' | 'not female' | 'unknown' }
  /** ages from `from` up to `to`, in full years; null where the group is open at that end */
  | { kind: 'age'; from: number | null; to: number | null };

const ageBands = [30, 45, 60];
const unknown = 'unknown';

/**
 * Performance by sex and by age band, whether or not they may be features, as a bank needs to show that its model treats
 * customers alike. An attribute the bank does not record is left out.
 *
 * @returns groups named `female`, `not female`, `-29`, `30-44`, `45-59`, `60-` and `unknown`, as {@link readGroup} reads them
 */
export function churnGroups(
  { born, female }: Pick<CustomerColumns, 'born' | 'female'>,
  { customers, dayNumber, labels }: Window,
  probability: Float64Array,
  threshold: number,
): ChurnGroups {
  const sexes = Array.from(customers, (row) => sexOf(female[row]!));
  const ages = Array.from(customers, (row) => ageBandOf((dayNumber - born[row]!) / 365.25));
  return [
    { attribute: 'sex' as const, names: sexes },
    { attribute: 'age' as const, names: ages },
  ]
    .filter(({ names }) => names.some((name) => name !== unknown))
    .map(({ attribute, names }) => ({
      attribute,
      groups: groupPerformance(labels, probability, names, threshold),
    }));
}

function sexOf(female: number): string {
  if (Number.isNaN(female)) return unknown;
  return female === 1 ? 'female' : 'not female';
}

function ageBandOf(age: number): string {
  if (Number.isNaN(age)) return unknown;
  const above = ageBands.findIndex((bound) => age < bound);
  if (above === -1) return `${ageBands.at(-1)}-`;
  return `${above === 0 ? '' : ageBands[above - 1]}-${ageBands[above]! - 1}`;
}

/** Reads the name of a group; undefined for one of a later version. */
export function readGroup(name: string): Group | undefined {
  if (name === 'female' || name === 'not female' || name === unknown) return { kind: name };
  const [, from, to] = /^(\d*)-(\d*)$/.exec(name) ?? [];
  if (from === undefined || to === undefined || from + to === '') return undefined;
  return {
    kind: 'age',
    from: from === '' ? null : Number(from),
    to: to === '' ? null : Number(to),
  };
}
