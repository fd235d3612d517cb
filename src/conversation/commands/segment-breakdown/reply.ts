import { movementChart } from '../../../charts/movement-chart.ts';
import { positionChart } from '../../../charts/position-chart.ts';
import { segmentMapChart } from '../../../charts/segment-map-chart.ts';
import { segmentsChart } from '../../../charts/segments-chart.ts';
import type { Locale } from '../../../language/locale.ts';
import type { Say } from '../../../language/messages.ts';
import { nameIn } from '../../../language/names.ts';
import type { DigestFilters } from '../../../store/digests/digest-filters.ts';
import type { SegmentShare } from '../../../store/segments/segment-breakdown.ts';
import type { SegmentMovement } from '../../../store/segments/segment-movement.ts';
import type { SegmentPositions } from '../../../store/segments/segment-positions.ts';
import { mainSegmentation } from '../../../store/segments/segmentation.ts';
import type { BranchSegment } from '../../../store/segments/segments-by-branch.ts';
import { commandHeldTo } from '../../arguments/held-command.ts';
import type { SegmentationWords } from '../../arguments/segmentation-lookup.ts';
import type { CommandContext } from '../../command.ts';
import type { Action, Chart, Reply } from '../../reply.ts';
import { fewest } from '../../small-groups.ts';
import { clauses } from '../../wording/clauses.ts';
import { clvInWords } from '../../wording/money-words.ts';
import { segmentCommand, segmentName } from '../../wording/segment-words.ts';

/** A branch with the shares of its customers by segment; customers in no segment count, but have no share. */
export type BranchShares = {
  id: number;
  name: string;
  customers: number;
  shares: Map<number, number>;
};

/** The branches of a breakdown, the largest first. */
export function branchesOf(cells: readonly BranchSegment[], locale: Locale): BranchShares[] {
  return [...Map.groupBy(cells, ({ branchId }) => branchId)]
    .map(([id, of]) => {
      const customers = of.reduce((sum, each) => sum + each.customers, 0);
      const [{ name, names } = { name: '–', names: {} }] = of;
      return {
        id,
        name: nameIn(names, locale, name),
        customers,
        shares: new Map(
          of.flatMap((each) =>
            each.segmentId === null ? [] : [[each.segmentId, each.customers / customers]],
          ),
        ),
      };
    })
    .sort((a, b) => b.customers - a.customers);
}

/** How many went from one segment to another, and how many stayed; who came or left altogether is neither. */
export function moversIn({ flows }: Pick<SegmentMovement, 'flows'>): {
  moved: number;
  stayed: number;
} {
  const both = flows.filter(({ fromId, toId }) => fromId !== null && toId !== null);
  const stayed = both.filter(({ fromId, toId }) => fromId === toId);
  const total = (some: typeof flows) => some.reduce((sum, { customers }) => sum + customers, 0);
  return { moved: total(both) - total(stayed), stayed: total(stayed) };
}

/**
 * How many moved to another segment, and the largest moves.
 * @param least of how many customers a move is that is told by itself
 */
export function movementInWords(
  movement: SegmentMovement,
  { locale, say, format }: Pick<CommandContext, 'locale' | 'say' | 'format'>,
  least = 1,
): string {
  const { moved, stayed } = moversIn(movement);
  const since = format.day(movement.since);
  const [largest, ...others] = movement.flows
    .filter(
      ({ fromId, toId, customers }) =>
        fromId !== null && toId !== null && fromId !== toId && customers >= least,
    )
    .slice(0, 3)
    .map(({ fromNames, toNames, customers }) =>
      say('segment-breakdown.movement.flow', {
        from: segmentName({ names: fromNames }, locale),
        to: segmentName({ names: toNames }, locale),
        customers,
      }),
    );
  if (moved === 0) return say('segment-breakdown.movement.none', { since });
  if (largest === undefined)
    return say('segment-breakdown.movement.moved', { since, moved, customers: moved + stayed });
  return say('segment-breakdown.movement.some', {
    since,
    moved,
    customers: moved + stayed,
    flows: clauses([largest, ...others], say),
  });
}

function movementChartOf(
  movement: SegmentMovement,
  named: readonly { id: number; name: string }[],
  locale: Locale,
  alt: string,
): Chart {
  // A segment that is no more still has those who went out of it.
  const gone = movement.flows.flatMap(({ fromId, fromNames }) =>
    fromId === null || named.some(({ id }) => id === fromId)
      ? []
      : [{ id: fromId, name: segmentName({ names: fromNames }, locale) }],
  );
  return {
    alt,
    spec: movementChart({
      segments: [...named, ...new Map(gone.map((each) => [each.id, each])).values()],
      flows: movement.flows.map(({ fromId, toId, customers }) => ({
        from: fromId,
        to: toId,
        customers,
      })),
      locale,
    }),
  };
}

/** What is known of a segmentation as far as the asker sees it. `others` are the other segmentations of the run. */
export type Breakdown = {
  segmentation: SegmentationWords;
  others: readonly SegmentationWords[];
  shares: readonly SegmentShare[];
  movement: SegmentMovement | undefined;
  branches: readonly BranchShares[];
  positions: SegmentPositions | undefined;
  /** the share of all customers in one segment, where density hardly tells them apart; otherwise null */
  together: number | null;
};

/** How customers spread over the segments of a segmentation. */
export function breakdownReply(
  context: CommandContext,
  { segmentation, others, shares, movement, branches, positions, together }: Breakdown,
  { whose, said }: { whose: string; said: DigestFilters },
): Reply {
  const { locale, bank, run, say, format, shared } = context;
  const name = (share: SegmentShare) => segmentName(share, locale);
  const named = shares.flatMap((each) =>
    each.id === null ? [] : [{ id: each.id, name: name(each) }],
  );
  // Where others read along, no move and no cell of the map is of few.
  const least = shared ? fewest : 1;
  const moved = movement === undefined ? undefined : movementInWords(movement, context, least);
  const flows = movement?.flows.filter(({ customers }) => customers >= least) ?? [];
  const mapped = shared && branches.some(hasFewInCell) ? [] : branches;
  const finding = leaderFinding(context, shares);
  const sizes = shares.map((each) =>
    say('segment-breakdown.charts.segment', { segment: name(each), customers: each.customers }),
  );
  const sizesAlt = say('segment-breakdown.charts.segments', {
    whose,
    segments: listed(sizes, say),
  });
  return {
    title: titleOf(context, segmentation, finding),
    summary: summarise(context, shares, named.length, whose),
    facts: [],
    details: [
      ...(together === null
        ? []
        : [
            say('segments-card.notByDensity', {
              share: format.percent(together),
              others: others.length,
            }),
          ]),
      ...(moved === undefined ? [] : [moved]),
      ...(shares.some(({ clv }) => clv === null) ? [say('clv-words.unknown')] : []),
      say('customer-words.asOf', { day: format.day(run.asOf) }),
    ],
    table: {
      columns: [
        { label: say('segment-breakdown.columns.segment'), align: 'start' },
        { label: say('segment-breakdown.columns.customers'), align: 'end' },
        { label: say('segment-breakdown.columns.totalClv'), align: 'end' },
        { label: say('segment-breakdown.columns.meanClv'), align: 'end' },
        { label: say('segment-breakdown.columns.churn'), align: 'end' },
        { label: say('segment-breakdown.columns.atRisk'), align: 'end' },
      ],
      rows: shares.map((each) => [
        name(each),
        format.number(each.customers),
        clvInWords(each.clv, context, 'short'),
        clvInWords(each.clv === null ? null : each.clv / each.customers, context, 'short'),
        each.churnProbability === null ? '–' : format.percent(each.churnProbability),
        each.atRisk === null ? '–' : format.number(each.atRisk),
      ]),
    },
    charts: [
      {
        alt: finding === undefined ? sizesAlt : say('findings.alt', { finding, chart: sizesAlt }),
        spec: segmentsChart({
          title: finding,
          segments: shares.map((each) => ({
            name: name(each),
            customers: each.customers,
            clv: each.clv,
          })),
          currency: bank.currency,
          locale,
        }),
      },
      ...(movement !== undefined && moved !== undefined && moversIn({ flows }).moved > 0
        ? [movementChartOf({ ...movement, flows }, named, locale, moved)]
        : []),
      ...(mapped.length < 2
        ? []
        : [
            {
              alt: say('segment-breakdown.charts.branches', { whose, branches: mapped.length }),
              spec: segmentMapChart({
                segments: named.map((each) => each.name),
                branches: mapped.map((branch) => ({
                  name: branch.name,
                  shares: named.map(({ id }) => branch.shares.get(id) ?? 0),
                })),
                locale,
              }),
            },
          ]),
      ...(positions === undefined
        ? []
        : [
            {
              alt: say('segment-breakdown.charts.positions', {
                segments: listed(
                  named.map((each) => each.name),
                  say,
                ),
              }),
              spec: positionChart({ segments: named, ...positions, locale }),
            },
          ]),
    ],
    actions: [
      ...named.slice(0, 2).map((each) => ({
        label: each.name,
        command: segmentCommand({ segmentation: segmentation.id, id: each.id }),
      })),
      ...named.slice(0, 1).map((each) => ({
        label: say('segment-breakdown.actions.atRiskIn', { segment: each.name }),
        command: commandHeldTo('at-risk', { ...said, segment: each.name }),
      })),
      ...others.map((other) => segmentationAction(other, context)),
      { label: say('segment-breakdown.actions.top'), command: commandHeldTo('top', said) },
      { label: say('segment-breakdown.actions.atRisk'), command: commandHeldTo('at-risk', said) },
    ],
    visibility: 'channel',
  };
}

/** Whether a branch has so few customers in a segment, though some, that their share tells of each. */
const hasFewInCell = ({ customers, shares }: BranchShares): boolean =>
  [...shares.values()].some((share) => share > 0 && Math.round(share * customers) < fewest);

/** What segments add up to, as far as it is known. */
const clvOf = (shares: readonly SegmentShare[]): number =>
  shares.reduce((sum, { clv }) => sum + (clv ?? 0), 0);

/** Which segment brings the most of the CLV; undefined where none does, or there is but one. */
function leaderFinding(
  { locale, say, format }: CommandContext,
  shares: readonly SegmentShare[],
): string | undefined {
  const clv = clvOf(shares);
  const [leader] = shares;
  if (leader === undefined || leader.id === null || shares.length === 1 || clv <= 0)
    return undefined;
  return say('findings.segments', {
    first: segmentName(leader, locale),
    share: format.percent((leader.clv ?? 0) / clv),
  });
}

function titleOf(
  { locale, say }: CommandContext,
  segmentation: SegmentationWords,
  finding: string | undefined,
): string {
  const isMain = segmentation.id === mainSegmentation;
  const title = isMain
    ? say('segment-breakdown.title')
    : say('segment-breakdown.titleBy', { segmentation: nameIn(segmentation.name, locale) });
  if (finding === undefined) return title;
  return isMain ? finding : say('findings.of', { customer: title, finding });
}

function summarise(
  { locale, say, format }: CommandContext,
  shares: readonly SegmentShare[],
  segments: number,
  whose: string,
): string {
  const customers = shares.reduce((sum, share) => sum + share.customers, 0);
  const clv = clvOf(shares);
  const [leader] = shares;
  if (leader === undefined || leader.id === null)
    return say('segment-breakdown.summaryOfNone', { customers, whose });
  const first = segmentName(leader, locale);
  if (shares.length === 1)
    return say('segment-breakdown.summaryOfOne', { customers, whose, segment: first });
  const said = { customers, segments, whose, first };
  return clv <= 0
    ? say('segment-breakdown.summaryWithoutShare', said)
    : say('segment-breakdown.summary', { ...said, share: format.percent((leader.clv ?? 0) / clv) });
}

/** Names may hold commas, so that they are told apart as clauses are. */
function listed(items: readonly string[], say: Say): string {
  const [first, ...others] = items;
  return first === undefined ? '' : clauses([first, ...others], say);
}

/** The button that leads to a segmentation. */
function segmentationAction(
  { id, name }: SegmentationWords,
  { locale, say }: CommandContext,
): Action {
  return id === mainSegmentation
    ? { label: say('segment-breakdown.actions.main'), command: 'segments' }
    : {
        label: say('segment-breakdown.actions.by', { segmentation: nameIn(name, locale) }),
        command: `segments by ${id}`,
      };
}
