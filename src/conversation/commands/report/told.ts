import {
  type GroupChange,
  type ValueStepKind,
  valueSteps,
} from '../../../store/reports/group-changes.ts';
import type { SegmentShare } from '../../../store/segments/segment-breakdown.ts';
import { groupsApart } from '../../small-groups.ts';

/** A part of the difference in value; `others` are several that are of few customers each. */
export type ValueStep = { kind: ValueStepKind | 'others'; customers: number; amount: number };

/** The parts of the difference in value that are of anybody. */
export const stepsOf = ({ stepCustomers, stepValue }: GroupChange): ValueStep[] =>
  valueSteps.flatMap((kind) => {
    const customers = stepCustomers[kind] ?? 0;
    return customers === 0 ? [] : [{ kind, customers, amount: stepValue[kind] ?? 0 }];
  });

/**
 * Items of which those of few customers are put together into one, last, as {@link groupsApart} has them.
 * @param size how many customers an item is of
 */
export function withoutFew<Item>(
  items: readonly Item[],
  size: (item: Item) => number,
  together: (items: readonly Item[]) => Item,
): Item[] {
  const { told, few } = groupsApart(items, size);
  return few.length === 0 ? told : [...told, together(few)];
}

/** Of how many customers a figure of then and one of now are at least; nobody then tells of nobody. */
const fewer = (then: number, now: number): number => (then === 0 ? now : Math.min(then, now));

/** Parts of a difference that may be shown to everybody. */
export const stepsForAll = (steps: readonly ValueStep[]): ValueStep[] =>
  withoutFew(
    steps,
    ({ customers }) => customers,
    (few) => ({
      kind: 'others',
      customers: few.reduce((sum, { customers }) => sum + customers, 0),
      amount: few.reduce((sum, { amount }) => sum + amount, 0),
    }),
  );

const added = (all: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const each of all)
    for (const [key, value] of Object.entries(each)) sums[key] = (sums[key] ?? 0) + value;
  return sums;
};

/** Groups as one that has no name. */
export function groupsTogether(few: readonly GroupChange[]): GroupChange {
  const [first] = few;
  if (first === undefined) throw new Error('There are no groups to put together.');
  const sum = (of: (each: GroupChange) => number) => few.reduce((all, each) => all + of(each), 0);
  return {
    by: first.by,
    id: null,
    name: null,
    names: null,
    customersThen: sum((each) => each.customersThen),
    customers: sum((each) => each.customers),
    valueThen: sum((each) => each.valueThen),
    value: sum((each) => each.value),
    stepCustomers: added(few.map(({ stepCustomers }) => stepCustomers)),
    stepValue: added(few.map(({ stepValue }) => stepValue)),
    risk: added(few.map(({ risk }) => risk)),
    notWarned: sum((each) => each.notWarned),
    notWarnedLeft: sum((each) => each.notWarnedLeft),
    warnedContacted: sum((each) => each.warnedContacted),
    recoveredContacted: sum((each) => each.recoveredContacted),
    leftContacted: sum((each) => each.leftContacted),
    contacts: sum((each) => each.contacts),
    contacted: sum((each) => each.contacted),
    complaints: sum((each) => each.complaints),
    followUpsDone: sum((each) => each.followUpsDone),
    followUpsOverdue: sum((each) => each.followUpsOverdue),
  };
}

/** Branches or managers, those of few customers put together. */
export const groupsForAll = (groups: readonly GroupChange[]): GroupChange[] =>
  withoutFew(
    groups,
    ({ customersThen, customers }) => fewer(customersThen, customers),
    groupsTogether,
  );

/** A segment, or some that are `together` because each is of few, with the same of an earlier run. */
export type ToldSegment = SegmentShare & { before: SegmentShare | null; together?: true };

const known = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((sum, value) => (value === null ? sum : (sum ?? 0) + value), null);

function sharesTogether(few: readonly SegmentShare[]): SegmentShare {
  const sum = (of: (each: SegmentShare) => number) => few.reduce((all, each) => all + of(each), 0);
  return {
    id: null,
    names: null,
    customers: sum(({ customers }) => customers),
    clv: known(few.map(({ clv }) => clv)),
    valueIfStays: known(few.map(({ valueIfStays }) => valueIfStays)),
    contribution12m: known(few.map(({ contribution12m }) => contribution12m)),
    balance: known(few.map(({ balance }) => balance)),
    balancesKnown: sum(({ balancesKnown }) => balancesKnown),
    churnProbability: null,
    atRisk: known(few.map(({ atRisk }) => atRisk)),
    valueAtStake: known(few.map(({ valueAtStake }) => valueAtStake)),
  };
}

/** Segments, those of few customers put together; what is at stake with few at risk is not told. */
export const segmentsForAll = (segments: readonly ToldSegment[]): ToldSegment[] =>
  withoutFew(
    segments,
    ({ before, customers }) => fewer(before?.customers ?? 0, customers),
    (few) => {
      const before = few.flatMap((each) => (each.before === null ? [] : [each.before]));
      return {
        ...sharesTogether(few),
        before: before.length < few.length ? null : sharesTogether(before),
        together: true as const,
      };
    },
  ).map((each) => ({
    ...each,
    valueAtStake: null,
    before: each.before && { ...each.before, valueAtStake: null },
  }));

/** Who is and was at risk, and how one became the other. */
export function riskOf({ risk }: GroupChange) {
  const count = (...kinds: readonly string[]) =>
    kinds.reduce((sum, kind) => sum + (risk[kind] ?? 0), 0);
  return {
    before: count('still', 'closed', 'silent', 'recovered', 'cleared', 'out'),
    now: count('still', 'newly', 'in'),
    still: count('still'),
    newly: count('newly'),
    left: count('closed', 'silent'),
    closed: count('closed'),
    silent: count('silent'),
    recovered: count('recovered'),
    cleared: count('cleared'),
    in: count('in'),
    out: count('out'),
  };
}
