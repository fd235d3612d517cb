import { z } from 'zod';
import { movementChart } from '../../charts/movement-chart.ts';
import { positionChart } from '../../charts/position-chart.ts';
import { segmentMapChart } from '../../charts/segment-map-chart.ts';
import { segmentsChart } from '../../charts/segments-chart.ts';
import { type SegmentShare, segmentBreakdown } from '../../store/segments/segment-breakdown.ts';
import { type SegmentMovement, segmentMovement } from '../../store/segments/segment-movement.ts';
import { type SegmentPositions, segmentPositions } from '../../store/segments/segment-positions.ts';
import { type BranchSegment, segmentsByBranch } from '../../store/segments/segments-by-branch.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { type Format, formatFor } from '../format.ts';
import {
  filterArguments,
  filterUsage,
  readFilters,
  resolveFilters,
  whoseInWords,
} from '../list-filters.ts';
import type { Chart, Reply } from '../reply.ts';
import { segmentName } from '../segment-words.ts';
import { noneInListReply } from '../standing-replies.ts';

/**
 * How customers spread over segments. `data`: `segments` with `id`, `nameEn`, `nameZh` (null: in none), `customers`,
 * sums `clv`, `contribution12m`, `balance` and `valueAtStake` in `currency`, mean `churnProbability` 0–1 or null,
 * `atRisk` customers; `movement` since the run before with `since`, customers who `moved` from one segment to another and
 * who `stayed`, and `flows` with `from` and `to` as segment ids (null: in none) and `customers`, or null where there was no
 * run before; `branches`, where the asker sees several, with `branch`, `customers` and by segment id the `shares` 0–1;
 * `asOf`.
 */
export default defineCommand({
  intent: 'segment.breakdown',
  words: { en: ['segments'], zh: ['分群', '客群', '客户分群'] },
  usage: `segments ${filterUsage}`,
  summary: { en: 'How customers spread over segments', zh: '客户在各客群的分布' },
  examples: {
    en: [
      'break down the segments',
      'show me the segments',
      'customer segments',
      'segments for the Prague branch',
      'segmentation of my customers',
      'which segments do we have',
      'how are my customers split into segments',
      'what kinds of customers do we have',
      'segment overview',
      'how many customers are in each segment',
      'clusters of customers',
      'breakdown by segment',
      'customer groups in Prague',
      'size and value of the segments',
      'distribution of customers over the segments',
      'what types of customers are in my book',
      'which segment is the most valuable',
      'which group of customers has the highest churn',
      'segment mix',
      'which groups of customers do we have',
      'break our customers down into groups',
      'how is the customer base segmented',
    ],
    zh: [
      '客户分群情况',
      '客户分成哪些群',
      '有哪些客群',
      '客群分布',
      '布拉格分行的客户分群',
      '我的客户分群情况怎么样',
      '各个客群有多少客户',
      '客户细分',
      '客户类型有哪些',
      '按客群划分',
      '客户群体构成',
      '哪个客群最有价值',
      '各群体的占比',
      '显示客户分类',
      '客户分组概况',
      '哪个群体流失率最高',
    ],
  },
  arguments: z.object(filterArguments),
  slash(rest) {
    const read = readFilters(rest);
    if ('problem' in read) return read;
    if (read.before === '') return { entities: read.entities };
    return {
      problem: {
        en: 'After “segments” come filters only, such as branch=Prague.',
        zh: '“segments”后面只能是筛选条件，例如 branch=Prague。',
      },
    };
  },
  allowed: ['manager', 'supervisor', 'analyst'],
  async run(context, names) {
    const { store, scope, run, bank, locale, timezone } = context;
    const format = formatFor(locale, bank.currency, timezone);
    const held = await resolveFilters(context, names, format);
    if ('reply' in held) return { reply: held.reply, data: {}, seen: [] };
    const shares = await segmentBreakdown(store.db, scope, run.id, {
      atRisk: run.atRisk,
      filters: held.filters,
    });
    const movement = await segmentMovement(store.db, scope, run.id, held.filters);
    const branches = branchesOf(
      await segmentsByBranch(store.db, scope, run.id, held.filters),
      locale,
    );
    // The sample is of the whole bank, so it is shown where the answer is.
    const whole = scope.kind === 'all' && Object.keys(held.filters).length === 0;
    const positions = whole ? await segmentPositions(store.db, run.id) : undefined;
    const whose = whoseInWords(context, held.words);
    return {
      reply:
        shares.length === 0
          ? noneInListReply(locale, whose)
          : breakdown(context, { shares, movement, branches, positions }, whose, format),
      data: {
        segments: shares,
        movement:
          movement === undefined
            ? null
            : {
                since: movement.since,
                ...moversIn(movement),
                flows: movement.flows.map(({ fromId, toId, customers }) => ({
                  from: fromId,
                  to: toId,
                  customers,
                })),
              },
        ...(branches.length < 2
          ? {}
          : {
              branches: branches.map(({ name, customers, shares: held }) => ({
                branch: name,
                customers,
                shares: Object.fromEntries(held),
              })),
            }),
        currency: bank.currency,
        asOf: run.asOf,
      },
      seen: [],
    };
  },
});

/** A branch with the shares of its customers by segment; customers in no segment count, but have no share. */
type Branch = { name: string; customers: number; shares: Map<number, number> };

/** The branches of a breakdown, the largest first. */
function branchesOf(cells: readonly BranchSegment[], locale: 'en' | 'zh'): Branch[] {
  return [...Map.groupBy(cells, ({ branchId }) => branchId).values()]
    .map((of) => {
      const customers = of.reduce((sum, each) => sum + each.customers, 0);
      const [{ name, nameZh } = { name: '–', nameZh: null }] = of;
      return {
        name: locale === 'zh' ? (nameZh ?? name) : name,
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
function moversIn({ flows }: SegmentMovement): { moved: number; stayed: number } {
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
    .map(({ fromEn, fromZh, toEn, toZh, customers }) => {
      const from = segmentName({ nameEn: fromEn, nameZh: fromZh }, locale);
      const to = segmentName({ nameEn: toEn, nameZh: toZh }, locale);
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
  const gone = movement.flows.flatMap(({ fromId, fromEn, fromZh }) =>
    fromId === null || named.some(({ id }) => id === fromId)
      ? []
      : [{ id: fromId, name: segmentName({ nameEn: fromEn, nameZh: fromZh }, locale) }],
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

function breakdown(
  { locale, bank, run }: CommandContext,
  {
    shares,
    movement,
    branches,
    positions,
  }: {
    shares: readonly SegmentShare[];
    movement: SegmentMovement | undefined;
    branches: readonly Branch[];
    positions: SegmentPositions | undefined;
  },
  whose: string,
  format: Format,
): Reply {
  const zh = locale === 'zh';
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
  const summary = zh
    ? `${whose}：${format.number(customers)} 位客户分为 ${named.length} 个客群，其中“${leads}”价值最高${share === '' ? '' : `，占 CLV 的 ${share}`}。`
    : `${format.number(customers)} customers in ${named.length === 1 ? 'one segment' : `${named.length} segments`} (${whose}); “${leads}” is worth the most${share === '' ? '' : `, ${share} of the CLV`}.`;
  return {
    title: zh ? '客户分群' : 'Segments',
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
        command: `segment ${each.id}`,
      })),
      ...named.slice(0, 1).map((each) => ({
        label: zh ? `流失风险：${each.name}` : `At risk: ${each.name}`,
        command: `at-risk segment="${each.name}"`,
      })),
      { label: zh ? '最有价值的客户' : 'Most valuable', command: 'top' },
      { label: zh ? '流失风险名单' : 'At-risk list', command: 'at-risk' },
    ],
    visibility: 'channel',
  };
}
