import { z } from 'zod';
import { formatFor } from '../../../language/format.ts';
import type { Locale } from '../../../language/locale.ts';
import { mainCut } from '../../../store/segments/cut.ts';
import { segmentBreakdown } from '../../../store/segments/segment-breakdown.ts';
import { segmentMovement } from '../../../store/segments/segment-movement.ts';
import { segmentPortraits } from '../../../store/segments/segment-portraits.ts';
import { segmentPositions } from '../../../store/segments/segment-positions.ts';
import { segmentsByBranch } from '../../../store/segments/segments-by-branch.ts';
import {
  filterArguments,
  filterUsage,
  readFilters,
  resolveFilters,
  whoseInWords,
} from '../../arguments/list-filters.ts';
import { type CutWords, cutsCalled, cutsInWords } from '../../arguments/segmentation-lookup.ts';
import { defineCommand } from '../../command.ts';
import type { Reply } from '../../reply.ts';
import { noneInListReply, plainReply } from '../../wording/fallback-replies.ts';
import { branchesOf, breakdownReply, moversIn } from './reply.ts';

/**
 * How customers spread over the segments of a cut. `data`: `by` the cut, main or the id of a further one; `segments` with `id`, `nameEn`, `nameZh` (null: in none), `customers`,
 * sums `clv`, `contribution12m`, `balance` and `valueAtStake` in `currency`, mean `churnProbability` 0–1 or null,
 * `atRisk` customers; `movement` since the run before with `since`, customers who `moved` from one segment to another and
 * who `stayed`, and `flows` with `from` and `to` as segment ids (null: in none) and `customers`, or null where there was no
 * run before; `branches`, where the asker sees several, with `branch`, `customers` and by segment id the `shares` 0–1;
 * `asOf`.
 */
export default defineCommand({
  intent: 'segment.breakdown',
  words: { en: ['segments'], zh: ['分群', '客群', '客户分群'] },
  usage: `segments [by CUT] ${filterUsage}`,
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
      'segments by spending habits',
      'split the customers by spending habits',
      'describe the segments',
      'which groups do our customers fall into',
      'what share of customers is in each group',
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
      '按消费习惯分群',
      '客户按消费习惯怎么分',
    ],
  },
  arguments: z.object({ ...filterArguments, by: z.string().max(200).optional() }),
  slash(rest) {
    const read = readFilters(rest);
    if ('problem' in read) return read;
    if (read.before === '') return { entities: read.entities };
    const by = /^(?:by\s+|按\s*)(.+)$/i.exec(read.before)?.[1];
    if (by !== undefined) return { entities: { ...read.entities, by } };
    return {
      problem: {
        en: 'After “segments” comes “by” with a way to cut the bank, or filters such as branch=Prague.',
        zh: '“segments”后面可以是“by 分群方式”，或筛选条件，例如 branch=Prague。',
      },
    };
  },
  allowed: ['manager', 'supervisor', 'analyst'],
  async run(context, { by, ...names }) {
    const { store, scope, run, bank, locale, timezone, config } = context;
    const { db } = store;
    const format = formatFor(locale, bank.currency, timezone);
    const held = await resolveFilters(context, names, format);
    if ('reply' in held) return { reply: held.reply, data: {}, seen: [] };
    const { filters } = held;
    const known = (await segmentPortraits(db, run.id)).map((segment) => segment.cut);
    const cuts = cutsInWords(config.valuation.segments, [mainCut, ...known]);
    const meant = by === undefined ? cuts.slice(0, 1) : cutsCalled(cuts, by);
    const [cut] = meant;
    if (cut === undefined || meant.length > 1) {
      return { reply: whichCut(by ?? '', cuts, locale), data: {}, seen: [] };
    }
    const within = { cut: cut.id, filters };
    const shares = await segmentBreakdown(db, scope, run.id, { ...within, atRisk: run.atRisk });
    const movement = await segmentMovement(db, scope, run.id, within);
    const branches = branchesOf(await segmentsByBranch(db, scope, run.id, within), locale);
    // The sample is of the whole bank, so it is shown where the answer is.
    const whole = scope.kind === 'all' && Object.keys(filters).length === 0;
    const positions = whole ? await segmentPositions(db, run.id, cut.id) : undefined;
    const others = cuts.filter((other) => other !== cut);
    const whose = whoseInWords(context, held.words);
    return {
      reply:
        shares.length === 0
          ? noneInListReply(locale, whose)
          : breakdownReply(
              context,
              { cut, others, shares, movement, branches, positions },
              whose,
              format,
            ),
      data: {
        by: cut.id,
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

function whichCut(typed: string, cuts: readonly CutWords[], locale: Locale): Reply {
  const actions = cuts.map(({ id, name }) => ({
    label: name[locale],
    command: id === mainCut ? 'segments' : `segments by ${id}`,
  }));
  const shown = typed.slice(0, 40);
  return locale === 'zh'
    ? plainReply('没有这种分群方式', `没有名为“${shown}”的分群方式，请选择一种。`, actions)
    : plainReply(
        'No such way to cut the bank',
        `There are no segments by “${shown}”. Please choose one of these ways.`,
        actions,
      );
}
