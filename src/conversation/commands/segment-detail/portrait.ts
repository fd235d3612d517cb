import type { Names } from '../../../language/names.ts';
import type { Scope } from '../../../store/scope.ts';
import type { ProductHolders } from '../../../store/segments/product-mix.ts';
import type { SegmentShare } from '../../../store/segments/segment-breakdown.ts';
import type { SegmentMovement } from '../../../store/segments/segment-movement.ts';
import type { SegmentPortrait } from '../../../store/segments/segment-portraits.ts';
import type { TypicalCustomer } from '../../../store/segments/typical-customer.ts';
import type { SegmentationWords } from '../../arguments/segmentation-lookup.ts';
import type { CommandContext } from '../../command.ts';
import type { Theme } from '../../feedback-themes.ts';
import { mayBeTold } from '../../small-groups.ts';

/** A feature's mean among a segment's customers, beside the bank's. */
export type Feature = { feature: string; mean: number; bankMean: number; standardScore: number };
type Flow = { id: number | null; names: Names | null };
/** Who moved to and from a segment since the run before, the largest flows first. */
export type Flows = {
  since: string;
  stayed: number;
  cameIn: (Flow & { customers: number })[];
  wentOut: (Flow & { customers: number })[];
};

/** What is known of a segment. `customers` and `clv` are of all segments together, `clv` as far as it is known. */
export type SegmentSeen = {
  segment: SegmentPortrait;
  share: SegmentShare;
  customers: number;
  clv: number;
  products: ProductHolders[];
  portrait: Feature[];
  movement: Flows | undefined;
  typical: TypicalCustomer | undefined;
  segmentation: SegmentationWords;
  /** what they complain of, most first */
  themes: readonly Theme[];
};

/** A segment's features beside the bank's, what sets it apart most first. */
export function againstBank(segment: SegmentPortrait, all: readonly SegmentPortrait[]): Feature[] {
  return Object.entries(segment.portrait)
    .map(([feature, { mean, z: standardScore }]) => {
      const known = all.flatMap(({ size, portrait }) => {
        const of = portrait[feature];
        return of === undefined ? [] : [{ size, mean: of.mean }];
      });
      const customers = known.reduce((sum, { size }) => sum + size, 0);
      const total = known.reduce((sum, each) => sum + each.size * each.mean, 0);
      return { feature, mean, bankMean: total / customers, standardScore };
    })
    .sort((a, b) => Math.abs(b.standardScore) - Math.abs(a.standardScore));
}

/**
 * Whether a segment's features and the bank's may be shown to whoever sees a scope. Beside the bank's mean, the segments that
 * are shown tell what the customers beyond the scope in all the others add up to, so that these must be none or many too.
 * @param reached how many customers of each segment the scope reaches, without filters
 */
export function portraitMayBeTold(
  scope: Scope,
  segment: SegmentPortrait,
  all: readonly SegmentPortrait[],
  reached: readonly Pick<SegmentShare, 'id' | 'customers'>[],
): boolean {
  const others = (each: SegmentPortrait) =>
    Math.max(0, each.size - (reached.find(({ id }) => id === each.id)?.customers ?? 0));
  const untold = all.map(others).filter((count) => !mayBeTold(scope, count));
  return (
    mayBeTold(scope, others(segment)) &&
    mayBeTold(
      scope,
      untold.reduce((sum, count) => sum + count, 0),
    )
  );
}

/** Who came into a segment, went out of it and stayed. */
export function flowsOf(id: number, movement: SegmentMovement | undefined): Flows | undefined {
  if (movement === undefined) return undefined;
  const { since, flows } = movement;
  return {
    since,
    stayed: flows.find(({ fromId, toId }) => fromId === id && toId === id)?.customers ?? 0,
    cameIn: flows
      .filter(({ fromId, toId }) => toId === id && fromId !== id)
      .map(({ fromId, fromNames, customers }) => ({
        id: fromId,
        names: fromNames,
        customers,
      })),
    wentOut: flows
      .filter(({ fromId, toId }) => fromId === id && toId !== id)
      .map(({ toId, toNames, customers }) => ({
        id: toId,
        names: toNames,
        customers,
      })),
  };
}

/** The same as numbers, for `data`. */
export function segmentFigures(
  { bank, run }: CommandContext,
  seen: SegmentSeen,
): Record<string, unknown> {
  const { segment, share, movement, typical } = seen;
  const counted = (flows: Flows['cameIn']) =>
    flows.map(({ id, customers }) => ({ segment: id, customers }));
  return {
    segment: { by: segment.segmentation, id: segment.id, names: segment.names },
    customers: share.customers,
    share: share.customers / seen.customers,
    shareOfClv: seen.clv > 0 && share.clv !== null ? share.clv / seen.clv : null,
    clv: share.clv,
    contribution12m: share.contribution12m,
    balance: share.balance,
    balancesKnown: share.balancesKnown,
    valueIfStays: share.valueIfStays,
    valueAtStake: share.valueAtStake,
    meanClv: share.clv === null ? null : share.clv / share.customers,
    meanChurnProbability: share.churnProbability,
    atRisk: share.atRisk,
    products: seen.products.map(({ product, inSegment, inAll }) => ({
      product,
      share: inSegment / share.customers,
      shareOfAll: inAll / seen.customers,
    })),
    portrait: seen.portrait,
    themes: seen.themes,
    movement:
      movement === undefined
        ? null
        : {
            since: movement.since,
            stayed: movement.stayed,
            cameIn: counted(movement.cameIn),
            wentOut: counted(movement.wentOut),
          },
    ...(typical === undefined ? {} : { typicalCustomer: typical.externalId }),
    currency: bank.currency,
    asOf: run.asOf,
  };
}
