import { z } from 'zod';
import { segmentsChart } from '../../charts/segments-chart.ts';
import { type SegmentShare, segmentBreakdown } from '../../store/segments/segment-breakdown.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { type Format, formatFor } from '../format.ts';
import {
  filterArguments,
  filterUsage,
  readFilters,
  resolveFilters,
  whoseInWords,
} from '../list-filters.ts';
import type { Reply } from '../reply.ts';
import { noneInListReply } from '../standing-replies.ts';

/**
 * How customers spread over segments. `data`: `segments` with `id`, `nameEn`, `nameZh` (null: in none), `customers`,
 * sums `clv`, `contribution12m`, `balance` and `valueAtStake` in `currency`, mean `churnProbability` 0–1 or null,
 * `atRisk` customers; `asOf`.
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
    const whose = whoseInWords(context, held.words);
    return {
      reply:
        shares.length === 0
          ? noneInListReply(locale, whose)
          : breakdown(context, shares, whose, format),
      data: { segments: shares, currency: bank.currency, asOf: run.asOf },
      seen: [],
    };
  },
});

function breakdown(
  { locale, bank, run }: CommandContext,
  shares: readonly SegmentShare[],
  whose: string,
  format: Format,
): Reply {
  const zh = locale === 'zh';
  const name = ({ nameEn, nameZh }: SegmentShare) =>
    (zh ? nameZh : nameEn) ?? (zh ? '未分群' : 'In no segment');
  const customers = shares.reduce((sum, share) => sum + share.customers, 0);
  const clv = shares.reduce((sum, share) => sum + share.clv, 0);
  const [first] = shares;
  const leads = first === undefined ? '' : name(first);
  const share = first === undefined || clv <= 0 ? '' : format.percent(first.clv / clv);
  const named = shares.filter(({ id }) => id !== null);
  const summary = zh
    ? `${whose}：${format.number(customers)} 位客户分为 ${named.length} 个客群，其中“${leads}”价值最高${share === '' ? '' : `，占 CLV 的 ${share}`}。`
    : `${format.number(customers)} customers in ${named.length === 1 ? 'one segment' : `${named.length} segments`} (${whose}); “${leads}” is worth the most${share === '' ? '' : `, ${share} of the CLV`}.`;
  return {
    title: zh ? '客户分群' : 'Segments',
    summary,
    facts: [],
    details: [zh ? `数据截至${format.day(run.asOf)}。` : `Figures as of ${format.day(run.asOf)}.`],
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
    ],
    actions: [
      ...named.slice(0, 2).map((each) => ({
        label: zh ? `流失风险：${name(each)}` : `At risk: ${name(each)}`,
        command: `at-risk segment="${name(each)}"`,
      })),
      { label: zh ? '最有价值的客户' : 'Most valuable', command: 'top' },
      { label: zh ? '流失风险名单' : 'At-risk list', command: 'at-risk' },
    ],
    visibility: 'channel',
  };
}
