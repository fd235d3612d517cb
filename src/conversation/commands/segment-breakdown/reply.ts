import { movementChart } from '../../../charts/movement-chart.ts';
import { positionChart } from '../../../charts/position-chart.ts';
import { segmentMapChart } from '../../../charts/segment-map-chart.ts';
import { segmentsChart } from '../../../charts/segments-chart.ts';
import type { Format } from '../../../language/format.ts';
import { nameIn } from '../../../language/names.ts';
import type { SegmentShare } from '../../../store/segments/segment-breakdown.ts';
import type { SegmentMovement } from '../../../store/segments/segment-movement.ts';
import type { SegmentPositions } from '../../../store/segments/segment-positions.ts';
import { mainSegmentation } from '../../../store/segments/segmentation.ts';
import type { BranchSegment } from '../../../store/segments/segments-by-branch.ts';
import type { CutWords } from '../../arguments/segmentation-lookup.ts';
import type { CommandContext } from '../../command.ts';
import type { Chart, Reply } from '../../reply.ts';
import { segmentCommand, segmentName } from '../../wording/segment-words.ts';

/** A branch with the shares of its customers by segment; customers in no segment count, but have no share. */
export type BranchShares = { name: string; customers: number; shares: Map<number, number> };

/** The branches of a breakdown, the largest first. */
export function branchesOf(cells: readonly BranchSegment[], locale: 'en' | 'zh'): BranchShares[] {
  return [...Map.groupBy(cells, ({ branchId }) => branchId).values()]
    .map((of) => {
      const customers = of.reduce((sum, each) => sum + each.customers, 0);
      const [{ name, names } = { name: '–', names: {} }] = of;
      return {
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
export function moversIn({ flows }: SegmentMovement): { moved: number; stayed: number } {
  const both = flows.filter(({ fromId, toId }) => fromId !== null && toId !== null);
  const stayed = both.filter(({ fromId, toId }) => fromId === toId);
  const total = (some: typeof flows) => some.reduce((sum, { customers }) => sum + customers, 0);
  return { moved: total(both) - total(stayed), stayed: total(stayed) };
}

function movementInWords(movement: SegmentMovement, format: Format, locale: 'en' | 'zh'): string {
  const { moved, stayed } = moversIn(movement);
  const since = format.day(movement.since);
  const largest = movement.flows
    .filter(({ fromId, toId }) => fromId !== null && toId !== null && fromId !== toId)
    .slice(0, 3)
    .map(({ fromNames, toNames, customers }) => {
      const from = segmentName({ names: fromNames }, locale);
      const to = segmentName({ names: toNames }, locale);
      return `${from} → ${to} ${format.number(customers)}`;
    });
  if (locale === 'zh') {
    return largest.length === 0
      ? `自${since}以来没有客户换过客群。`
      : `自${since}以来，${format.number(moved + stayed)} 位客户中有 ${format.number(moved)} 位换了客群：${largest.join('；')}。`;
  }
  return largest.length === 0
    ? `Since ${since} nobody changed segment.`
    : `Since ${since}, ${format.number(moved)} of ${format.number(moved + stayed)} customers changed segment: ${largest.join('; ')}.`;
}

function movementChartOf(
  movement: SegmentMovement,
  named: readonly { id: number; name: string }[],
  locale: 'en' | 'zh',
  words: string,
): Chart {
  // A segment that is no more still has those who went out of it.
  const gone = movement.flows.flatMap(({ fromId, fromNames }) =>
    fromId === null || named.some(({ id }) => id === fromId)
      ? []
      : [{ id: fromId, name: segmentName({ names: fromNames }, locale) }],
  );
  return {
    alt: words,
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

/** What is known of a cut as far as the asker sees it. `others` are further cuts of the run. */
export type Breakdown = {
  cut: CutWords;
  others: readonly CutWords[];
  shares: readonly SegmentShare[];
  movement: SegmentMovement | undefined;
  branches: readonly BranchShares[];
  positions: SegmentPositions | undefined;
};

/** How customers spread over the segments of a cut. */
export function breakdownReply(
  { locale, bank, run }: CommandContext,
  { cut, others, shares, movement, branches, positions }: Breakdown,
  whose: string,
  format: Format,
): Reply {
  const zh = locale === 'zh';
  const main = cut.id === mainSegmentation;
  const cutName = nameIn(cut.name, locale);
  const name = (share: SegmentShare) => segmentName(share, locale);
  const customers = shares.reduce((sum, share) => sum + share.customers, 0);
  const clv = shares.reduce((sum, share) => sum + share.clv, 0);
  const [first] = shares;
  const leads = first === undefined ? '' : name(first);
  const share = first === undefined || clv <= 0 ? '' : format.percent(first.clv / clv);
  const named = shares.flatMap((each) =>
    each.id === null ? [] : [{ id: each.id, name: name(each) }],
  );
  const moved = movement === undefined ? undefined : movementInWords(movement, format, locale);
  const several = shares.length > 1;
  const people = `${format.number(customers)} ${customers === 1 ? 'customer' : 'customers'}`;
  const summary = zh
    ? several
      ? `${whose}：${format.number(customers)} 位客户分为 ${named.length} 个客群，其中“${leads}”价值最高${share === '' ? '' : `，占 CLV 的 ${share}`}。`
      : `${whose}：${format.number(customers)} 位客户都在“${leads}”客群。`
    : several
      ? `${people} in ${named.length === 1 ? 'one segment' : `${named.length} segments`} (${whose}); “${leads}” is worth the most${share === '' ? '' : `, ${share} of the CLV`}.`
      : `${people} (${whose}), all in the segment “${leads}”.`;
  return {
    title: main
      ? zh
        ? '客户分群'
        : 'Segments'
      : zh
        ? `客户分群：按${cutName}`
        : `Segments by ${cutName}`,
    summary,
    facts: [],
    details: [
      ...(moved === undefined ? [] : [moved]),
      zh ? `数据截至${format.day(run.asOf)}。` : `Figures as of ${format.day(run.asOf)}.`,
    ],
    table: {
      columns: [
        { label: zh ? '客群' : 'Segment', align: 'start' },
        { label: zh ? '客户数' : 'Customers', align: 'end' },
        { label: zh ? 'CLV 合计' : 'CLV in all', align: 'end' },
        { label: zh ? 'CLV 均值' : 'CLV each', align: 'end' },
        { label: zh ? '平均流失概率' : 'Mean churn', align: 'end' },
        { label: zh ? '有风险客户' : 'At risk', align: 'end' },
      ],
      rows: shares.map((each) => [
        name(each),
        format.number(each.customers),
        format.money(each.clv),
        format.money(each.clv / each.customers),
        each.churnProbability === null ? '–' : format.percent(each.churnProbability),
        format.number(each.atRisk),
      ]),
    },
    charts: [
      {
        alt: zh
          ? `${whose}：各客群的客户数和 CLV。${shares.map((each) => `${name(each)} ${format.number(each.customers)} 位`).join('，')}。`
          : `Bars: customers and CLV by segment (${whose}): ${shares.map((each) => `${name(each)} ${format.number(each.customers)}`).join('; ')}.`,
        spec: segmentsChart({
          segments: shares.map((each) => ({
            name: name(each),
            customers: each.customers,
            clv: each.clv,
          })),
          currency: bank.currency,
          locale,
        }),
      },
      ...(movement !== undefined && moved !== undefined && moversIn(movement).moved > 0
        ? [movementChartOf(movement, named, locale, moved)]
        : []),
      ...(branches.length < 2
        ? []
        : [
            {
              alt: zh
                ? `${whose}：各分行的客群构成，共 ${branches.length} 家分行。`
                : `Heat table: the segments of ${format.number(branches.length)} branches by share of customers (${whose}).`,
              spec: segmentMapChart({
                segments: named.map((each) => each.name),
                branches: branches.map((branch) => ({
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
              alt: zh
                ? `部分客户在两个主成分平面上的位置，按客群着色：${named.map((each) => each.name).join('，')}。`
                : `Dots: a sample of customers on the plane of the two leading components, coloured by segment: ${named.map((each) => each.name).join('; ')}.`,
              spec: positionChart({ segments: named, ...positions, locale }),
            },
          ]),
    ],
    actions: [
      ...named.slice(0, 2).map((each) => ({
        label: each.name,
        command: segmentCommand({ segmentation: cut.id, id: each.id }),
      })),
      ...named.slice(0, 1).map((each) => ({
        label: zh ? `流失风险：${each.name}` : `At risk: ${each.name}`,
        command: `at-risk segment="${each.name}"`,
      })),
      ...others.map((other) => ({
        label: cutLabel(other, locale),
        command: other.id === mainSegmentation ? 'segments' : `segments by ${other.id}`,
      })),
      { label: zh ? '最有价值的客户' : 'Most valuable', command: 'top' },
      { label: zh ? '流失风险名单' : 'At-risk list', command: 'at-risk' },
    ],
    visibility: 'channel',
  };
}

/** What the button says that leads to a cut. */
function cutLabel({ id, name }: CutWords, locale: 'en' | 'zh'): string {
  if (id === mainSegmentation) return locale === 'zh' ? '主要分群' : 'Main segments';
  const said = nameIn(name, locale);
  return locale === 'zh' ? `按${said}` : `By ${said}`;
}
